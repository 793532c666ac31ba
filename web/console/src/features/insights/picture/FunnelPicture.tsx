import type { ChartMark } from '@/design';
import { funnelGroups, stepNames, type FunnelGroupShown } from '../model/funnel';
import { list } from '../model/question';
import { Bars } from '../plot/Bars';
import { Legend } from '../plot/Legend';
import { Lines } from '../plot/Lines';
import { FunnelBars } from './FunnelBars';
import css from './picture.module.css';
import { usePen, type Pen, type PictureProps } from './context';

/** Who went how far, how that changes over time, and how long it takes. */
export function FunnelPicture({ answer, view, height = 372, small }: PictureProps) {
  const pen = usePen(answer);
  const all = funnelGroups(answer, pen);
  const groups = all.length > 1 ? all.slice(1, 9) : all;
  const label = pen.f.language === 'en' ? answer.definition.en : answer.definition.zh;
  const chart = view.chart === 'trend' && all[0]?.trend.length ? 'trend' : view.chart === 'time' ? 'time' : 'steps';
  const legend = groups.length > 1 ? groups.map((g) => ({ name: g.name, color: g.color })) : [];
  return (
    <div>
      {chart === 'steps' && <FunnelBars height={height} label={label} groups={groups} names={stepNames(answer, pen)} format={(v) => pen.f.percent(v, 0)} write={(v) => pen.f.percent(v)} mark={(g, i) => stepCard(g, i, answer, pen)} />}
      {chart === 'trend' && <Over groups={groups} answer={answer} pen={pen} height={height} label={label} />}
      {chart === 'time' && <Times group={all[0]!} pen={pen} height={height} label={label} answer={answer} />}
      {!small && (
        <div className={css.foot}>
          <Legend items={chart === 'time' ? [] : legend} />
          {chart === 'steps' && <Legend items={[{ name: pen.t('funnel.ghost'), color: 'var(--fill-2)' }, ...(answer.previous ? [{ name: pen.t('previous'), color: 'var(--ink-2)', dashed: true }] : [])]} />}
        </div>
      )}
    </div>
  );
}

function stepCard(g: FunnelGroupShown, i: number, answer: PictureProps['answer'], pen: Pen): ChartMark {
  const s = g.steps[i]!, { t, f } = pen;
  const name = `${g.group === undefined ? '' : `${g.name} · `}${stepNames(answer, pen)[i]}`;
  const next = g.steps[i + 1];
  const rows: ChartMark['rows'] = [{ label: t('funnel.reached'), value: `${t('persons', { n: f.number(s.persons) })} · ${f.percent(s.share)}`, color: g.color }];
  if (i > 0 && s.fromPrevious !== null) rows.push({ label: t('funnel.fromPrevious'), value: f.percent(s.fromPrevious) });
  if (next) rows.push({ label: t('funnel.leftHere'), value: t('persons', { n: f.number(next.lost) }) });
  if (s.median !== null) rows.push({ label: t('funnel.median'), value: f.duration(s.median) });
  if (s.before !== null && i > 0) {
    const d = s.share - s.before;
    rows.push({ label: t('previous'), value: `${f.percent(s.before)} · ${t(d >= 0 ? 'higher' : 'lower', { by: f.points(d) })}`, tone: Math.abs(d) < 0.0005 ? undefined : d > 0 ? 'good' : 'bad' });
  }
  const reached = pen.behind({ step: i + 1, group: g.group }, name, s.persons);
  const left = next && pen.behind({ step: i + 1, group: g.group, dropped: true }, t('funnel.leftAfter', { step: name }), next.lost);
  return { title: name, rows, people: reached, more: left ? [{ label: t('funnel.seeLeft'), people: left }] : undefined };
}

function Over({ groups, answer, pen, height, label }: { groups: readonly FunnelGroupShown[]; answer: PictureProps['answer']; pen: Pen; height: number; label: string }) {
  const points = groups[0]?.trend ?? [];
  const unit = answer.question.funnel?.trend;
  const last = list(answer.question.funnel?.steps).length;
  const mark = (i: number): ChartMark => ({
    title: pen.moment(points[i]!.start, unit),
    rows: groups.map((g) => {
      const p = g.trend[i];
      return { label: g.name, color: g.color, value: p?.rate == null ? '—' : `${pen.f.percent(p.rate)} · ${pen.f.number(p.converted)} / ${pen.f.number(p.entered)}`, people: p && pen.behind({ step: last, group: g.group, bucket: p.start }, `${g.name} · ${pen.moment(p.start, unit)}`, p.converted) };
    }),
  });
  return <Lines height={height} label={label} names={points.map((p) => pen.axis(p.start, unit))} open={(i) => Boolean(points[i]?.incomplete)} mark={mark} format={(v) => pen.f.percent(v, 0)} lines={groups.map((g) => ({ key: g.key, name: g.name, color: g.color, values: g.trend.map((p) => p.rate) }))} />;
}

function Times({ group, pen, height, label, answer }: { group: FunnelGroupShown; pen: Pen; height: number; label: string; answer: PictureProps['answer'] }) {
  const total = group.histogram.reduce((s, b) => s + b.persons, 0);
  const last = list(answer.question.funnel?.steps).length;
  const everyone = pen.behind({ step: last }, pen.t('funnel.finished'), group.steps.at(-1)?.persons);
  if (!total) return <p className={css.soft} style={{ minHeight: height, display: 'grid', placeItems: 'center' }}>{pen.t('funnel.nobodyFinished')}</p>;
  return (
    <Bars height={height} label={label} format={(v) => pen.f.short(v)} bars={group.histogram.map((b) => ({
      name: pen.f.duration(b.to_seconds), label: pen.f.percent(b.persons / total, 0),
      pieces: [{ key: 'h', value: b.persons, color: 'var(--c1)', card: { title: `${pen.f.duration(b.from_seconds)} – ${pen.f.duration(b.to_seconds)}`, rows: [{ label: pen.t('funnel.finishedIn'), value: `${pen.t('persons', { n: pen.f.number(b.persons) })} · ${pen.f.percent(b.persons / total)}` }], more: [{ label: pen.t('funnel.seeFinished'), people: everyone }] } }],
    }))} />
  );
}
