import type { EChartsCoreOption } from 'echarts/core';

import type { Palette } from '../palette';

const family = '"Inter Variable", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

type Axis = Record<string, unknown>;

/** What every chart shares: type, colours, no motion at first, room for the labels. */
export function base(p: Palette): EChartsCoreOption {
  return {
    color: [...p.series],
    textStyle: { fontFamily: family, fontSize: 12, color: p.ink3 },
    animation: false,
    grid: { left: 4, right: 12, top: 16, bottom: 4, containLabel: true },
  };
}

/** Units of time or names along the bottom. */
export const categories = (p: Palette, data: readonly string[], more: Axis = {}): Axis => ({
  type: 'category', data, boundaryGap: true,
  axisLine: { lineStyle: { color: p.line2 } }, axisTick: { show: false },
  axisLabel: { color: p.ink3, fontSize: 12, hideOverlap: true, margin: 10 },
  ...more,
});

/** Values: no line, three or four split lines. */
export const values = (p: Palette, format: (v: number) => string, more: Axis = {}): Axis => ({
  type: 'value', splitNumber: 4, axisLine: { show: false }, axisTick: { show: false },
  splitLine: { lineStyle: { color: p.split } },
  axisLabel: { color: p.ink3, fontSize: 12, formatter: format },
  ...more,
});

interface Line { name: string; color: string; values: readonly (number | null)[]; unfinished?: boolean; width?: number; area?: boolean; stack?: string }

/** A line whose last segment is dashed while its period is not over: two series, the second only that segment. */
export function line(l: Line): Record<string, unknown>[] {
  const n = l.values.length;
  const dense = n > 12;
  const dashed = l.unfinished && n > 1;
  const shared = {
    type: 'line', name: l.name, symbol: 'circle', symbolSize: 5, showSymbol: !dense, smooth: false, connectNulls: false, cursor: 'default',
    itemStyle: { color: l.color }, stack: l.stack, areaStyle: l.area ? { color: l.color, opacity: 0.86 } : undefined,
  };
  if (!dashed) return [{ ...shared, data: l.values, lineStyle: { width: l.width ?? 2, color: l.color } }];
  return [
    { ...shared, data: l.values.map((v, i) => (i === n - 1 ? null : v)), lineStyle: { width: l.width ?? 2, color: l.color } },
    {
      ...shared, data: l.values.map((v, i) => (i >= n - 2 ? v : null)), silent: true, areaStyle: undefined, stack: undefined,
      lineStyle: { width: l.width ?? 2, color: l.color, type: [3, 3] },
      showSymbol: true, symbol: (_: unknown, at: { dataIndex: number }) => (at.dataIndex === n - 1 ? 'emptyCircle' : 'none'),
    },
  ];
}
