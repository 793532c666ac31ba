import type { Session, TimelineEvent } from './useTimeline';

export interface Group { key: string; session?: Session; at: string; events: TimelineEvent[] }

/** Neighbours of one session, or between two, stand together. */
export function bySession(all: TimelineEvent[], sessions: Map<string, Session>): Group[] {
  const groups: Group[] = [];
  let before: string | undefined | null = null;
  for (const e of all) {
    const last = groups.at(-1);
    if (last && before === e.session) last.events.push(e);
    else groups.push({ key: e.cursor, session: e.session ? sessions.get(e.session) : undefined, at: e.at, events: [e] });
    before = e.session;
  }
  return groups;
}

/** Neighbours of one day stand together. */
export function byDay(all: TimelineEvent[], day: (at: string) => string): Group[] {
  const groups: Group[] = [];
  let before = '';
  for (const e of all) {
    const on = day(e.at), last = groups.at(-1);
    if (last && on === before) last.events.push(e);
    else groups.push({ key: e.cursor, at: e.at, events: [e] });
    before = on;
  }
  return groups;
}

/** Properties that every event of some carries alike say nothing of one of them. */
export function common(all: TimelineEvent[]): ReadonlySet<string> {
  const seen = new Map<string, { value: string; times: number; same: boolean }>();
  for (const e of all) {
    for (const p of e.properties ?? []) {
      const value = JSON.stringify(p.value), old = seen.get(p.name);
      if (!old) seen.set(p.name, { value, times: 1, same: true });
      else { old.times++; old.same &&= old.value === value; }
    }
  }
  const usual = new Set(['platform', 'channel', 'app_version', 'city']);
  for (const [name, s] of seen) if (s.same && s.times > 3 && s.times > all.length * 0.6) usual.add(name);
  return usual;
}
