import type { Schemas } from '@/api/client';
import type { Answer } from './types';

type Cell = Schemas['InsightCell'];
type Bucket = Schemas['InsightBucket'];

/** One line or layer of a picture. */
export interface Strand { name: string; values: (number | null)[]; before?: boolean; rest?: boolean; /** The people behind its i-th value. */ cell?: (i: number) => Cell }

/** An answer as values by unit of time. */
export interface Course { buckets: Bucket[]; columns?: string[]; open: boolean; rate?: boolean; strands: Strand[] }

export interface Names { rest: string; none: string; state: { new: string; returning: string; resurrecting: string }; before: string }

export function courseOf(a: Answer, n: Names): Course {
  if (a.trend) return trendCourse(a, n);
  if (a.lifecycle) return lifecycleCourse(a, n);
  if (a.sessions) return sessionsCourse(a);
  if (a.retention) return retentionCourse(a);
  return { buckets: [], open: false, strands: [] };
}

const openAt = (buckets: readonly Bucket[]): boolean => buckets.at(-1)?.incomplete ?? false;

/** A value of a breakdown as people read it. */
export const valueName = (v: unknown, none: string): string => (v === null || v === undefined || v === '' ? none : String(v));

export function lineName(line: Schemas['InsightTrendLine'], several: boolean, n: Pick<Names, 'rest' | 'none'>): string {
  if (!line.group) return line.label;
  const value = line.group.other ? n.rest : valueName(line.group.value, n.none);
  return several ? `${line.label} · ${value}` : value;
}

function trendCourse(a: Answer, n: Names): Course {
  const buckets = a.trend?.buckets ?? [], lines = a.trend?.lines ?? [];
  const formula = lines.some((l) => l.series < 0);
  // A formula is what was asked; its parts are not shown.
  const shown = lines.filter((l) => !formula || l.series < 0);
  const several = (a.question.trend?.series?.length ?? 1) > 1 && !formula;
  const strands: Strand[] = shown.map((l) => ({
    name: lineName(l, several, n), values: l.values ?? [], rest: l.group?.other,
    cell: l.series < 0 ? undefined : (i) => ({ series: l.series, bucket: buckets[i]?.start, group: l.group }),
  }));
  const before = a.previous?.trend?.lines?.find((l) => !formula || l.series < 0);
  if (before && strands.length === 1) strands.push({ name: n.before, values: fill(before.values ?? [], buckets.length), before: true });
  return { buckets, open: openAt(buckets), strands };
}

const fill = (values: readonly (number | null)[], n: number): (number | null)[] => Array.from({ length: n }, (_, i) => values[i] ?? null);

function lifecycleCourse(a: Answer, n: Names): Course {
  const buckets = a.lifecycle?.buckets ?? [];
  const states = ['new', 'returning', 'resurrecting'] as const;
  return {
    buckets, open: openAt(buckets),
    strands: states.map((state) => ({ name: n.state[state], values: buckets.map((b) => b[state]), cell: (i) => ({ state, bucket: buckets[i]?.start }) })),
  };
}

function sessionsCourse(a: Answer): Course {
  const group = a.sessions?.groups?.[0], buckets = group?.buckets ?? [];
  return { buckets, open: openAt(buckets), strands: [{ name: '', values: buckets.map((b) => b.sessions), cell: (i) => ({ bucket: buckets[i]?.start }) }] };
}

function retentionCourse(a: Answer): Course {
  const columns = (a.retention?.columns ?? []).map((c) => (c.first === c.last ? String(c.first) : `${c.first}–${c.last}`));
  return { buckets: [], columns, open: false, rate: true, strands: [{ name: '', values: a.retention?.groups?.[0]?.average ?? [] }] };
}
