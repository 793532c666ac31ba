import type { ChartMark } from '@/design';
import { Names, Values } from './Axes';
import { Frame, type Drawing } from './Frame';
import css from './plot.module.css';
import { scale, textWidth, ticks } from './scale';

export interface Line {
  key: string;
  name: string;
  color: string;
  values: readonly (number | null)[];
  /** The period before, in grey behind. */
  previous?: readonly (number | null)[];
  width?: number;
  dashed?: boolean;
}

interface Props {
  lines: readonly Line[];
  /** One a unit along the bottom. */
  names: readonly string[];
  /** Units that are not over: what leads to them is dashed. */
  open?: (i: number) => boolean;
  mark: (i: number) => ChartMark;
  format: (v: number) => string;
  label: string;
  height?: number;
  stacked?: boolean;
  /** The highest value of the axis, when it is known: 1 for shares. */
  top?: number;
  /** Points lie at the edges instead of in the middle of their units. */
  edges?: boolean;
  onToggleTable?: () => void;
}

type Points = readonly (number | null)[];

/** Lines over time, or areas on top of each other. */
export function Lines({ lines, names, open = () => false, mark, format, label, height = 300, stacked, top, edges, onToggleTable }: Props) {
  const layers = stacked ? stack(lines) : lines.map((l) => ({ low: l.values.map(() => 0), high: l.values }));
  const all = [...layers.flatMap((l) => l.high), ...(stacked ? [] : lines.flatMap((l) => l.previous ?? []))].filter((v): v is number => v !== null);
  const at = ticks(Math.min(0, ...all), top ?? Math.max(0, ...all));
  const draw = (width: number): Drawing => {
    const left = Math.max(...at.map((v) => textWidth(format(v)))) + 12, right = width - 14, bottom = height - 28;
    const y = scale(at[0]!, at.at(-1)!, 12, bottom);
    const each = (right - left) / Math.max(1, edges ? names.length - 1 : names.length);
    const x = (i: number) => (names.length === 1 ? (left + right) / 2 : edges ? left + each * i : left + each * (i + 0.5));
    const marks = names.map((_, i) => ({ key: `c${i}`, col: i, row: 0, x: x(i) - 3, y: 12, w: 6, h: bottom - 12, hit: { x: x(i) - each / 2, y: 0, w: each, h: height }, bare: true, card: mark(i) }));
    const dots = names.length <= 14;
    return {
      marks,
      picture: (now) => (
        <>
          <Values y={y} at={at} left={left} right={right} format={format} />
          <Names names={names} x={x} y={height - 8} each={each} />
          {!stacked && lines.map((l) => l.previous && <path key={`${l.key}p`} d={path(l.previous, x, y)} className={css.line} stroke="var(--prev)" strokeWidth={1.5} />)}
          {lines.map((l, n) => {
            const { low, high } = layers[n]!;
            return (
              <g key={l.key}>
                {stacked && <path d={area(low, high, x, y)} fill={l.color} opacity={0.86} />}
                <path d={path(high.map((v, i) => (i > 0 && open(i) ? null : v)), x, y)} className={css.line} stroke={stacked ? 'var(--surface)' : l.color} strokeWidth={stacked ? 1 : (l.width ?? 2)} strokeDasharray={l.dashed ? '3 3' : undefined} />
                {high.map((v, i) => { const before = high[i - 1]; return i > 0 && open(i) && v !== null && before != null ? <line key={i} x1={x(i - 1)} y1={y(before)} x2={x(i)} y2={y(v)} stroke={stacked ? 'var(--surface)' : l.color} strokeWidth={stacked ? 1 : 2} strokeDasharray="3 3" /> : null; })}
                {high.map((v, i) => (v !== null && !stacked && (dots || now?.col === i || open(i) || lonely(high, i)) ? <circle key={`d${i}`} cx={x(i)} cy={y(v)} r={now?.col === i ? 4 : 2.8} fill={open(i) ? 'var(--surface)' : l.color} stroke={l.color} strokeWidth={1.6} /> : null))}
              </g>
            );
          })}
          {now && <line x1={x(now.col)} x2={x(now.col)} y1={12} y2={bottom} className={css.guide} />}
        </>
      ),
    };
  };
  return <Frame height={height} label={label} draw={draw} onToggleTable={onToggleTable} />;
}

const lonely = (vs: Points, i: number): boolean => vs[i] !== null && vs[i - 1] == null && vs[i + 1] == null;

function path(vs: Points, x: (i: number) => number, y: (v: number) => number): string {
  let d = '';
  vs.forEach((v, i) => { if (v !== null) d += `${d && vs[i - 1] != null ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`; });
  return d;
}

function area(low: Points, high: Points, x: (i: number) => number, y: (v: number) => number): string {
  const up = high.map((v, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v ?? low[i] ?? 0).toFixed(1)}`).join('');
  const down = low.map((v, i) => `L${x(i).toFixed(1)} ${y(v ?? 0).toFixed(1)}`).reverse().join('');
  return `${up}${down}Z`;
}

function stack(lines: readonly Line[]): { low: Points; high: Points }[] {
  let sum = (lines[0]?.values ?? []).map(() => 0);
  return lines.map((l) => {
    const low = sum;
    sum = sum.map((s, i) => s + (l.values[i] ?? 0));
    return { low, high: sum };
  });
}
