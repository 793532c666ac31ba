import type { EChartsCoreOption } from 'echarts/core';

import { chartOption, type Palette } from '@/design';
import type { Format } from '@/format';
import type { Columns, Dot, Picture, Series } from './picture';

const number = (f: Format) => (v: number) => (Math.abs(v) < 10_000 && !Number.isInteger(v) ? f.number(v, Math.abs(v) < 10 ? 2 : 1) : f.short(v));
const short = (s: string, most = 12) => ([...s].length > most ? `${[...s].slice(0, most - 1).join('')}…` : s);

/** Lines over time or along a column. */
export function lineOption(p: Palette, f: Format, s: Series): EChartsCoreOption {
  return {
    ...chartOption.base(p),
    xAxis: chartOption.categories(p, s.axis, { boundaryGap: false }),
    yAxis: chartOption.values(p, number(f)),
    series: s.values.flatMap((values, i) => chartOption.line({ name: s.names[i] ?? '', color: p.series[i % p.series.length] ?? p.ink2, values, unfinished: s.unfinished })),
  };
}

/** Bars: lying, the first on top, when they have names; standing over time. */
export function barOption(p: Palette, f: Format, s: Series, lying: boolean): EChartsCoreOption {
  const names = chartOption.categories(p, s.axis, lying ? { inverse: true, axisLabel: { color: p.ink2, fontSize: 12, formatter: (v: string) => short(v, 14) } } : {});
  const values = chartOption.values(p, number(f));
  return {
    ...chartOption.base(p),
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: s.values.map((data, i) => ({
      type: 'bar', name: s.names[i] ?? '', data, barMaxWidth: lying ? 18 : 40, cursor: 'default',
      itemStyle: { color: p.series[i % p.series.length], borderRadius: lying ? [0, 2, 2, 0] : [2, 2, 0, 0] },
    })),
  };
}

/** Dots of two numbers; the largest have their names beside them. */
export function dotOption(p: Palette, f: Format, dots: Dot[], picture: Picture, columns: Columns[]): EChartsCoreOption {
  const most = Math.max(1, ...dots.map((d) => d.size));
  const radius = (d: Dot) => (picture.size < 0 ? 9 : 5 + 25 * Math.sqrt(d.size / most));
  const labelled = Math.min(8, dots.length);
  const axis = (i: number) => ({ ...chartOption.values(p, number(f), { scale: true }), name: columns[i]?.name, nameTextStyle: { color: p.ink3, fontSize: 12 } });
  return {
    ...chartOption.base(p),
    grid: { left: 8, right: 72, top: 28, bottom: 26, containLabel: true },
    xAxis: { ...axis(picture.x), splitLine: { show: false }, nameLocation: 'middle', nameGap: 28 },
    yAxis: axis(picture.y),
    series: [{
      type: 'scatter', cursor: 'default', labelLayout: { hideOverlap: true },
      data: dots.map((d, i) => ({
        value: [d.x, d.y], symbolSize: radius(d), itemStyle: { color: i < labelled ? p.series[2] : p.prev, opacity: i < labelled ? 0.86 : 0.6 },
        label: { show: i < labelled && d.name !== '', formatter: short(d.name), position: 'right', color: p.ink2, fontSize: 12 },
      })),
    }],
  };
}
