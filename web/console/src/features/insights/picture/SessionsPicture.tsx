import type { ChartMark } from '@/design';
import { colorOf, groupKey, sameGroup } from '../model/group';
import { list } from '../model/question';
import { figureOf, figures } from '../model/sessions';
import { Bars } from '../plot/Bars';
import { Legend } from '../plot/Legend';
import { Lines } from '../plot/Lines';
import css from './picture.module.css';
import { usePen, type PictureProps } from './context';

/** Visits over time, one figure of them at a time. */
export function SessionsPicture({ answer, view, onView, height = 320, small }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const figure = figures[figureOf(view.figure)], unit = answer.question.sessions?.unit;
  const all = list(answer.sessions?.groups);
  const groups = (all.length > 1 ? all.slice(1) : all).map((g, i) => ({ ...g, name: pen.group(g.group), key: groupKey(g.group), color: g.group ? colorOf(i, g.group.other) : 'var(--c1)', before: sameGroup(answer.previous?.sessions?.groups, g.group) }));
  const hidden = new Set(view.hidden);
  const shown = groups.filter((g) => !hidden.has(g.key));
  const buckets = list(all[0]?.buckets);
  const write = (v: number | null | undefined) => (v == null ? '—' : figure.write(f, v));
  const mark = (i: number): ChartMark => {
    const title = buckets[i] ? pen.moment(buckets[i].start, unit) : '';
    const rows = shown.flatMap((g) => {
      const row = list(g.buckets)[i];
      const people = row && pen.behind({ bucket: row.start, group: g.group }, `${g.name} · ${title}`, row.persons);
      const was = list(g.before?.buckets)[i];
      return [{ label: g.name, color: g.color, value: write(row && figure.of(row)), people }, ...(shown.length === 1 && was ? [{ label: t('previous'), value: write(figure.of(was)) }] : [])];
    });
    return shown.length === 1 ? { title, rows: rows.map((r) => ({ label: r.label, value: r.value })), people: (rows[0] as ChartMark['rows'][number]).people } : { title, rows };
  };
  const toggle = (key: string) => onView({ hidden: hidden.has(key) ? [...hidden].filter((k) => k !== key) : [...hidden, key] });
  const label = f.language === 'en' ? answer.definition.en : answer.definition.zh;
  if (unit === 'total') {
    return <Bars height={height} label={label} format={(v) => write(v)} bars={shown.map((g) => ({ name: g.name, label: write(figure.of(g.total)), before: (g.before && figure.of(g.before.total)) ?? undefined, pieces: [{ key: 't', value: figure.of(g.total) ?? 0, color: g.color, card: { title: g.name, rows: [{ label: t(`session.${figureOf(view.figure)}`), value: write(figure.of(g.total)) }], people: pen.behind({ group: g.group }, g.name, g.total.persons) } }] }))} />;
  }
  return (
    <div>
      <Lines height={height} label={label} names={buckets.map((b) => pen.axis(b.start, unit))} open={(i) => Boolean(buckets[i]?.incomplete)} mark={mark} format={(v) => (figureOf(view.figure) === 'bounce' ? f.percent(v, 0) : figureOf(view.figure) === 'average' || figureOf(view.figure) === 'median' ? f.duration(v) : f.short(v))}
        lines={shown.map((g) => ({ key: g.key, name: g.name, color: g.color, values: list(g.buckets).map((r) => figure.of(r)), previous: shown.length === 1 && g.before ? list(g.before.buckets).slice(0, buckets.length).map((r) => figure.of(r)) : undefined }))} />
      {!small && <div className={css.foot}><Legend items={[...(groups.length > 1 ? groups.map((g) => ({ name: g.name, color: g.color, off: hidden.has(g.key), onToggle: () => toggle(g.key) })) : []), ...(answer.previous && shown.length === 1 ? [{ name: t('previous'), color: 'var(--prev)' }] : [])]} /></div>}
    </div>
  );
}
