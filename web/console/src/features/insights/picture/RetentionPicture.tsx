import type { ChartMark } from '@/design';
import { curves } from '../model/retention';
import { list } from '../model/question';
import { Legend } from '../plot/Legend';
import { Lines } from '../plot/Lines';
import css from './picture.module.css';
import { usePen, type Pen, type PictureProps } from './context';

/** Names of the columns: this week, week 1, week 2, or brackets. */
export function columnNames(answer: PictureProps['answer'], pen: Pick<Pen, 't'>): string[] {
  const unit = answer.question.retention?.unit ?? 'day';
  return list(answer.retention?.columns).map((c) => (c.last !== c.first ? pen.t('period.bracket', { a: c.first, b: c.last, unit: pen.t(`unit.${unit}`) }) : c.first === 0 ? pen.t(`period.${unit}0`) : pen.t('period.nth', { n: c.first, unit: pen.t(`unit.${unit}`) })));
}

/** How many come back, as a curve. */
export function RetentionPicture({ answer, view, onView, height = 232, small }: PictureProps) {
  const pen = usePen(answer);
  const names = columnNames(answer, pen);
  const all = curves(answer, pen.group);
  const shown = all.length > 1 ? all.slice(1, 9) : all;
  const hidden = new Set(view.hidden);
  const lines = shown.filter((g) => !hidden.has(g.key));
  const mark = (i: number): ChartMark => ({
    title: names[i] ?? '',
    rows: lines.flatMap((g) => {
      const p = g.points[i];
      const row = { label: g.name, color: g.color, value: p?.rate == null ? '—' : `${pen.f.percent(p.rate)}${p.open ? ` · ${pen.t('onlyRises')}` : ''}`, people: pen.behind({ column: i, group: g.group }, `${g.name} · ${names[i]}`) };
      const was = g.before[i];
      return lines.length <= 2 && was != null ? [row, { label: pen.t('previous'), value: pen.f.percent(was) }] : [row];
    }),
  });
  const toggle = (key: string) => onView({ hidden: hidden.has(key) ? [...hidden].filter((k) => k !== key) : [...hidden, key] });
  const label = pen.f.language === 'en' ? answer.definition.en : answer.definition.zh;
  return (
    <div>
      <Lines edges height={height} label={label} names={names} open={(i) => lines.every((g) => g.points[i]?.open ?? true)} mark={mark} format={(v) => pen.f.percent(v, 0)} top={1}
        lines={lines.map((g) => ({ key: g.key, name: g.name, color: g.color, values: g.points.map((p) => p.rate), previous: lines.length <= 2 ? g.before : undefined }))} />
      {!small && <div className={css.foot}><Legend items={[...(shown.length > 1 ? shown.map((g) => ({ name: g.name, color: g.color, off: hidden.has(g.key), onToggle: () => toggle(g.key) })) : []), ...(answer.previous ? [{ name: pen.t('previous'), color: 'var(--prev)' }] : [])]} />
        <Legend items={[{ name: pen.t('notOver'), color: 'var(--ink-2)', dashed: true }]} /></div>}
    </div>
  );
}

