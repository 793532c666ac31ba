import type { Pen } from '../picture/context';
import { colorOf, difference, groupKey, sameGroup } from './group';
import { list, namesOf, type Answer, type Group } from './question';

export interface FunnelGroupShown {
  key: string;
  name: string;
  color: string;
  group?: Group;
  steps: readonly { persons: number; share: number; fromPrevious: number | null; lost: number; median: number | null; before: number | null }[];
  rate: number;
  rateBefore: number | null;
  median: number | null;
  medianBefore: number | null;
  trend: readonly { start: string; rate: number | null; entered: number; converted: number; incomplete?: boolean }[];
  histogram: readonly { from_seconds: number; to_seconds: number; persons: number }[];
  open: number;
}

/** The steps' names: their own label, or what their events are called. */
export const stepNames = (answer: Answer, pen: Pick<Pen, 'names'>): string[] => list(answer.question.funnel?.steps).map((s) => s.label ?? pen.names.events(namesOf(s)));

/** Everyone first, then the groups. */
export function funnelGroups(answer: Answer, pen: Pick<Pen, 'group'>): FunnelGroupShown[] {
  const split = Boolean(answer.question.funnel?.breakdown);
  return list(answer.funnel?.groups).map((g, i) => {
    const was = sameGroup(answer.previous?.funnel?.groups, g.group);
    const steps = list(g.steps), first = steps[0]?.persons ?? 0;
    const last = steps.at(-1), lastWas = list(was?.steps).at(-1);
    return {
      key: groupKey(g.group), name: pen.group(g.group), group: g.group,
      color: g.group === undefined ? (split ? 'var(--ink-2)' : 'var(--c1)') : colorOf(i - 1, g.group.other),
      steps: steps.map((s, n) => ({
        persons: s.persons, share: first ? s.persons / first : 0, fromPrevious: s.from_previous,
        lost: (steps[n - 1]?.persons ?? s.persons) - s.persons, median: s.total_median_seconds, before: list(was?.steps)[n]?.from_first ?? null,
      })),
      rate: last?.from_first ?? 0, rateBefore: lastWas?.from_first ?? null,
      median: last?.total_median_seconds ?? null, medianBefore: lastWas?.total_median_seconds ?? null,
      trend: list(g.trend), histogram: list(g.histogram), open: g.open,
    };
  });
}

/** Where most people are lost: the group and the step they did not reach, of the groups that are drawn. */
export function worst(groups: readonly FunnelGroupShown[]): { group: FunnelGroupShown; step: number; lost: number } | null {
  let found: { group: FunnelGroupShown; step: number; lost: number } | null = null;
  for (const group of groups) group.steps.forEach((s, step) => { if (step > 0 && s.lost > (found?.lost ?? 0)) found = { group, step, lost: s.lost }; });
  return found;
}

export const rateChange = (g: FunnelGroupShown): number | null => difference(g.rate, g.rateBefore);
