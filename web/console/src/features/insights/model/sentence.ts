import { list, namesOf, type Filter, type Question, type Selector } from './question';
import { lastOf, spanWords } from './range';
import { seriesName } from './trend';
import type { Pen } from '../picture/context';

/** A piece of a sentence: plain, or a word that a control changes. */
export interface Token { text: string; field?: string }
type Words = Record<string, Token>;
export type Writer = Pick<Pen, 't' | 'f' | 'names'>;

/** Puts words into a template: "从 {first} 到 {last}". What a template does not know stays out. */
export function fill(template: string, words: Words): Token[] {
  const out: Token[] = [];
  for (const part of template.split(/(\{\w+\})/)) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const token = name ? words[name] : { text: part };
    if (token?.text) out.push(token);
  }
  return out;
}

const picked = (s: Selector | undefined, w: Writer): string => {
  if (!s) return '';
  const names = namesOf(s);
  return s.label || (names.length ? w.names.events(names) : w.t('toChoose'));
};

export function rangeWords(q: Question, w: Writer): string {
  const last = lastOf(q.range);
  if (last) return w.t(`range.${last.unit}`, { count: last.n });
  return q.range.from && q.range.to ? spanWords(q.range.from, q.range.to, w.f) : w.t('toChoose');
}

export function windowWords(window: string | undefined, w: Writer): string {
  const m = /^(\d+)([smhdw])$/.exec(window ?? '14d');
  return m ? w.t(`window.${m[2] as 's'}`, { count: Number(m[1]) }) : (window ?? '');
}

export function filterWords(f: Filter, w: Writer): string {
  const values = list(f.values).map((v) => (typeof v === 'boolean' ? w.t(v ? 'yes' : 'no') : String(v)));
  return [w.names.property(f.property), w.t(`op.${f.op}`), values.join(f.op === 'between' ? ' – ' : w.t('valueOr'))].filter(Boolean).join(' ');
}

/** The question as one sentence; its words name the control that changes them. */
export function sentence(q: Question, w: Writer): Token[] {
  const main = mainSentence(q, w);
  const end: Token[] = [];
  const say = (template: string, words: Words) => end.push(...fill(template, words));
  say(w.t('say.range'), { range: { text: rangeWords(q, w), field: 'range' } });
  const split = (q.trend ?? q.funnel ?? q.retention ?? q.sessions)?.breakdown;
  if (split) say(w.t('say.breakdown'), { breakdown: { text: split.property ? w.names.property(split.property) : w.t('toChoose'), field: 'breakdown' } });
  const where = list(q.where);
  if (where.length) say(w.t('say.where'), { where: { text: where.map((f) => filterWords(f, w)).join(w.t('and')), field: 'where' } });
  if (q.compare) say(w.t('say.compare'), { compare: { text: w.t('previousPeriod'), field: 'compare' } });
  return [...main, ...end, { text: w.t('say.stop') }];
}

function mainSentence(q: Question, w: Writer): Token[] {
  const { t } = w;
  const unit = (u: string | undefined, field = 'unit'): Token => ({ text: t(`unit.${(u ?? 'day') as 'day'}`), field });
  const units = (u: string | undefined): Token => ({ text: t(`units.${(u ?? 'day') as 'day'}`), field: 'unit' });
  if (q.trend) {
    const series = list(q.trend.series).map((s, i): Token => ({ text: namesOf(s).length ? seriesName(s, w) : t('toChoose'), field: `series-${i}` }));
    const all = series.flatMap((s, i) => (i ? [{ text: t('and') }, s] : [s]));
    const formula = q.trend.formula ? fill(t('say.formula'), { formula: { text: q.trend.formula, field: 'formula' } }) : [];
    return [...all, ...formula, ...fill(t(q.trend.unit === 'total' ? 'say.total' : 'say.by'), { unit: q.trend.unit === 'total' ? { text: t('unit.total'), field: 'unit' } : unit(q.trend.unit) })];
  }
  if (q.funnel) {
    const steps = list(q.funnel.steps), last = steps.length - 1;
    return fill(t('say.funnel'), {
      first: { text: picked(steps[0], w), field: 'step-0' }, last: { text: picked(steps[last], w), field: `step-${last}` }, window: { text: windowWords(q.funnel.window, w), field: 'window' },
      order: { text: t(`order.${q.funnel.order ?? 'ordered'}`), field: 'order' }, count: { text: String(steps.length) },
    });
  }
  if (q.retention) {
    const r = q.retention;
    return fill(t(r.cohort === 'first_in_range' ? 'say.retentionRange' : r.cohort === 'every' ? 'say.retentionEvery' : 'say.retention'), {
      start: { text: picked(r.start, w), field: 'start' }, back: { text: picked(r.return, w), field: 'return' }, unit: unit(r.unit), units: units(r.unit), mode: { text: t(`mode.${r.mode ?? 'on'}`), field: 'mode' },
    });
  }
  if (q.paths) {
    const p = q.paths;
    const words: Words = { from: { text: picked(p.from, w), field: 'from' }, to: { text: picked(p.to, w), field: 'to' }, depth: { text: String(p.from || p.to ? (p.depth ?? 5) - 1 : (p.depth ?? 5)), field: 'depth' }, top: { text: String(p.top ?? 8), field: 'top' } };
    return fill(t(p.from && p.to ? 'say.pathsBetween' : p.from ? 'say.pathsFrom' : p.to ? 'say.pathsTo' : 'say.paths'), words);
  }
  if (q.stickiness) return fill(t('say.stickiness'), { event: { text: picked(q.stickiness.selector, w), field: 'selector' }, units: units(q.stickiness.unit) });
  if (q.lifecycle) return fill(t('say.lifecycle'), { event: { text: picked(q.lifecycle.selector, w), field: 'selector' }, unit: unit(q.lifecycle.unit) });
  if (q.sessions) {
    return fill(t(q.sessions.contains ? 'say.sessionsWith' : 'say.sessions'), { idle: { text: windowWords(q.sessions.idle ?? '30m', w), field: 'idle' }, event: { text: picked(q.sessions.contains, w), field: 'contains' }, unit: q.sessions.unit === 'total' ? { text: t('unit.total'), field: 'unit' } : unit(q.sessions.unit) });
  }
  return fill(t('say.rfm'), { event: { text: picked(q.rfm?.selector, w), field: 'selector' }, property: { text: q.rfm?.property ? w.names.property(q.rfm.property) : t('toChoose'), field: 'property' }, bins: { text: String(q.rfm?.bins ?? 5), field: 'bins' } });
}
