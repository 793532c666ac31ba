import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useScheme } from '@/app/preferences';
import { useFormat } from '@/app/session';
import { Chart, chartOption, paletteOf, type ChartMark } from '@/design';
import { courseOf, type Course, type Strand } from '../model/course';
import type { Answer, Card } from '../model/types';
import { Legend } from './Legend';
import { useFigure, useNames } from './useNames';

interface Props { card: Card; answer: Answer; title: string; form: 'line' | 'stacked' | 'bar'; height: number }

/** An answer over time: lines, or bars on each other. */
export function TimeForm({ card, answer, title, form, height }: Props) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), names = useNames();
  const p = paletteOf(useScheme());
  const course = useMemo(() => courseOf(answer, names), [answer, names]);
  const say = useFigure(card.unit, course.rate);
  const stacked = form !== 'line';
  const [above, setAbove] = useState(28);
  const strands = useMemo(() => course.strands.filter((s) => !(stacked && s.before)).slice(0, 8), [course, stacked]);
  const colour = (s: Strand, i: number) => (s.before || s.rest ? p.prev : (p.series[i] ?? p.prev));
  const labels = useMemo(() => course.columns ?? course.buckets.map((b) => bucketName(b, f)), [course, f]);
  const mine = strands.filter((s) => !s.before);
  // One line says its last value itself.
  const ends = !stacked && mine.length === 1 && mine[0]?.values.at(-1) != null;
  const option = useMemo(() => {
    const axis = (v: number) => (course.rate ? f.percent(v, 0) : f.short(v));
    const drawn = [...strands.keys()].sort((a, b) => Number(strands[b]?.before ?? false) - Number(strands[a]?.before ?? false));
    return {
      ...chartOption.base(p), grid: { left: 0, right: ends ? 46 : 10, top: 10, bottom: 0, containLabel: true },
      xAxis: chartOption.categories(p, labels, { boundaryGap: stacked }),
      yAxis: chartOption.values(p, axis, { scale: !stacked && !course.rate, splitNumber: height < 180 ? 3 : 4 }),
      series: drawn.flatMap((i) => {
        const s = strands[i];
        if (!s) return [];
        if (stacked) return [bar(s, colour(s, i), i === strands.length - 1, course)];
        const drawnLine = chartOption.line({ name: s.name, color: colour(s, i), values: s.values, width: s.before ? 1.5 : 2, unfinished: course.open && !s.before });
        const last = drawnLine.at(-1);
        if (ends && last && !s.before) last.endLabel = { show: true, distance: 8, color: colour(s, i), fontWeight: 600, fontSize: 12, formatter: (at: { value: number }) => axis(at.value) };
        return drawnLine;
      }),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [p, labels, strands, stacked, height, course, f, ends]);
  const mark = (i: number): ChartMark | null => {
    const bucket = course.buckets[i];
    const heading = bucket ? bucketTitle(bucket, f) : `${labels[i] ?? ''}`;
    const behind = (s: Strand, v: number | null) => (s.cell && v !== null ? { title: [title, s.name, heading].filter(Boolean).join(' · '), question: { ...answer.question, compare: undefined }, cell: s.cell(i) } : undefined);
    const rows = strands.flatMap((s, j) => {
      const v = s.values[i] ?? null;
      return v === null ? [] : [{ label: s.before ? s.name : mine.length === 1 ? title : s.name, value: say(v).whole, color: colour(s, j), people: behind(s, v) }];
    });
    const first = strands.find((s) => !s.before);
    return rows.length === 0 ? null : { title: bucket?.incomplete ? `${heading} · ${t('card.open')}` : heading, rows, people: strands.filter((s) => !s.before).length === 1 && first ? behind(first, first.values[i] ?? null) : undefined };
  };
  const keyed = mine.length > 1;
  return (
    <div>
      {keyed && <Legend onHeight={setAbove} keys={strands.map((s, i) => ({ name: s.name, color: colour(s, i) }))} />}
      <Chart option={option} height={Math.max(80, height - (keyed ? above : 0))} label={title} by="axis" count={labels.length} mark={mark} />
    </div>
  );
}

type F = ReturnType<typeof useFormat>;
type Bucket = Course['buckets'][number];
const hours = (b: Bucket) => (Date.parse(b.end) - Date.parse(b.start)) / 3_600_000;

const bucketName = (b: Bucket, f: F): string => (hours(b) <= 2 ? f.time(b.start) : hours(b) > 27 * 24 ? f.month(b.start) : f.day(b.start));

function bucketTitle(b: Bucket, f: F): string {
  if (hours(b) <= 2) return f.moment(b.start);
  if (hours(b) < 30) return `${f.day(b.start)} ${f.weekday(b.start)}`;
  return hours(b) > 27 * 24 ? f.month(b.start) : `${f.day(b.start)} – ${f.day(Date.parse(b.end) - 1000)}`;
}

/** A layer of bars; the bar whose period is not over is paler. */
function bar(s: Strand, color: string, top: boolean, course: Course): Record<string, unknown> {
  const last = s.values.length - 1;
  return {
    type: 'bar', name: s.name, stack: 'all', barMaxWidth: 40, barCategoryGap: '36%', cursor: 'default',
    itemStyle: { color, borderRadius: top ? [2, 2, 0, 0] : 0, borderColor: 'transparent' },
    data: s.values.map((v, i) => (i === last && course.open ? { value: v, itemStyle: { opacity: 0.5 } } : v)),
  };
}
