import type { Touch } from './touch';

/** A visit: it ends after half an hour of nothing, and after a day whatever happens. */
export interface Session { id: string; began: number; last: number; touch?: Touch }

const idle = 30 * 60_000, longest = 24 * 3600_000;

export const continues = (s: Session | null, now: number): s is Session => s !== null && now - s.last < idle && now - s.began < longest && now >= s.began;
