import type { Schemas } from '@/api/client';

export type Question = Schemas['InsightQuestion'];
export type Answer = Schemas['InsightAnswer'];
export type Selector = Schemas['InsightSelector'];
export type Series = Schemas['InsightSeries'];
export type Filter = Schemas['InsightFilter'];
export type Range = Schemas['InsightRange'];
export type Breakdown = Schemas['InsightBreakdown'];
export type Cell = Schemas['InsightCell'];
export type Group = Schemas['InsightGroup'];

export const kinds = ['trend', 'funnel', 'retention', 'paths', 'stickiness', 'lifecycle', 'sessions', 'rfm'] as const;
export type Kind = (typeof kinds)[number];

/** How an answer is looked at; kept with an insight and in its address. */
export interface View {
  /** Which picture: line, bar, area, number, table · steps, trend, time · curve · … */
  chart?: string;
  /** Indices of lines that are not drawn. */
  hidden?: string[];
  /** Retention: share, people or difference from the average; sessions: which figure. */
  figure?: string;
  /** Retention: index of the group whose table is shown. */
  group?: number;
  /** Paths: the way that is pinned, by index; -1 for none. */
  pinned?: number;
}

export const isKind = (text: string | undefined): text is Kind => kinds.some((k) => k === text);

export const kindOf = (q: Question): Kind => kinds.find((k) => q[k] !== undefined) ?? 'trend';

/** Lists come as null from a server that has nothing in them. */
export const list = <T>(items: readonly T[] | null | undefined): readonly T[] => items ?? [];

/** Names that a selector picks. */
export const namesOf = (s: Selector): string[] => (s.event ? [s.event] : [...list(s.events)]);

/** A selector of these names; none for one that is still to be chosen. */
export function selectorOf(names: readonly string[], from: Selector = {}): Selector {
  const { event: _event, events: _events, ...rest } = from;
  return names.length > 1 ? { ...rest, events: [...names] } : { ...rest, event: names[0] ?? '' };
}

export const any = '*';
const chosen = (s: Selector): boolean => namesOf(s).length > 0;

/** A question of a kind, as an editor begins with it. */
export function fresh(kind: Kind, range: Range = { last: '30d' }): Question {
  switch (kind) {
    case 'trend': return { range, trend: { series: [{ event: any, measure: 'unique' }], unit: 'day' } };
    case 'funnel': return { range, funnel: { steps: [{ event: '' }, { event: '' }], window: '7d', trend: 'day' } };
    case 'retention': return { range: range.last === '30d' ? { last: '12w' } : range, retention: { start: { event: '' }, return: { event: '' }, unit: 'week', periods: 11 } };
    case 'paths': return { range, paths: { depth: 5, top: 7 } };
    case 'stickiness': return { range, stickiness: { selector: { event: any }, unit: 'day' } };
    case 'lifecycle': return { range: range.last === '30d' ? { last: '12w' } : range, lifecycle: { selector: { event: any }, unit: 'week' } };
    case 'sessions': return { range, sessions: { unit: 'day' } };
    case 'rfm': return { range: range.last === '30d' ? { last: '180d' } : range, rfm: { selector: { event: '' }, property: '' } };
  }
}

/** What a question looks at, in the order of its controls. */
export function selectorsOf(q: Question): Selector[] {
  if (q.trend) return list(q.trend.series).map(({ event, events, where }) => ({ event, events, where }));
  if (q.funnel) return [...list(q.funnel.steps)];
  if (q.retention) return [q.retention.start, q.retention.return];
  if (q.paths) return [q.paths.from, q.paths.to].filter((s) => s !== undefined);
  if (q.stickiness) return [q.stickiness.selector];
  if (q.lifecycle) return [q.lifecycle.selector];
  if (q.sessions) return q.sessions.contains ? [q.sessions.contains] : [];
  return q.rfm ? [q.rfm.selector] : [];
}

