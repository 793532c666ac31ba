import { CopyButton } from '@/design';
import css from './settings.module.css';

/** Something that is shown this once, ready to be copied. */
export function SecretLine({ text, label }: { text: string; label: string }) {
  return <div className={css.secret} role="group" aria-label={label}><code>{text}</code><CopyButton text={text} /></div>;
}
