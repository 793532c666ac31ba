import { Segmented, Select } from 'antd';

import { Card, Change } from '@/design';
import { difference } from '../model/group';
import { list } from '../model/question';
import { bounds, curves, flatFrom, weakest } from '../model/retention';
import { usePen, type PictureProps } from '../picture/context';
import heat from '../picture/heat.module.css';
import { HeatTable } from '../picture/HeatTable';
import { columnNames } from '../picture/RetentionPicture';
import css from './result.module.css';

/** Beside the curve: how many come back in a period that tells, where it flattens, whom it fails. */
export function RetentionSide({ answer, view }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const names = columnNames(answer, pen);
  const at = Math.min(view.group ?? 0, list(answer.retention?.groups).length - 1);
  const curve = curves(answer, pen.group)[at], group = list(answer.retention?.groups)[at];
  if (!curve || !group) return null;
  const done = curve.points.map((p, i) => ({ ...p, i })).filter((p) => !p.open && p.rate !== null && p.i > 0);
  const main = done.find((p) => p.i === 3) ?? done.at(-1);
  const flat = flatFrom(curve.points), weak = weakest(group, 1);
  const one = done.find((p) => p.i === 1);
  const row = (label: string, value: React.ReactNode) => <div className={css.fact}><dt>{label}</dt><dd className="num">{value}</dd></div>;
  return (
    <div className={css.side}>
      {main ? (
        <>
          <div className={css.caption}>{t('retention.nth', { period: names[main.i] })}</div>
          <div className={css.big}><span className="num">{f.percent(main.rate!)}</span><Change value={difference(main.rate, curve.before[main.i])} points /></div>
        </>
      ) : <p className={css.caption}>{t('notOver')}</p>}
      <dl>
        {one && one.i !== main?.i && row(names[1] ?? '', <>{f.percent(one.rate!)} <Change value={difference(one.rate, curve.before[1])} points /></>)}
        {flat && row(t('retention.flat'), t('retention.flatAt', { period: names[flat.period], rate: f.percent(flat.rate, 0) }))}
        {weak && row(t('retention.weakest'), <>{f.day(weak.start)} <span className="ink3">{f.percent(weak.rate)}</span></>)}
        {row(t('people'), f.number(curve.size))}
      </dl>
    </div>
  );
}

export function RetentionHeat({ answer, view, onView }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const groups = list(answer.retention?.groups);
  const at = Math.min(view.group ?? 0, groups.length - 1);
  const [low, high] = bounds(groups[at], 1);
  const figures = ['rate', 'people', 'relative'] as const;
  return (
    <Card flush title={t('retention.table')} note={t('retention.hint')} extra={
      <div className={heat.bar}>
        <span className={`num ${heat.scale}`}>{f.percent(low, 0)}<span>{[1, 2, 3, 4, 5, 6, 7, 8].map((s) => <i key={s} style={{ background: `var(--s${s})` }} />)}</span>{f.percent(high, 0)}</span>
        <span className={heat.hatch}><i aria-hidden />{t('retention.unfinished')}</span>
        {groups.length > 1 && <Select size="small" value={at} onChange={(group) => onView({ group })} options={groups.map((g, i) => ({ value: i, label: pen.group(g.group) }))} aria-label={t('retention.group')} popupMatchSelectWidth={false} />}
        <Segmented value={figures.find((x) => x === view.figure) ?? 'rate'} onChange={(figure) => onView({ figure })} options={figures.map((x) => ({ value: x, label: t(`retention.${x}`) }))} aria-label={t('page.chartKind')} />
      </div>
    }>
      <HeatTable answer={answer} view={view} group={at} />
    </Card>
  );
}