/** The same interest as another kind of question: events, range and filters stay as far as they fit. */
export function asKind(q: Question, kind: Kind): Question {
  const next: Question = { ...fresh(kind, q.range), where: q.where, zone: q.zone, week_start: q.week_start, compare: q.compare };
  const had = selectorsOf(q).filter(chosen);
  const named = had.filter((s) => s.event !== any);
  const [first, second] = had;
  if (next.trend && first) next.trend.series = had.slice(0, 10).map((s) => ({ ...s, measure: 'unique' as const }));
  if (next.funnel && named[0]) next.funnel.steps = [...named, ...(named.length < 2 ? [{ event: '' }] : [])];
  if (next.retention && first) { next.retention.start = first; next.retention.return = second ?? first; }
  if (next.paths && named[0]) next.paths.from = named[0];
  if (next.stickiness && first) next.stickiness.selector = first;
  if (next.lifecycle && first) next.lifecycle.selector = first;
  if (next.rfm) next.rfm.selector = named.at(-1) ?? { event: '' };
  const split = breakdownOf(q);
  if (split && next.trend) next.trend.breakdown = split;
  if (split && next.funnel) next.funnel.breakdown = split;
  if (split && next.retention) next.retention.breakdown = split;
  if (split && next.sessions) next.sessions.breakdown = split;
  return tidy(next);
}

export const breakdownOf = (q: Question): Breakdown | undefined => (q.trend ?? q.funnel ?? q.retention ?? q.sessions)?.breakdown;
export const canBreakDown = (q: Question): boolean => Boolean(q.trend ?? q.funnel ?? q.retention ?? q.sessions);

/** Sets or takes away the breakdown. */
export function withBreakdown(q: Question, breakdown: Breakdown | undefined): Question {
  if (q.trend) return { ...q, trend: { ...q.trend, breakdown } };
  if (q.funnel) return { ...q, funnel: { ...q.funnel, breakdown } };
  if (q.retention) return { ...q, retention: { ...q.retention, breakdown } };
  return q.sessions ? { ...q, sessions: { ...q.sessions, breakdown } } : q;
}

/** Without fields that say nothing, so that equal questions are equal text. */
export function tidy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(tidy) as T;
  if (value === null || typeof value !== 'object') return value;
  const out: Record<string, unknown> = {};
  for (const [key, v] of Object.entries(value)) {
    if (v === undefined || (v === null && key !== 'value') || v === '' && key !== 'event' && key !== 'property' || (Array.isArray(v) && v.length === 0 && key !== 'series' && key !== 'steps')) continue;
    out[key] = tidy(v);
  }
  return out as T;
}

const takes: Partial<Record<Filter['op'], number>> = { set: 0, not_set: 0, between: 2 };
/** A filter that has all it needs. */
export const complete = (f: Filter): boolean => f.property !== '' && list(f.values).length >= (takes[f.op] ?? 1);

/** What an editor still waits for: the path of the control. */
export function missing(q: Question): string[] {
  const out: string[] = [];
  const need = (ok: boolean, path: string) => { if (!ok) out.push(path); };
  list(q.trend?.series).forEach((s, i) => {
    need(chosen(s), `trend.series[${i}].event`);
    need(!numeric(s.measure) || Boolean(s.property), `trend.series[${i}].property`);
  });
  list(q.funnel?.steps).forEach((s, i) => need(chosen(s), `funnel.steps[${i}].event`));
  if (q.retention) { need(chosen(q.retention.start), 'retention.start.event'); need(chosen(q.retention.return), 'retention.return.event'); }
  if (q.paths?.from) need(chosen(q.paths.from), 'paths.from.event');
  if (q.paths?.to) need(chosen(q.paths.to), 'paths.to.event');
  if (q.rfm) { need(chosen(q.rfm.selector), 'rfm.selector.event'); need(q.rfm.property !== '', 'rfm.property'); }
  return out;
}

export const numeric = (measure: Series['measure']): boolean => measure !== undefined && !['total', 'unique', 'per_person'].includes(measure);

/** The question as it can be asked: filters and exclusions that are still being written do not take part. */
export function askable(q: Question): Question {
  const prune = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(prune);
    if (value === null || typeof value !== 'object') return value;
    const out: Record<string, unknown> = {};
    for (const [key, v] of Object.entries(value)) {
      if (key === 'where') out[key] = list(v as Filter[] | null).filter(complete);
      else if (key === 'exclude') out[key] = list(v as Selector[] | null).filter(chosen).map(prune);
      else if (key === 'contains' && !chosen(v as Selector)) continue;
      else out[key] = prune(v);
    }
    return out;
  };
  return tidy(prune(q) as Question);
}
