import type { Behind } from '@/app/people';
import type { Format } from '@/format';
import type { Answer, Asked } from './questions';

export type Period = 'yesterday' | '7d' | '30d';
export const daysOf: Record<Period, number> = { yesterday: 1, '7d': 7, '30d': 30 };

export type MetricKey = 'dau' | 'wau' | 'stickiness' | 'new' | 'retention' | 'revenue' | 'arpu' | 'duration';

export interface Metric {
  key: MetricKey;
  /** number, share, money or seconds */
  kind: 'number' | 'share' | 'money' | 'seconds';
  value: number | null;
  before: number | null;
  /** By day, today last. */
  line: (number | null)[];
  lineBefore: (number | null)[];
  behind?: Behind;
}

/** For each day of the answer one value; the last is today, which is not over. */
type Days = (number | null)[];

const line = (a: Answer | null, series: number): Days => a?.trend?.lines?.[series]?.values ?? [];
const sum = (v: Days) => v.reduce<number>((s, x) => s + (x ?? 0), 0);
const mean = (v: Days) => (v.length ? sum(v) / v.length : null);
const last = (v: Days) => v[v.length - 1] ?? null;
const over = (a: number | null, b: number | null) => (a === null || !b ? null : a / b);

/**
 * The whole days of the period and those it is compared with: the same weekday a week earlier for a day,
 * the period just before it for longer ones. Today, which is not over, is in neither.
 */
export function windows<T>(days: readonly T[], period: Period): { now: T[]; before: T[] } {
  const end = days.length - 1, n = daysOf[period], back = Math.max(7, n);
  return { now: days.slice(end - n, end), before: days.slice(Math.max(0, end - n - back), Math.max(0, end - back)) };
}

/** The metrics of Today in their order; money only where a purchase is known. */
export function metricsOf(asked: Asked, period: Period, titles: Record<MetricKey, string>, f: Format): Metric[] {
  const dau = line(asked.activity, 0), wau = line(asked.activity, 1), mau = line(asked.activity, 2);
  const newcomers: Days = asked.newcomers.lifecycle?.buckets?.map((b) => b.new) ?? [];
  const cohorts = asked.retention.retention?.groups?.[0]?.cohorts ?? [];
  const back: Days = cohorts.map((c) => c.cells?.[1]?.persons ?? null), size: Days = cohorts.map((c) => c.size);
  const visits = asked.sessions.sessions?.groups?.[0]?.buckets ?? [];
  const seconds: Days = visits.map((v) => v.average_seconds);
  const revenue = line(asked.money, 0);
  const buckets = asked.activity.trend?.buckets ?? [];
  const shown = daysOf[period] === 1 ? 14 : daysOf[period] + 1;

  const metric = (key: MetricKey, kind: Metric['kind'], days: Days, of: (w: Days) => number | null, behind?: (from: string, to: string, count: number | null) => Behind): Metric => {
    const w = windows(days, period), b = windows(buckets, period).now;
    const from = b[0]?.start, to = b[b.length - 1]?.start;
    const value = of(w.now);
    return {
      key, kind, value, before: w.before.length ? of(w.before) : null,
      line: days.slice(-shown), lineBefore: days.slice(-shown - Math.max(7, daysOf[period]), -Math.max(7, daysOf[period])),
      behind: behind && from && to ? behind(from.slice(0, 10), to.slice(0, 10), value) : undefined,
    };
  };
  const title = (key: MetricKey) => `${titles[key]} · ${f.day(windows(buckets, period).now[0]?.start ?? asked.activity.as_of)}`;
  const active = (key: MetricKey) => (from: string, to: string, count: number | null): Behind => ({
    title: title(key), count: period === 'yesterday' && count !== null ? count : undefined, cell: {},
    question: { range: { from, to }, trend: { unit: 'total', series: [{ event: '*', measure: 'unique' }] } },
  });
  const daily = period === 'yesterday' ? last : mean;

  const all: Metric[] = [
    metric('dau', 'number', dau, daily, active('dau')),
    metric('wau', 'number', wau, last, (_, to) => ({ title: titles.wau, cell: {}, question: { range: { from: shift(to, -6), to }, trend: { unit: 'total', series: [{ event: '*', measure: 'unique' }] } } })),
    metric('stickiness', 'share', dau.map((d, i) => over(d, mau[i] ?? null)), daily),
    metric('new', 'number', newcomers, sum, (from, to, count) => ({
      title: title('new'), count: count ?? undefined, cell: {},
      question: { range: { from, to }, retention: { start: { event: '*' }, return: { event: '*' }, cohort: 'first_ever', unit: 'day', periods: 1 } },
    })),
    // Yesterday's newcomers have not had their next day yet, so this one lags a day.
    lagging(metric('retention', 'share', pairs(back, size), () => null), back, size, period),
    metric('duration', 'seconds', seconds, daily),
  ];
  if (asked.money && asked.purchase) {
    const { event } = asked.purchase;
    all.splice(5, 0,
      metric('revenue', 'money', revenue, sum, (from, to) => ({ title: title('revenue'), cell: {}, question: { range: { from, to }, trend: { unit: 'total', series: [{ event, measure: 'unique' }] } } })),
      metric('arpu', 'money', revenue.map((r, i) => over(r, dau[i] ?? null)), daily),
    );
  }
  return all;
}

const pairs = (part: Days, whole: Days): Days => part.map((p, i) => over(p, whole[i] ?? null));

function lagging(m: Metric, back: Days, size: Days, period: Period): Metric {
  const b = windows(back.slice(0, -1), period), s = windows(size.slice(0, -1), period);
  return { ...m, value: over(sum(b.now), sum(s.now)), before: b.before.length ? over(sum(b.before), sum(s.before)) : null, line: m.line.slice(0, -1) };
}

/** A calendar date some days on. */
export function shift(date: string, days: number): string {
  const d = new Date(`${date}T00:00:00Z`);
  d.setUTCDate(d.getUTCDate() + days);
  return d.toISOString().slice(0, 10);
}
