import type { ReactNode } from 'react';

import css from './bits.module.css';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info' | 'ours';

/** A word on a tint. */
export function Tag({ tone = 'neutral', icon, children, outlined }: { tone?: Tone; icon?: ReactNode; children: ReactNode; outlined?: boolean }) {
  return <span className={`${css.tag} ${css[tone]} ${outlined ? css.outlined : ''}`}>{icon}{children}</span>;
}

/** A state: dot and word. */
export function Status({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${css.status} ${css[`text_${tone}`]}`}><i aria-hidden />{children}</span>;
}

/** Who did it: round is what they did, square persimmon what we did. */
export function Mark({ ours, icon }: { ours?: boolean; icon: ReactNode }) {
  return <span className={ours ? css.ours_mark : css.theirs_mark} aria-hidden>{icon}</span>;
}

export const Kbd = ({ children }: { children: ReactNode }) => <kbd className={css.kbd}>{children}</kbd>;

const hues = ['--c3', '--c2', '--c5', '--c8', '--c1', '--c4', '--c6', '--c7'];

/** The first letter of a name on a colour that the id decides. */
export function Avatar({ name, id, size = 28, anonymous }: { name: string; id: number | string; size?: number; anonymous?: boolean }) {
  let hash = 0;
  for (const c of String(id)) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  const color = anonymous ? 'var(--ink-4)' : `var(${hues[hash % hues.length]})`;
  const first = [...name.trim()][0]?.toUpperCase() ?? '?';
  return <span className={css.avatar} style={{ width: size, height: size, background: color, fontSize: size * 0.45 }} aria-hidden>{first}</span>;
}

/** A line of equal figures in one card: label, value, note. */
export function Figure({ label, value, note, tone }: { label: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'bad' | 'good' }) {
  return (
    <div className={css.figure}>
      <div className={css.figure_label}>{label}</div>
      <div className={`num ${css.figure_value} ${tone ?? ''}`}>{value}</div>
      {note && <div className={css.figure_note}>{note}</div>}
    </div>
  );
}
