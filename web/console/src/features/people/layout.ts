import type { Field } from './field';

/** Numbers stand at the right of their column. */
export const isNumber = (f: Field): boolean => ['events', 'active_days', 'sessions', 'count', 'sum'].includes(f.kind);

const widths: Partial<Record<Field['kind'], string>> = {
  last_seen: 'minmax(112px, .6fr)', first_seen: 'minmax(112px, .6fr)', activity: '104px', trait: 'minmax(88px, .6fr)', first_touch: 'minmax(128px, .8fr)', last_touch: 'minmax(128px, .8fr)',
};

export const widthOf = (f: Field): string => widths[f.kind] ?? 'minmax(92px, .5fr)';
