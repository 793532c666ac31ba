import type { LiveEvent } from './feed';

/** A value of any kind as people read it. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What is most telling of an event, in a few words: where it was, or the first things it says. */
export function say(e: LiveEvent): string {
  const p = new Map((e.properties ?? []).map((x) => [x.name, textOf(x.value)]));
  if (e.name === '$pageview' || e.name === '$screen') return [p.get('$pathname') ?? p.get('name'), p.get('title')].filter(Boolean).join(' · ');
  const own = (e.properties ?? []).filter((x) => !x.name.startsWith('$') && !ambient.has(x.name));
  return own.slice(0, 3).map((x) => textOf(x.value)).filter((v) => v !== '').join(' · ').slice(0, 140);
}

/** Said with every event, so they tell nothing of this one. */
const ambient = new Set(['platform', 'app_version', 'channel', 'city', 'search', 'title', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term']);

/** The ids that an event says of itself, when it could not be accepted. */
function idsIn(raw: string): { kind: 'user' | 'anonymous'; id: string }[] {
  try {
    const said = JSON.parse(raw) as { userId?: unknown; anonymousId?: unknown } | null;
    const of = (kind: 'user' | 'anonymous', id: unknown) => ((typeof id === 'string' || typeof id === 'number') && id !== '' ? [{ kind, id: String(id) }] : []);
    return [...of('user', said?.userId), ...of('anonymous', said?.anonymousId)];
  } catch {
    return [];
  }
}

/** The person's best id: a user id, else a device's, shortened. */
export function whoIs(e: LiveEvent): { name: string; known: boolean } {
  const ids = e.ids ?? (e.raw ? idsIn(e.raw) : []);
  const user = ids.find((i) => i.kind === 'user');
  if (user) return { name: user.id, known: true };
  const id = ids[0]?.id ?? (e.person ? `#${e.person}` : '');
  return { name: id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-2)}` : id, known: false };
}
