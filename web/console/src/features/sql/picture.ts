import { familyOf, isNumeric, type Answer, type ChartChoice, type ChartKind, type Family } from './model';
import { asNumber, comparer, plain } from './value';

/** What is drawn: every part settled, from what was chosen and what the columns allow. */
export interface Picture { kind: ChartKind; x: number; y: number; size: number; by: number; kinds: ChartKind[] }

export interface Columns { name: string; family: Family }
export const columnsOf = (answer: Answer): Columns[] => (answer.columns ?? []).map((c) => ({ name: c.name, family: familyOf(c) }));

const isTime = (f: Family): boolean => f === 'day' || f === 'time';

/** Chooses the chart that fits the columns: a line over time, bars over names, dots of two numbers, one number alone. */
export function pictureOf(columns: Columns[], rows: number, choice: ChartChoice | null): Picture | null {
  const numbers = columns.flatMap((c, i) => (isNumeric(c.family) ? [i] : []));
  const times = columns.flatMap((c, i) => (isTime(c.family) ? [i] : []));
  const names = columns.flatMap((c, i) => (['text', 'truth', 'person', 'json', 'list', 'other'].includes(c.family) ? [i] : []));
  if (numbers.length === 0 || rows === 0) return null;
  const first = numbers[0] ?? 0;
  const kinds: ChartKind[] = [];
  if (rows > 1 || times.length > 0) kinds.push('line', 'bar');
  else if (names.length > 0) kinds.push('bar');
  if (numbers.length > 1 && rows > 1) kinds.push('dot');
  if (rows === 1) kinds.push('number');
  const preferred: ChartKind = rows === 1 && times.length === 0 ? 'number' : times.length > 0 ? 'line' : names.length > 0 || numbers.length === 1 ? 'bar' : 'dot';
  const kind = choice?.kind && kinds.includes(choice.kind) ? choice.kind : kinds.includes(preferred) ? preferred : (kinds[0] ?? 'number');
  const named = (name: string | undefined, allowed: number[]) => allowed.find((i) => columns[i]?.name === name);
  if (kind === 'dot') {
    const x = named(choice?.x, numbers) ?? first;
    const y = named(choice?.y, numbers) ?? numbers.find((i) => i !== x) ?? first;
    const size = choice?.size === '' ? -1 : (named(choice?.size, numbers) ?? numbers.find((i) => i !== x && i !== y) ?? -1);
    return { kind, x, y, size, by: named(choice?.by, names) ?? names[0] ?? -1, kinds };
  }
  const anyX = columns.map((_, i) => i);
  const x = named(choice?.x, anyX) ?? times[0] ?? names[0] ?? (numbers.length > 1 ? first : -1);
  const y = named(choice?.y, numbers) ?? numbers.find((i) => i !== x) ?? first;
  const by = choice?.by === '' ? -1 : (named(choice?.by, names) ?? (isTime(columns[x]?.family ?? 'text') ? (names[0] ?? -1) : -1));
  return { kind, x, y, size: -1, by: by === x ? -1 : by, kinds };
}

/** Series over a common axis. */
export interface Series { names: string[]; axis: string[]; values: (number | null)[][]; left: number; groups: number; /** The last unit of time is not over yet. */ unfinished: boolean }

export const mostBars = 20;
export const mostSeries = 8;
const mostPoints = 2000;

/** Puts rows into series: one, or one for each value of a column; the largest are kept. */
export function seriesOf(answer: Answer, columns: Columns[], p: Picture, language: string): Series {
  const family = columns[p.x]?.family ?? 'text';
  const key = (row: unknown[]) => (p.x < 0 ? '' : axisText(row[p.x], family));
  let rows = answer.rows;
  if (isTime(family) || (p.kind === 'line' && isNumeric(family))) {
    const compare = comparer(family, language);
    rows = [...rows].sort((a, b) => compare(a[p.x], b[p.x]));
  }
  const axis = [...new Set(rows.map(key))];
  const total = new Map<string, number>();
  for (const row of rows) {
    const name = p.by < 0 ? '' : plain(row[p.by]);
    total.set(name, (total.get(name) ?? 0) + Math.abs(asNumber(row[p.y]) ?? 0));
  }
  const names = [...total].sort((a, b) => b[1] - a[1]).slice(0, mostSeries).map(([name]) => name);
  const most = p.kind === 'bar' && !isTime(family) ? mostBars : mostPoints;
  const kept = axis.slice(0, most);
  const place = new Map(kept.map((k, i) => [k, i]));
  const values = names.map(() => kept.map((): number | null => null));
  for (const row of rows) {
    const s = names.indexOf(p.by < 0 ? '' : plain(row[p.by])), at = place.get(key(row)), v = asNumber(row[p.y]);
    const series = values[s];
    if (series && at !== undefined && v !== null) series[at] = (series[at] ?? 0) + v;
  }
  return { names, axis: kept, values, left: axis.length - kept.length, groups: total.size, unfinished: isTime(family) && isOpen(kept, answer.as_of) };
}

/** Whether the last of some times, a step after the one before, is not over at a moment. */
function isOpen(axis: string[], asOf: string): boolean {
  const [before, last] = axis.slice(-2).map((text) => Date.parse(text));
  const step = (last ?? NaN) - (before ?? NaN);
  // Days of another zone than the reader's are off by hours at most: a day more than over is over everywhere.
  return step >= 86_400_000 && Date.parse(asOf) < (last ?? 0) + step;
}

/** A moment of midnight is a day. */
function axisText(value: unknown, family: Family): string {
  if (value === null || value === undefined) return '∅';
  const text = plain(value);
  return family === 'time' ? text.replace(/T00:00:00(Z|[+-].*)?$/, '').replace('T', ' ').replace(/(:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/, '$1') : text;
}

/** A dot of two numbers. */
export interface Dot { x: number; y: number; size: number; name: string; row: number }

export function dotsOf(answer: Answer, p: Picture): Dot[] {
  const dots = answer.rows.slice(0, mostPoints).flatMap((row, i): Dot[] => {
    const x = asNumber(row[p.x]), y = asNumber(row[p.y]);
    return x === null || y === null ? [] : [{ x, y, size: p.size < 0 ? 1 : Math.max(0, asNumber(row[p.size]) ?? 0), name: p.by < 0 ? '' : plain(row[p.by]), row: i }];
  });
  return dots.sort((a, b) => b.size - a.size); // small ones are drawn on top
}
