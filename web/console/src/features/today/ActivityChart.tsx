import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useScheme } from '@/app/preferences';
import { useFormat } from '@/app/session';
import { Chart, chartOption, paletteOf, type ChartMark } from '@/design';
import { shift } from './metrics';
import type { Asked } from './questions';

const days = 31;

/** Daily active people of the last month over those of the month before; each day opens its people. */
export function ActivityChart({ asked }: { asked: Asked }) {
  const { t } = useTranslation('today');
  const f = useFormat();
  const p = paletteOf(useScheme());
  const all = asked.activity.trend?.lines?.[0]?.values ?? [];
  const buckets = useMemo(() => (asked.activity.trend?.buckets ?? []).slice(-days), [asked]);
  const now = useMemo(() => all.slice(-days), [all]);
  const before = useMemo(() => all.slice(-days - 30, -30), [all]);
  const option = useMemo(() => ({
    ...chartOption.base(p),
    xAxis: chartOption.categories(p, buckets.map((b) => f.day(b.start)), { boundaryGap: false }),
    yAxis: chartOption.values(p, f.short, { scale: true }),
    series: [
      ...chartOption.line({ name: t('previousMonth'), color: p.prev, values: before, width: 1.5 }),
      ...chartOption.line({ name: t('metric.dau'), color: p.series[0] ?? p.ac, values: now, unfinished: true }),
    ],
  }), [p, f, t, buckets, now, before]);
  const mark = (i: number): ChartMark | null => {
    const bucket = buckets[i], v = now[i], b = before[i];
    if (!bucket || v == null) return null;
    const date = bucket.start.slice(0, 10);
    const title = `${f.day(bucket.start)} ${f.weekday(bucket.start)}`;
    return {
      title: bucket.incomplete ? `${title} · ${t('unfinished')}` : title,
      rows: [
        { label: t('metric.dau'), value: f.number(v), color: p.series[0] },
        ...(b == null ? [] : [{ label: f.day(`${shift(date, -30)}T12:00:00Z`), value: f.number(b), color: p.prev }]),
      ],
      people: { title: `${t('metric.dau')} · ${title}`, count: v, cell: {}, question: { range: { from: date, to: date }, trend: { unit: 'total', series: [{ event: '*', measure: 'unique' }] } } },
    };
  };
  return <Chart option={option} height={260} label={t('activity')} by="axis" count={buckets.length} mark={mark} />;
}
