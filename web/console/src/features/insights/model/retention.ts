import { colorOf, groupKey, sameGroup } from './group';
import { list, type Answer, type Group } from './question';

export interface Point { rate: number | null; /** Of cohorts that are not over. */ open: boolean }
export interface RetentionGroupShown { key: string; name: string; color: string; group?: Group; size: number; points: readonly Point[]; before: readonly (number | null)[] }

type CohortGroup = NonNullable<NonNullable<Answer['retention']>['groups']>[number];

/**
 * A curve for each group. Where no cohort's period is over yet, what there is so far stands in, told apart as open:
 * it only rises.
 */
export function curves(answer: Answer, name: (g: Group | undefined) => string): RetentionGroupShown[] {
  const columns = list(answer.retention?.columns);
  const groups = list(answer.retention?.groups);
  return groups.map((g, i) => {
    const was = sameGroup(answer.previous?.retention?.groups, g.group);
    const points = columns.map((_, c): Point => {
      const whole = list(g.average)[c] ?? null;
      return whole !== null ? { rate: whole, open: false } : { rate: soFar(g, c), open: true };
    });
    return {
      key: groupKey(g.group), name: name(g.group), group: g.group, color: g.group === undefined ? (groups.length > 1 ? 'var(--ink-2)' : 'var(--c1)') : colorOf(i - 1, g.group.other),
      size: list(g.cohorts).reduce((s, c) => s + c.size, 0), points, before: list(was?.average),
    };
  });
}

function soFar(g: CohortGroup, c: number): number | null {
  let persons = 0, size = 0;
  for (const cohort of list(g.cohorts)) {
    const cell = list(cohort.cells)[c];
    if (!cell || cell.future || cohort.size === 0) continue;
    persons += cell.persons;
    size += cohort.size;
  }
  return size ? persons / size : null;
}

/** From which period on the curve is flat: what is still lost after it is under a twentieth of those who came back in it. */
export function flatFrom(points: readonly Point[]): { period: number; rate: number } | null {
  const done = points.filter((p) => !p.open && p.rate !== null).map((p) => p.rate!);
  const last = done.at(-1);
  if (last === undefined || done.length < 5) return null;
  const from = done.findIndex((_, i) => i > 0 && i < done.length - 2 && done.slice(i).every((x) => Math.abs(x - last) <= Math.max(0.012, last * 0.08)));
  return from > 0 ? { period: from, rate: last } : null;
}

/** The cohort that came back least in the first period, of those that are over and not tiny. */
export function weakest(g: CohortGroup, column: number): { start: string; rate: number } | null {
  const cohorts = list(g.cohorts);
  const most = Math.max(0, ...cohorts.map((c) => c.size));
  let found: { start: string; rate: number } | null = null;
  for (const c of cohorts) {
    const cell = list(c.cells)[column];
    if (!cell || cell.incomplete || cell.future || cell.rate === null || c.size < most / 5) continue;
    if (!found || cell.rate < found.rate) found = { start: c.start, rate: cell.rate };
  }
  return found;
}

/** The lowest and highest share of complete cells after column 0, for the colours. */
export function bounds(g: CohortGroup | undefined, first: number): [number, number] {
  const rates = list(g?.cohorts).flatMap((c) => list(c.cells).slice(first).filter((x) => !x.incomplete && !x.future && x.rate !== null).map((x) => x.rate!));
  return rates.length ? [Math.min(...rates), Math.max(...rates)] : [0, 1];
}

/** A step of the sequential scale, 1 to 8. */
export const shade = (rate: number, [low, high]: [number, number]): number => (high <= low ? 4 : Math.min(8, Math.max(1, 1 + Math.floor(((rate - low) / (high - low)) * 7.999))));
