import css from './interval.module.css';

interface Props {
  low: number;
  estimate: number;
  high: number;
  /** What the glyph spans, the same for all rows of a table. */
  domain: readonly [number, number];
  /** Whether more is better; decides good and bad. */
  moreIsBetter?: boolean;
  /** False: not enough to say yet; drawn dashed with a hollow dot. */
  enough?: boolean;
  width?: number;
  /** Spoken: "+6.4 pp, 3.1 to 9.7". */
  label: string;
}

/** The one glyph of uncertainty: hairline, end caps, dot, dashed zero. */
export function Interval({ low, estimate, high, domain, moreIsBetter = true, enough = true, width = 180, label }: Props) {
  const [from, to] = domain;
  const x = (v: number) => 4 + ((Math.min(to, Math.max(from, v)) - from) / (to - from)) * (width - 8);
  const up = low > 0, down = high < 0;
  const tone = !enough || (!up && !down) ? css.open : up === moreIsBetter ? css.good : css.bad;
  const mid = 10;
  return (
    <svg className={`${css.interval} ${tone}`} width={width} height={20} viewBox={`0 0 ${width} 20`} role="img" aria-label={label}>
      <line className={css.axis} x1={0} x2={width} y1={mid} y2={mid} />
      {from <= 0 && to >= 0 && <line className={css.zero} x1={x(0)} x2={x(0)} y1={1} y2={19} />}
      <line className={css.range} x1={x(low)} x2={x(high)} y1={mid} y2={mid} strokeDasharray={enough ? undefined : '3 3'} />
      <line className={css.range} x1={x(low)} x2={x(low)} y1={mid - 4} y2={mid + 4} />
      <line className={css.range} x1={x(high)} x2={x(high)} y1={mid - 4} y2={mid + 4} />
      <circle className={enough ? css.dot : css.hollow} cx={x(estimate)} cy={mid} r={3.5} />
    </svg>
  );
}
