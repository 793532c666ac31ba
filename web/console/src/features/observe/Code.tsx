import { shades } from './code';
import css from './code.module.css';

/** Code as people copy it: in colour, scrolling on its own. */
export function Code({ text, wrap, label }: { text: string; wrap?: boolean; label?: string }) {
  return (
    <pre className={`${css.code} ${wrap ? css.wrap : ''}`} tabIndex={0} aria-label={label}>
      <code>{shades(text).map((s, i) => (s.shade === 'plain' ? s.text : <span key={i} className={css[s.shade]}>{s.text}</span>))}</code>
    </pre>
  );
}
