import css from './bars.module.css';

export interface Part { name: string; color: string; values: readonly number[] }

interface Props {
  parts: readonly Part[];
  height: number;
  /** Spoken: what the picture shows, in a sentence. */
  label: string;
  /** What one bar says when it is pointed at. */
  tip: (index: number) => string;
  /** Said along the bottom. */
  marks: readonly string[];
  /** The last bar's period is not over. */
  unfinished?: boolean;
}

/** Stacked bars of small periods, side by side: how much came, and what became of it. */
export function Bars({ parts, height, label, tip, marks, unfinished }: Props) {
  const count = parts[0]?.values.length ?? 0;
  const total = (i: number) => parts.reduce((n, p) => n + (p.values[i] ?? 0), 0);
  const top = Math.max(1, ...Array.from({ length: count }, (_, i) => total(i)));
  return (
    <figure role="img" aria-label={label}>
      <div className={css.bars} style={{ height }}>
        {Array.from({ length: count }, (_, i) => (
          <span key={i} className={`${css.bar} ${unfinished && i === count - 1 ? css.unfinished : ''}`} onPointerEnter={(e) => { e.currentTarget.title = tip(i); }}>
            {[...parts].reverse().map((p) => { const v = p.values[i] ?? 0; return v > 0 && <i key={p.name} style={{ height: `${Math.max(2, (v / top) * height)}px`, background: p.color }} />; })}
          </span>
        ))}
      </div>
      <div className={`num ${css.marks}`} aria-hidden>{marks.map((m, i) => <span key={i}>{m}</span>)}</div>
    </figure>
  );
}

/** What the colours stand for, with their sums. */
export const Key = ({ color, children, round }: { color: string; children: React.ReactNode; round?: boolean }) => (
  <span className={css.key}><i style={{ background: color, borderRadius: round ? '50%' : 2 }} aria-hidden />{children}</span>
);
