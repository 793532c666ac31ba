import { ChartColumn, ChartLine, Timer } from 'lucide-react';

import { Change, Sparkline } from '@/design';
import { funnelGroups, rateChange, stepNames, worst } from '../model/funnel';
import { usePen, type PictureProps } from '../picture/context';
import css from '../picture/picture.module.css';
import { Fact, People, Strip, Views } from './Strip';

const icon = { size: 14, strokeWidth: 1.5 };

export function FunnelHead({ answer, view, onView }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const groups = funnelGroups(answer, pen), all = groups[0]!;
  const lost = worst(groups.length > 1 ? groups.slice(1) : groups);
  const first = all.steps[0]!, last = all.steps.at(-1)!;
  const faster = all.median !== null && all.medianBefore !== null ? all.medianBefore - all.median : null;
  const charts = [['steps', <ChartColumn key="s" {...icon} />], ['trend', <ChartLine key="t" {...icon} />], ['time', <Timer key="u" {...icon} />]] as const;
  const steps = stepNames(answer, pen);
  return (
    <Strip>
      <Fact label={t('funnel.rate')} value={f.percent(all.rate, 2)} change={<Change value={rateChange(all)} points />} />
      <Fact label={t('funnel.through')} value={<>{f.number(first.persons)} → {f.number(last.persons)}</>} unit={t('heads')} people={pen.behind({ step: all.steps.length }, t('funnel.finished'), last.persons)} />
      {all.median !== null && <Fact label={t('funnel.time')} value={f.duration(all.median)} change={faster !== null && Math.abs(faster) >= 1 ? <span className={faster > 0 ? 'good' : 'bad'}>{t(faster > 0 ? 'funnel.faster' : 'funnel.slower', { by: f.duration(Math.abs(faster)) })}</span> : undefined} />}
      {lost && <Fact plain label={t('funnel.worst')} value={t('funnel.worstAt', { group: lost.group.group === undefined ? '' : lost.group.name, a: lost.step, b: lost.step + 1 }).trim()} unit={t('persons', { n: f.number(lost.lost) })} people={pen.behind({ step: lost.step, group: lost.group.group, dropped: true }, t('funnel.leftAfter', { step: steps[lost.step - 1] }), lost.lost)} />}
      <Views label={t('page.chartKind')} value={charts.find(([k]) => k === view.chart)?.[0] ?? 'steps'} onChange={(chart) => onView({ chart })} options={charts.map(([value, i]) => ({ value, label: t(`page.charts.${value}`), icon: i }))} />
    </Strip>
  );
}

/** A row a group: who reached each step, against before, how long, and its trend. */
export function FunnelTable({ answer }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const groups = funnelGroups(answer, pen), names = stepNames(answer, pen);
  const split = answer.question.funnel?.breakdown;
  return (
    <table className={css.table}>
      <thead>
        <tr><th>{split ? pen.names.property(split.property) : ''}</th><th>1 {names[0]}</th>{names.slice(1).map((n, i) => <th key={i} colSpan={2}>{i + 2} {n}</th>)}{answer.previous && <th>{t('funnel.compared')}</th>}<th>{t('funnel.time')}</th>{groups[0]?.trend.length ? <th>{t('funnel.trend')}</th> : null}</tr>
      </thead>
      <tbody>
        {groups.map((g) => (
          <tr key={g.key}>
            <td className={g.group === undefined ? css.strong : undefined}><i className={css.swatch} style={{ background: g.color }} aria-hidden />{g.name}</td>
            {g.steps.map((s, i) => {
              const who = <People behind={pen.behind({ step: i + 1, group: g.group }, `${g.name} · ${names[i]}`, s.persons)}>{f.number(s.persons)}</People>;
              return i === 0 ? <td key={i} className="num">{who}</td> : [<td key={`${i}n`} className={`num ${css.soft}`}>{who}</td>, <td key={`${i}r`} className={`num ${i === g.steps.length - 1 ? css.strong : ''}`}>{f.percent(s.share)}</td>];
            })}
            {answer.previous && <td><Change value={rateChange(g)} points /></td>}
            <td className="num">{g.median === null ? '—' : f.duration(g.median)}</td>
            {groups[0]?.trend.length ? <td><Sparkline values={g.trend.map((p) => p.rate)} color={g.color} height={26} unfinished={g.trend.at(-1)?.incomplete} /></td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
