import type { ChartMark } from '@/design';
import { Names, Values } from './Axes';
import { Frame, type Drawing, type PlotMark } from './Frame';
import css from './plot.module.css';
import { scale, textWidth, ticks } from './scale';

/** A piece of a bar: up when its value is above 0, else down. */
export interface Piece { key: string; value: number; color: string; card: ChartMark; opacity?: number }
export interface Bar { name: string; pieces: readonly Piece[]; open?: boolean; /** The period before: a dashed tick over the bar. */ before?: number; /** Written over the bar. */ label?: string }

interface Props { bars: readonly Bar[]; format: (v: number) => string; label: string; height?: number; top?: number; onToggleTable?: () => void }

/** Bars of one or more pieces, upwards and downwards from zero. */
export function Bars({ bars, format, label, height = 300, top, onToggleTable }: Props) {
  const sum = (b: Bar, sign: 1 | -1) => b.pieces.reduce((s, p) => s + (p.value * sign > 0 ? p.value : 0), 0);
  const at = ticks(Math.min(0, ...bars.map((b) => sum(b, -1))), top ?? Math.max(0, ...bars.map((b) => Math.max(sum(b, 1), b.before ?? 0))));
  const draw = (width: number): Drawing => {
    const left = Math.max(...at.map((v) => textWidth(format(v)))) + 12, right = width - 8, bottom = height - 28;
    const y = scale(at[0]!, at.at(-1)!, 18, bottom);
    const each = (right - left) / Math.max(1, bars.length), thick = Math.min(40, Math.max(2, each * 0.68));
    const x = (i: number) => left + each * (i + 0.5);
    const marks: PlotMark[] = [];
    const fills = new Map<string, Piece>();
    bars.forEach((b, i) => {
      let up = 0, down = 0;
      b.pieces.forEach((p, row) => {
        const from = p.value >= 0 ? up : down, to = from + p.value;
        if (p.value >= 0) up = to; else down = to;
        const high = y(Math.max(from, to)), low = y(Math.min(from, to)), key = `${i}.${p.key}`;
        fills.set(key, p);
        marks.push({ key, col: i, row: -row, x: x(i) - thick / 2, y: high, w: thick, h: Math.max(p.value === 0 ? 0 : 1, low - high), card: p.card,
          hit: b.pieces.length === 1 ? { x: x(i) - each / 2, y: 0, w: each, h: height } : { x: x(i) - each / 2, y: high, w: each, h: Math.max(2, low - high) } });
      });
    });
    return {
      marks,
      picture: () => (
        <>
          <Values y={y} at={at} left={left} right={right} format={format} />
          <Names names={bars.map((b) => b.name)} x={x} y={height - 8} each={each} />
          {marks.map((m) => {
            const p = fills.get(m.key)!, open = bars[m.col]!.open;
            return <rect key={m.key} x={m.x} y={m.y} width={m.w} height={m.h} rx={Math.min(2, m.w / 3)} className={css.bar} fill={p.color} opacity={open ? 0.5 : p.opacity} stroke={open ? p.color : undefined} strokeDasharray={open ? '3 3' : undefined} />;
          })}
          {bars.map((b, i) => b.label && <text key={i} x={x(i)} y={y(sum(b, 1)) - 5} className={css.label}>{b.label}</text>)}
          {bars.map((b, i) => b.before !== undefined && <line key={i} x1={x(i) - thick / 2 - 2} x2={x(i) + thick / 2 + 2} y1={y(b.before)} y2={y(b.before)} className={css.before} />)}
        </>
      ),
    };
  };
  return <Frame height={height} label={label} draw={draw} onToggleTable={onToggleTable} />;
}
