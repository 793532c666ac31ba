import { Segmented } from 'antd';
import { Pin } from 'lucide-react';

import { Change, Sparkline } from '@/design';
import { change, colorOf, difference, groupKey, sameGroup } from '../model/group';
import { wayCell } from '../model/paths';
import { list } from '../model/question';
import { segmentNames } from '../model/rfm';
import { figureNames, figureOf, figures } from '../model/sessions';
import { usePen, type PictureProps } from '../picture/context';
import { states } from '../picture/LifecyclePicture';
import { nodeName } from '../picture/PathsPicture';
import css from '../picture/picture.module.css';
import own from './result.module.css';
import { Fact, People, Strip, Views } from './Strip';

export function PathsTable({ answer, view, onView }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const nodes = list(answer.paths?.nodes), total = answer.paths?.sessions ?? 0;
  const depth = answer.question.paths?.depth ?? 5;
  const ended = !answer.question.paths?.to;
  return (
    <table className={css.table}>
      <thead><tr><th>{t('paths.whole')}</th><th>{t('sessions')}</th><th>{t('paths.share')}</th><th>{t('people')}</th><th /></tr></thead>
      <tbody>
        {list(answer.paths?.paths).slice(0, 20).map((w, i) => {
          const way = list(w.nodes).map((n) => nodes[n]!);
          const title = way.map((n) => nodeName(n, pen)).join(' → ');
          return (
            <tr key={list(w.nodes).join('.')} className={view.pinned === i ? own.pinned : undefined}>
              <td><span className={own.way}>{way.map((n, k) => <span key={k}><i className={n.other ? own.grey : own.dot} aria-hidden />{nodeName(n, pen)}</span>)}{ended && way.length < depth && <span><i className={own.hollow} aria-hidden />{t('paths.leave')}</span>}</span></td>
              <td className="num">{f.number(w.sessions)}</td><td className={`num ${css.strong}`}>{f.percent(w.sessions / Math.max(1, total))}</td>
              <td className="num"><People behind={pen.behind(wayCell(way), title, w.persons)}>{f.number(w.persons)}</People></td>
              <td><button type="button" className={own.pin} aria-pressed={view.pinned === i} aria-label={`${t('paths.pin')} ${title}`} title={t('paths.pin')} onClick={() => onView({ pinned: view.pinned === i ? -1 : i })}><Pin size={14} strokeWidth={1.5} aria-hidden /></button></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function StickinessHead({ answer, view, onView }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const s = answer.stickiness!, was = answer.previous?.stickiness, units = list(s.units), unit = t(`unit.${answer.question.stickiness?.unit ?? 'day'}`);
  const half = units[Math.ceil(units.length / 2) - 1];
  return (
    <Strip>
      <Fact label={t('stickiness.ratio')} title={t('stickiness.ratioNote', { unit })} value={s.ratio === null ? '—' : f.percent(s.ratio)} change={<Change value={difference(s.ratio, was?.ratio)} points />} />
      <Fact label={t('stickiness.all')} value={f.number(s.persons)} unit={t('heads')} change={<Change value={change(s.persons, was?.persons)} />} />
      {half && s.persons > 0 && <Fact label={t('stickiness.half', { unit })} value={f.percent(half.at_least / s.persons)} unit={t('persons', { n: f.number(half.at_least) })} />}
      <Views label={t('page.chartKind')} value={view.figure === 'people' ? 'people' : 'share'} onChange={(figure) => onView({ figure })} options={[{ value: 'share', label: t('stickiness.shares') }, { value: 'people', label: t('stickiness.count') }]} />
    </Strip>
  );
}

export function StickinessTable({ answer }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const unit = t(`unit.${answer.question.stickiness?.unit ?? 'day'}`);
  return (
    <table className={css.table}>
      <thead><tr><th>{t('stickiness.column', { unit })}</th><th>{t('people')}</th><th>{t('paths.share')}</th><th>{t('stickiness.atLeast')}</th></tr></thead>
      <tbody>{list(answer.stickiness?.units).map((u) => <tr key={u.active}><td className="num">{u.active}</td><td className="num"><People behind={pen.behind({ active: u.active }, t('stickiness.active', { count: u.active, unit }), u.persons)}>{f.number(u.persons)}</People></td><td className="num">{u.share === null ? '—' : f.percent(u.share)}</td><td className={`num ${css.soft}`}>{f.number(u.at_least)}</td></tr>)}</tbody>
    </table>
  );
}

export function LifecycleHead({ answer }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const unit = answer.question.lifecycle?.unit ?? 'day';
  const done = list(answer.lifecycle?.buckets).filter((b) => !b.incomplete);
  const last = done.at(-1), before = done.at(-2);
  if (!last) return null;
  const net = last.new + last.resurrecting - last.dormant;
  return (
    <Strip>
      <Fact label={`${pen.moment(last.start, unit)} · ${t('lifecycle.net')}`} value={`${net >= 0 ? '+' : '−'}${f.number(Math.abs(net))}`} />
      {last.dormant > 0 && <Fact label={t('lifecycle.ratio')} title={t('lifecycle.ratioNote')} value={f.number((last.new + last.resurrecting) / last.dormant, 2)} />}
      {states.map((s) => <Fact key={s.key} label={t(`lifecycle.${s.key}`)} value={f.number(last[s.key])} change={<Change value={change(last[s.key], before?.[s.key])} moreIsBetter={s.sign > 0} />} people={pen.behind({ bucket: last.start, state: s.key }, `${pen.moment(last.start, unit)} · ${t(`lifecycle.${s.key}`)}`, last[s.key])} />)}
    </Strip>
  );
}

export function LifecycleTable({ answer }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const unit = answer.question.lifecycle?.unit;
  return (
    <table className={css.table}>
      <thead><tr><th>{t('table.time')}</th>{states.map((s) => <th key={s.key}><i className={css.swatch} style={{ background: s.color }} aria-hidden />{t(`lifecycle.${s.key}`)}</th>)}<th>{t('lifecycle.net')}</th></tr></thead>
      <tbody>{[...list(answer.lifecycle?.buckets)].reverse().map((b) => {
        const net = b.new + b.resurrecting - b.dormant;
        return (
          <tr key={b.start}><td>{pen.moment(b.start, unit)}{b.incomplete && <span className={css.soft}> · {t('notOver')}</span>}</td>
            {states.map((s) => <td key={s.key} className="num"><People behind={pen.behind({ bucket: b.start, state: s.key }, `${pen.moment(b.start, unit)} · ${t(`lifecycle.${s.key}`)}`, b[s.key])}>{f.number(b[s.key])}</People></td>)}
            <td className={`num ${css.strong} ${net >= 0 ? 'good' : 'bad'}`}>{net >= 0 ? '+' : '−'}{f.number(Math.abs(net))}</td></tr>
        );
      })}</tbody>
    </table>
  );
}

export function SessionsHead({ answer, view, onView }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const all = list(answer.sessions?.groups)[0]?.total, was = list(answer.previous?.sessions?.groups)[0]?.total;
  if (!all) return null;
  return (
    <Strip>
      {(['sessions', 'persons', 'average', 'bounce'] as const).map((k) => {
        const v = figures[k].of(all);
        return <Fact key={k} label={t(`session.${k}`)} value={v === null ? '—' : figures[k].write(f, v)} change={<Change value={k === 'bounce' ? difference(v, was && figures[k].of(was)) : change(v, was && figures[k].of(was))} points={k === 'bounce'} moreIsBetter={k !== 'bounce'} />} people={k === 'persons' || k === 'sessions' ? pen.behind({}, t(`session.${k}`), all.persons) : k === 'bounce' ? pen.behind({ bounced: true }, t('session.bounce')) : undefined} />;
      })}
      <div className={own.wide}><Segmented value={figureOf(view.figure)} onChange={(figure) => onView({ figure })} options={figureNames.map((k) => ({ value: k, label: t(`session.${k}`) }))} aria-label={t('page.chartKind')} /></div>
    </Strip>
  );
}

export function SessionsTable({ answer, view }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const groups = list(answer.sessions?.groups);
  const split = answer.question.sessions?.breakdown;
  const figure = figures[figureOf(view.figure)];
  return (
    <table className={css.table}>
      <thead><tr><th>{split ? pen.names.property(split.property) : ''}</th>{figureNames.map((k) => <th key={k}>{t(`session.${k}`)}</th>)}{answer.previous && <th>{t('figure.change')}</th>}<th /></tr></thead>
      <tbody>{groups.map((g, i) => {
        const was = sameGroup(answer.previous?.sessions?.groups, g.group);
        return (
          <tr key={groupKey(g.group)}>
            <td className={g.group === undefined ? css.strong : undefined}><i className={css.swatch} style={{ background: g.group ? colorOf(i - 1, g.group.other) : 'var(--ink-2)' }} aria-hidden />{pen.group(g.group)}</td>
            {figureNames.map((k) => { const v = figures[k].of(g.total); const text = v === null ? '—' : figures[k].write(f, v); return <td key={k} className="num">{k === 'persons' ? <People behind={pen.behind({ group: g.group }, pen.group(g.group), g.total.persons)}>{text}</People> : text}</td>; })}
            {answer.previous && <td><Change value={change(figure.of(g.total), was && figure.of(was.total))} moreIsBetter={figureOf(view.figure) !== 'bounce'} /></td>}
            <td><Sparkline values={list(g.buckets).map((b) => figure.of(b))} height={26} unfinished={list(g.buckets).at(-1)?.incomplete} /></td>
          </tr>
        );
      })}</tbody>
    </table>
  );
}

export function RfmHead({ answer }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const rows = list(answer.rfm?.segments), was = answer.previous?.rfm;
  const best = [...rows].sort((a, b) => b.revenue - a.revenue)[0];
  const away = rows.filter((r) => r.segment === 'at_risk' || r.segment === 'cannot_lose').reduce((s, r) => s + r.persons, 0);
  const revenue = list(answer.rfm?.cells).reduce((s, c) => s + c.revenue, 0), revenueWas = list(was?.cells).reduce((s, c) => s + c.revenue, 0);
  return (
    <Strip>
      <Fact label={t('rfm.buyers')} value={f.number(answer.rfm?.persons ?? 0)} unit={t('heads')} change={<Change value={change(answer.rfm?.persons, was?.persons)} />} people={pen.behind({}, t('rfm.buyers'), answer.rfm?.persons)} />
      <Fact label={t('rfm.revenue')} value={f.short(revenue)} change={was && <Change value={change(revenue, revenueWas)} />} />
      {best && <Fact label={t('rfm.best')} value={t(`rfm.${best.segment as 'loyal'}`)} unit={f.percent(best.revenue / Math.max(1, revenue), 0)} people={pen.behind({ segment: best.segment }, t(`rfm.${best.segment as 'loyal'}`), best.persons)} />}
      {away > 0 && <Fact label={t('rfm.away')} value={f.number(away)} unit={t('heads')} />}
    </Strip>
  );
}

export function RfmTable({ answer }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const rows = new Map(list(answer.rfm?.segments).map((s) => [s.segment, s]));
  const total = answer.rfm?.persons ?? 0;
  if (!rows.size) return null;
  return (
    <table className={css.table}>
      <thead><tr><th>{t('rfm.group')}</th><th>{t('people')}</th><th>{t('paths.share')}</th><th>{t('rfm.days')}</th><th>{t('rfm.times')}</th><th>{t('rfm.money')}</th><th>{t('rfm.revenue')}</th></tr></thead>
      <tbody>{segmentNames.map((s) => { const r = rows.get(s); return r && <tr key={s}><td className={css.strong}>{t(`rfm.${s}`)}</td><td className="num"><People behind={pen.behind({ segment: s }, t(`rfm.${s}`), r.persons)}>{f.number(r.persons)}</People></td><td className="num">{f.percent(r.persons / Math.max(1, total))}</td><td className="num">{t('days', { n: f.number(r.average_recency_days, 0) })}</td><td className="num">{f.number(r.average_frequency, 1)}</td><td className="num">{pen.value(r.average_monetary)}</td><td className="num">{f.number(r.revenue)}</td></tr>; })}</tbody>
    </table>
  );
}
