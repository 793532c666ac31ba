import css from './plot.module.css';
import type { Scale } from './scale';
import { everyNth } from './scale';

/** Values at the left: no line, three or four split lines. */
export function Values({ y, at, left, right, format }: { y: Scale; at: readonly number[]; left: number; right: number; format: (v: number) => string }) {
  return (
    <g>
      {at.map((v) => (
        <g key={v}>
          <line x1={left} x2={right} y1={Math.round(y(v)) + 0.5} y2={Math.round(y(v)) + 0.5} className={v === 0 ? css.axis : css.split} />
          <text x={left - 8} y={y(v) + 4} textAnchor="end" className={css.tick}>{format(v)}</text>
        </g>
      ))}
    </g>
  );
}

/** Names or units of time along the bottom; as many as fit. */
export function Names({ names, x, y, each, strong }: { names: readonly string[]; x: (i: number) => number; y: number; each: number; strong?: boolean }) {
  const nth = everyNth(names, each);
  // The last one always stands; the others keep their distance from it.
  return <g>{names.map((n, i) => ((names.length - 1 - i) % nth === 0 ? <text key={i} x={x(i)} y={y} textAnchor="middle" className={strong ? undefined : css.tick} fill={strong ? 'var(--ink)' : undefined}>{n}</text> : null))}</g>;
}
