import { useMemo } from 'react';

import { useScheme } from '@/app/preferences';
import { useFormat } from '@/app/session';
import { Chart, chartOption, paletteOf, type ChartMark } from '@/design';
import type { Answer } from '../model/types';

/** On how many days people came. */
export function DaysForm({ answer, title, height }: { answer: Answer; title: string; height: number }) {
  const f = useFormat();
  const p = paletteOf(useScheme());
  const units = useMemo(() => answer.stickiness?.units ?? [], [answer]);
  const option = useMemo(() => ({
    ...chartOption.base(p), grid: { left: 0, right: 10, top: 10, bottom: 0, containLabel: true },
    xAxis: chartOption.categories(p, units.map((u) => String(u.active))), yAxis: chartOption.values(p, f.short),
    series: [{ type: 'bar', barMaxWidth: 40, data: units.map((u) => u.persons), itemStyle: { color: p.series[0], borderRadius: [2, 2, 0, 0] } }],
  }), [p, f, units]);
  const mark = (i: number): ChartMark | null => {
    const u = units[i];
    if (!u) return null;
    return { title: `${title} · ${u.active}`, rows: [{ label: title, value: f.number(u.persons), color: p.series[0] }], people: { title: `${title} · ${u.active}`, question: { ...answer.question, compare: undefined }, cell: { active: u.active }, count: u.persons } };
  };
  return <Chart option={option} height={height} label={title} by="axis" count={units.length} mark={mark} />;
}
