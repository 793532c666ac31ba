import type { Group } from './question';

/** Groups are told apart by their value, whatever its type. */
export const groupKey = (g: Group | undefined): string => (g === undefined ? 'all' : g.other ? 'other' : JSON.stringify(g.value ?? null));

/** The series' colours in their order; the rest is grey. */
export const colorOf = (i: number, other = false): string => (other || i >= 8 ? 'var(--prev)' : `var(--c${i + 1})`);

/** Finds the same group among those of the period before. */
export const sameGroup = <T extends { group?: Group }>(all: readonly T[] | null | undefined, g: Group | undefined): T | undefined =>
  (all ?? []).find((x) => groupKey(x.group) === groupKey(g));

/** Relative change; null when there is nothing to compare with. */
export const change = (now: number | null | undefined, before: number | null | undefined): number | null =>
  now == null || before == null || before === 0 ? null : (now - before) / before;

export const difference = (now: number | null | undefined, before: number | null | undefined): number | null => (now == null || before == null ? null : now - before);

export const mean = (vs: readonly (number | null)[]): number | null => {
  const have = vs.filter((v): v is number => v !== null);
  return have.length ? have.reduce((a, b) => a + b, 0) / have.length : null;
};
