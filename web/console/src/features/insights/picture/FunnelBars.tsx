import type { ChartMark } from '@/design';
import type { FunnelGroupShown } from '../model/funnel';
import { Names, Values } from '../plot/Axes';
import { Frame, type Drawing, type PlotMark } from '../plot/Frame';
import css from '../plot/plot.module.css';
import { fit, scale, textWidth } from '../plot/scale';

interface Props {
  groups: readonly FunnelGroupShown[];
  names: readonly string[];
  format: (v: number) => string;
  write: (v: number) => string;
  mark: (g: FunnelGroupShown, step: number) => ChartMark;
  height: number;
  label: string;
}

/** A bar a group at each step; pale above it, whom the step lost; dashed, the period before. */
export function FunnelBars({ groups, names, format, write, mark, height, label }: Props) {
  const quarters = [0, 0.25, 0.5, 0.75, 1];
  const draw = (width: number): Drawing => {
    const left = 44, right = width - 8, bottom = height - 30;
    const y = scale(0, 1, 24, bottom);
    const each = (right - left) / Math.max(1, names.length);
    const n = groups.length;
    const thick = Math.max(3, Math.min(n === 1 ? 84 : 34, (each * 0.66) / n - 6)), gap = n === 1 ? 0 : Math.min(8, Math.max(2, thick * 0.24));
    const wide = n * thick + (n - 1) * gap;
    const x = (step: number, g: number) => left + each * (step + 0.5) - wide / 2 + g * (thick + gap);
    const labels = thick + gap >= textWidth('62.4%', 11) - 3 || n === 1;
    const marks: PlotMark[] = names.flatMap((_, step) => groups.map((g, i) => {
      const high = y(g.steps[step]!.share), ghost = y(step ? g.steps[step - 1]!.share : 1);
      return { key: `${step}.${g.key}`, col: step * 100 + i, row: 0, x: x(step, i), y: high, w: thick, h: Math.max(1, bottom - high), hit: { x: x(step, i) - gap / 2, y: ghost - 18, w: thick + gap, h: bottom - ghost + 18 }, card: mark(g, step) };
    }));
    return {
      marks,
      picture: (now) => (
        <>
          <Values y={y} at={quarters} left={left} right={right} format={format} />
          {names.map((_, step) => groups.map((g, i) => {
            const s = g.steps[step]!, ghost = step ? y(g.steps[step - 1]!.share) : y(1), high = y(s.share), at = now?.key === `${step}.${g.key}`;
            return (
              <g key={`${step}.${g.key}`}>
                {step > 0 && <rect x={x(step, i)} y={ghost} width={thick} height={Math.max(0, high - ghost)} rx={2} fill={g.color} opacity={0.14} className={css.bar} />}
                <rect x={x(step, i)} y={high} width={thick} height={Math.max(0, bottom - high)} rx={1.5} fill={g.color} className={css.bar} opacity={0.98} />
                {step > 0 && labels && <text x={x(step, i) + thick / 2} y={ghost - 6} className={css.label} fontWeight={at ? 600 : 400}>{write(s.share)}</text>}
                {step > 0 && s.before !== null && <line x1={x(step, i) - 1} x2={x(step, i) + thick + 1} y1={y(s.before)} y2={y(s.before)} className={css.before} />}
              </g>
            );
          }))}
          <Names names={names.map((name, i) => fit(`${i + 1}  ${name}`, each - 8))} x={(i) => left + each * (i + 0.5)} y={height - 8} each={each * 2} strong />
        </>
      ),
    };
  };
  return <Frame height={height} label={label} draw={draw} least={Math.max(320, names.length * Math.max(70, groups.length * 16))} />;
}
