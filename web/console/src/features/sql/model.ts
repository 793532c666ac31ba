import type { ApiError, Schemas } from '@/api/client';

export type Answer = Schemas['QueryAnswer'];
export type Column = Schemas['SandboxColumn'];
export type Schema = Schemas['QuerySchema'];
export type SchemaColumn = Schemas['QuerySchemaColumn'];
export type Saved = Schemas['QuerySaved'];
export type Problem = Schemas['QuerySQLProblem'];

/** How a column's values are written and drawn. */
export type Family = 'person' | 'text' | 'number' | 'decimal' | 'time' | 'day' | 'truth' | 'json' | 'list' | 'other';

const families: [RegExp, Family][] = [
  [/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/, 'number'],
  [/^(FLOAT|DOUBLE|DECIMAL)/, 'decimal'],
  [/^TIMESTAMP/, 'time'],
  [/^DATE$/, 'day'],
  [/^BOOLEAN$/, 'truth'],
  [/^(VARCHAR|ENUM|UUID)$/, 'text'],
  [/^(JSON|STRUCT|MAP|VARIANT)$/, 'json'],
  [/^(LIST|ARRAY)$/, 'list'],
];

export function familyOf(column: { name: string; type: string }): Family {
  if (/^(person|person_id)$/i.test(column.name) && /INT/.test(column.type)) return 'person';
  return families.find(([shape]) => shape.test(column.type))?.[1] ?? 'other';
}

export const isNumeric = (f: Family): boolean => f === 'number' || f === 'decimal';

/** What a statement's refusal says beyond every error, when the answer was one. */
export function problemOf(error: ApiError): Problem | null {
  const detail = error.detail;
  return typeof detail === 'object' && detail !== null && 'reason' in detail ? (detail as Problem) : null;
}

/** The chart of a result: what was chosen; what is missing is chosen from the columns. */
export interface ChartChoice { kind?: ChartKind; x?: string; y?: string; size?: string; by?: string; view?: View }
export type ChartKind = 'line' | 'bar' | 'dot' | 'number';
export type View = 'table' | 'both' | 'chart';

/** A query being written. It lives in this browser until it is saved. */
export interface Draft {
  key: string;
  name: string;
  description: string;
  sql: string;
  chart: ChartChoice | null;
  /** The saved query that it is of, and what that said. */
  saved?: { id: number; revision: number; sql: string; chart: string };
}

export const chartText = (chart: ChartChoice | null): string => (chart ? JSON.stringify(chart) : '');

export const isUnsaved = (d: Draft): boolean =>
  d.saved ? d.sql !== d.saved.sql || chartText(d.chart) !== d.saved.chart : d.sql.trim() !== '';

export function draftOf(saved: Saved, key: string): Draft {
  const chart = chartOf(saved.chart);
  return { key, name: saved.name, description: saved.description, sql: saved.sql, chart, saved: { id: saved.id, revision: saved.revision, sql: saved.sql, chart: chartText(chart) } };
}

function chartOf(value: unknown): ChartChoice | null {
  return typeof value === 'object' && value !== null ? (value as ChartChoice) : null;
}

/** A name as SQL takes it. */
export const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
