interface Props {
  values: readonly (number | null)[];
  /** The period before, drawn behind in grey. */
  previous?: readonly (number | null)[];
  width?: number;
  height?: number;
  /** The last value's period is not over: its segment is dashed, its dot hollow. */
  unfinished?: boolean;
  color?: string;
  /** Spoken; without it the line is decoration. */
  label?: string;
}

/** A small line without axes: shape, not values. */
export function Sparkline({ values, previous, width = 88, height = 34, unfinished, color = 'var(--ink-2)', label }: Props) {
  const all = [...values, ...(previous ?? [])].filter((v): v is number => v !== null);
  if (all.length < 2) return <svg width={width} height={height} aria-hidden />;
  const low = Math.min(...all), span = Math.max(...all) - low || 1;
  const y = (v: number) => height - 5 - ((v - low) / span) * (height - 10);
  const x = (i: number, n: number) => 2 + (i / Math.max(1, n - 1)) * (width - 8);
  const line = (vs: readonly (number | null)[]) => {
    let d = '';
    vs.forEach((v, i) => { if (v !== null) d += `${d && vs[i - 1] !== null ? 'L' : 'M'}${x(i, vs.length).toFixed(1)} ${y(v).toFixed(1)}`; });
    return d;
  };
  const last = values.length - 1, end = values[last], before = values[last - 1];
  const solid = unfinished ? values.slice(0, -1).concat(null) : values;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role={label ? 'img' : undefined} aria-label={label} aria-hidden={label ? undefined : true}>
      {previous && <path d={line(previous)} fill="none" stroke="var(--prev)" strokeWidth={1.2} />}
      <path d={line(solid)} fill="none" stroke={color} strokeWidth={1.6} strokeLinejoin="round" />
      {unfinished && end != null && before != null && (
        <line x1={x(last - 1, values.length)} y1={y(before)} x2={x(last, values.length)} y2={y(end)} stroke={color} strokeWidth={1.6} strokeDasharray="3 2.5" />
      )}
      {end != null && <circle cx={x(last, values.length)} cy={y(end)} r={2.6} fill="var(--surface)" stroke="var(--ac)" strokeWidth={1.5} />}
    </svg>
  );
}
