import { Change, type ChartMark } from '@/design';

import { additive, trendLines, type TrendLineShown } from '../model/trend';
import { list } from '../model/question';
import { Bars } from '../plot/Bars';
import { Legend } from '../plot/Legend';
import { Lines } from '../plot/Lines';
import css from './picture.module.css';
import { usePen, type Pen, type PictureProps } from './context';

/** What happened over time: lines, bars, areas or one number. */
export function TrendPicture({ answer, view, onView, height = 320, small }: PictureProps) {
  const pen = usePen(answer);
  const trend = answer.trend!, unit = answer.question.trend?.unit;
  const buckets = list(trend.buckets);
  const lines = trendLines(answer, pen);
  const hidden = new Set(view.hidden);
  const shown = lines.filter((l) => !hidden.has(l.key));
  const mark = (i: number): ChartMark => cardOf(i, shown, answer, pen);
  const total = unit === 'total' || buckets.length === 1;
  const chart = view.chart === 'number' ? 'number' : total ? 'bar' : view.chart;
  const toggle = (key: string) => onView({ hidden: hidden.has(key) ? [...hidden].filter((k) => k !== key) : [...hidden, key] });
  const items = [
    ...lines.map((l) => ({ name: l.name, color: l.color, off: hidden.has(l.key), onToggle: lines.length > 1 ? () => toggle(l.key) : undefined })),
    ...(answer.previous && shown.length <= 2 && chart !== 'area' && chart !== 'bar' ? [{ name: pen.t('previous'), color: 'var(--prev)' }] : []),
  ];
  const label = pen.f.language === 'en' ? answer.definition.en : answer.definition.zh;
  const format = (v: number) => pen.f.short(v);
  return (
    <div>
      {chart === 'number' && <Numbers lines={shown} pen={pen} height={height} />}
      {chart === 'bar' && total && <Bars height={height} label={label} format={format} bars={shown.map((l) => ({ name: l.name, before: l.before?.total ?? undefined, label: pen.value(l.total), pieces: [{ key: l.key, value: l.total ?? 0, color: l.color, card: cardOf(0, [l], answer, pen, true) }] }))} />}
      {chart === 'bar' && !total && (
        <Bars height={height} label={label} format={format} bars={buckets.map((b, i) => ({
          name: pen.axis(b.start, unit), open: b.incomplete, before: shown.length === 1 ? (shown[0]?.before?.values[i] ?? undefined) : undefined,
          pieces: shown.map((l) => ({ key: l.key, value: l.values[i] ?? 0, color: l.color, card: mark(i) })),
        }))} />
      )}
      {chart !== 'bar' && chart !== 'number' && (
        <Lines height={height} label={label} format={format} names={buckets.map((b) => pen.axis(b.start, unit))} open={(i) => Boolean(buckets[i]?.incomplete)} mark={mark} stacked={chart === 'area' && shown.every((l) => additive(l.measure))}
          lines={shown.map((l) => ({ key: l.key, name: l.name, color: l.color, values: l.values, previous: shown.length <= 2 ? l.before?.values.slice(0, buckets.length) : undefined }))} />
      )}
      {!small && items.length > 1 && chart !== 'number' && <div className={css.foot}><Legend items={items} /></div>}
    </div>
  );
}

function cardOf(i: number, lines: readonly TrendLineShown[], answer: PictureProps['answer'], pen: Pen, whole = false): ChartMark {
  const bucket = list(answer.trend?.buckets)[i];
  const unit = answer.question.trend?.unit;
  const title = whole || !bucket ? (lines[0]?.name ?? '') : pen.moment(bucket.start, unit);
  const before = list(answer.previous?.trend?.buckets)[i];
  const rows: ChartMark['rows'] = lines.slice(0, 12).flatMap((l) => {
    const now = whole ? l.total : (l.values[i] ?? null), was = whole ? (l.before?.total ?? null) : (l.before?.values[i] ?? null);
    const people = l.cell ? pen.behind(whole ? l.cell : { ...l.cell, bucket: bucket?.start }, `${l.name} · ${title}`, l.measure === 'unique' && now !== null ? now : undefined) : undefined;
    const rows: ChartMark['rows'] = [{ label: l.name, value: pen.value(now), color: l.color, people }];
    if (lines.length <= 2 && l.before) rows.push({ label: before && !whole ? pen.t('previousAt', { when: pen.axis(before.start, unit) }) : pen.t('previous'), value: pen.value(was) });
    return rows;
  });
  if (bucket?.incomplete && !whole) rows.push({ label: pen.t('notOver'), value: '' });
  const only = lines.length === 1 ? rows[0]?.people : undefined;
  return { title, rows: only ? rows.map((r) => ({ ...r, people: undefined })) : rows, people: only };
}

function Numbers({ lines, pen, height }: { lines: readonly TrendLineShown[]; pen: Pen; height: number }) {
  return (
    <div className={css.numbers} style={{ minHeight: height }}>
      {lines.map((l) => (
        <div key={l.key} className={css.number}>
          <span className={css.caption}><i style={{ background: l.color }} aria-hidden />{l.name}</span>
          <span className={`num ${css.big}`}>{pen.value(l.total)}</span>
          <Change value={l.change} />
        </div>
      ))}
    </div>
  );
}

