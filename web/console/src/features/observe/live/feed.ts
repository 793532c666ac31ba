import type { Schemas } from '@/api/client';

export type LiveEvent = Schemas['LiveEvent'];
export type Second = Schemas['LiveSecond'];

/** What is shown and what is held back while somebody reads; both the newest first. */
export interface Live { shown: LiveEvent[]; held: LiveEvent[]; dropped: number }

export const begin: Live = { shown: [], held: [], dropped: 0 };

/** So many rows are kept, shown and held each. */
export const hold = 500;

export const keyOf = (e: LiveEvent): string => (e.seq ? String(e.seq) : `q${e.quarantine ?? ''}`);

/** Takes events in, oldest first; held when somebody reads. */
export function keep(l: Live, events: readonly LiveEvent[], reading: boolean): Live {
  const known = new Set([...l.shown, ...l.held].map(keyOf));
  const fresh = events.filter((e) => !known.has(keyOf(e))).reverse();
  if (fresh.length === 0) return l;
  if (!reading && l.held.length === 0) return { ...l, shown: [...fresh, ...l.shown].slice(0, hold) };
  const held = [...fresh, ...l.held];
  return { ...l, held: held.slice(0, hold), dropped: l.dropped + Math.max(0, held.length - hold) };
}

/** Shows what was held. */
export const release = (l: Live): Live => ({ shown: [...l.held, ...l.shown].slice(0, hold), held: [], dropped: 0 });
