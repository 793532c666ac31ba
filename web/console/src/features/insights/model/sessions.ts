import type { Format } from '@/format';
import type { Answer } from './question';

type Row = NonNullable<NonNullable<Answer['sessions']>['groups']>[number]['total'];

/** The figures of visits, each with how it is written. */
export const figures = {
  sessions: { of: (r: Row) => r.sessions, write: (f: Format, v: number) => f.number(v) },
  persons: { of: (r: Row) => r.persons, write: (f: Format, v: number) => f.number(v) },
  average: { of: (r: Row) => r.average_seconds, write: (f: Format, v: number) => f.duration(v) },
  median: { of: (r: Row) => r.median_seconds, write: (f: Format, v: number) => f.duration(v) },
  bounce: { of: (r: Row) => r.bounce_rate, write: (f: Format, v: number) => f.percent(v) },
  events: { of: (r: Row) => r.events_per_session, write: (f: Format, v: number) => f.number(v, 1) },
  heads: { of: (r: Row) => r.sessions_per_person, write: (f: Format, v: number) => f.number(v, 2) },
} satisfies Record<string, { of: (r: Row) => number | null; write: (f: Format, v: number) => string }>;

export type Figure = keyof typeof figures;
export const figureNames = Object.keys(figures) as Figure[];
export const figureOf = (name: string | undefined): Figure => figureNames.find((k) => k === name) ?? 'sessions';
