import { Kith, type Options } from './kith';
import { Queue, seconds } from './queue';
import { continues } from './session';
import { memory } from './store';
import { initial, touch } from './touch';

declare const vi: { stubGlobal(n: string, v: unknown): void; unstubAllGlobals(): void; useFakeTimers(): void; useRealTimers(): void; advanceTimersByTimeAsync(ms: number): Promise<void>; setSystemTime(t: number): void };
declare const test: (n: string, f: () => unknown) => void, beforeEach: (f: () => void) => void, afterEach: (f: () => void) => void;
declare const expect: (v: unknown) => any; // the matchers of vitest, which is not installed here

interface Sent { type: string; event?: string; messageId: string; userId?: string; anonymousId?: string; traits?: any; properties?: any; context: any }
let sent: Sent[][], answer: () => { ok: boolean; status: number; after?: string }, disk: Map<string, string>, full: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  sent = []; full = false; disk = new Map();
  answer = () => ({ ok: true, status: 200 });
  const storage = new Proxy({}, {
    get: (_, name) => ({
      getItem: (n: string) => disk.get(n) ?? null, removeItem: (n: string) => disk.delete(n),
      setItem: (n: string, v: string) => { if (full) throw new Error('full'); disk.set(n, v); },
    } as Record<string, unknown>)[String(name)],
    ownKeys: () => [...disk.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  const page = { href: 'https://shop.example/a?utm_source=letter&gclid=g1', origin: 'https://shop.example', pathname: '/a', search: '?utm_source=letter&gclid=g1', protocol: 'https:' };
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('location', page);
  vi.stubGlobal('document', { referrer: 'https://search.example/q', title: 'Shop', visibilityState: 'visible', addEventListener: () => undefined, cookie: '' });
  vi.stubGlobal('navigator', { language: 'en', userAgent: 'test', cookieEnabled: true });
  vi.stubGlobal('screen', { width: 1, height: 1 });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('history', { pushState: (_: unknown, __: string, to: string) => { page.pathname = to; page.search = ''; page.href = page.origin + to; }, replaceState: () => undefined });
  vi.stubGlobal('fetch', async (_: string, o: { body: string }) => {
    const a = answer();
    if (a.status === 0) throw new Error('offline');
    if (a.ok) sent.push(JSON.parse(o.body).batch);
    return { ok: a.ok, status: a.status, headers: { get: () => a.after ?? null } };
  });
});
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); });

const make = (o: Partial<Options> = {}) => new Kith('wk', { host: 'https://kith.example', pageviews: false, ...o });
const settle = () => vi.advanceTimersByTimeAsync(1100);
const all = () => sent.flat();

test('an event goes with who, where and the session; the first touch once', async () => {
  const k = make();
  k.track('a', { n: 1 }); k.track('b');
  await settle();
  const [a, once, b] = all();
  expect([a!.event, once!.type, b!.event]).toEqual(['a', 'set_once', 'b']);
  expect(a!.properties).toEqual({ utm_source: 'letter', gclid: 'g1', n: 1 });
  expect(a!.context.page.referrer).toBe('https://search.example/q');
  expect(once!.traits).toEqual({ $initial_current_url: 'https://shop.example/a?utm_source=letter&gclid=g1', $initial_utm_source: 'letter', $initial_gclid: 'g1', $initial_referrer: 'https://search.example/q', $initial_referring_domain: 'search.example' });
  expect(a!.anonymousId).toBe(b!.anonymousId);
  expect(a!.context.sessionId).toBe(b!.context.sessionId);
  expect(new Set(all().map((m) => m.messageId)).size).toBe(3);
  expect([...disk.keys()].filter((n) => n.includes(':q:'))).toEqual([]);
});

test('what could not be sent is sent by a later page, in order, under the same ids', async () => {
  answer = () => ({ ok: false, status: 0 });
  make().track('a');
  await settle();
  answer = () => ({ ok: true, status: 200 });
  const k = make();
  k.track('b');
  await vi.advanceTimersByTimeAsync(3000);
  expect(all().filter((m) => m.event).map((m) => m.event)).toEqual(['a', 'b']);
});

test('it waits as long as the server asks, in every tab and page', async () => {
  let asked = 0;
  answer = () => { asked++; return { ok: false, status: 503, after: '5' }; };
  make().track('a');
  await settle();
  make().track('b');
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked).toBe(1);
  answer = () => ({ ok: true, status: 200 });
  await vi.advanceTimersByTimeAsync(4000);
  expect(all().filter((m) => m.event).length).toBe(2);
});

test('without an answer it waits longer and longer, a minute and a quarter at most', async () => {
  const at: number[] = [];
  answer = () => { at.push(Date.now()); return { ok: false, status: 500 }; };
  make().track('a');
  await vi.advanceTimersByTimeAsync(600_000);
  const gaps = at.slice(1).map((t, i) => t - at[i]!);
  expect(gaps[0]! < 1300 && gaps[3]! > 5000 && Math.max(...gaps) <= 75_100).toBe(true);
  expect(at.length < 18).toBe(true);
});

test('a batch that is too large is halved; what the server cannot read is given up and told', async () => {
  const told: [string, number][] = [];
  const k = make({ onError: (w, n) => told.push([w, n]) });
  for (let i = 0; i < 8; i++) k.track(`e${i}`);
  let refused = 0;
  answer = () => (refused++ < 2 ? { ok: false, status: 413 } : { ok: true, status: 200 });
  await settle();
  expect(all().filter((m) => m.event).length).toBe(8);
  expect(sent[0]!.length).toBe(3);
  answer = () => ({ ok: false, status: 400 });
  k.track('bad');
  await settle();
  expect(told).toEqual([['the server answers 400', 1]]);
});

test('the queue is bounded, and goes on in memory where there is no room', async () => {
  const told: number[] = [];
  answer = () => ({ ok: false, status: 0 });
  const k = make({ queue: 5, onError: (_, n) => told.push(n) });
  for (let i = 0; i < 9; i++) k.track(`e${i}`);
  expect([...disk.keys()].filter((n) => n.includes(':q:')).length).toBe(5);
  expect(told.reduce((a, b) => a + b, 0)).toBe(5); // nine events and a first touch
  full = true;
  answer = () => ({ ok: true, status: 200 });
  const crowded = make();
  crowded.track('x'); crowded.track('y');
  await vi.advanceTimersByTimeAsync(90_000);
  const [x, y] = ['x', 'y'].map((n) => all().find((m) => m.event === n)!);
  expect(x!.anonymousId).toBe(y!.anonymousId);
});

test('before the visitor decides, nothing is stored or sent; then everything or nothing', async () => {
  const k = make({ consent: 'required' });
  k.track('a');
  await settle();
  expect([disk.size, sent.length]).toEqual([0, 0]);
  k.consent({ analytics: true, marketing: false });
  k.track('b');
  await settle();
  expect(all().map((m) => m.event ?? m.type)).toEqual(['a', 'set_once', 'consent', 'b']);
  expect(all().find((m) => m.type === 'consent')!.properties).toEqual({ analytics: true, marketing: false });
  expect(new Set(all().map((m) => m.anonymousId)).size).toBe(1);

  const no = new Kith('other', { host: 'https://kith.example', consent: 'required', pageviews: false });
  no.track('c'); no.consent(false); no.track('d');
  await settle();
  expect(all().some((m) => m.event === 'c' || m.event === 'd')).toBe(false);
  expect([...disk.keys()].filter((n) => n.includes('other'))).toEqual(['kith:other:consent']);
});

test('consent taken back is told, and then nothing of them is left', async () => {
  const k = make();
  k.track('a'); k.consent(false); k.track('b');
  await settle();
  expect(all().map((m) => m.event ?? m.type)).toEqual(['a', 'set_once', 'consent']);
  expect([...disk.keys()]).toEqual(['kith:wk:consent']);
  make().track('c');
  await settle();
  expect(all().length).toBe(3);
});

test('cookieless, it sends and stores nothing', async () => {
  make({ consent: 'cookieless' }).track('a');
  await settle();
  expect([all().filter((m) => m.event).length, disk.size]).toEqual([1, 0]);
});

test('identify keeps the visitor, another user is somebody else, reset too', async () => {
  const k = make();
  k.track('a'); k.identify('u1', { plan: 'pro' }); k.identify('u1'); k.identify('u2'); k.track('b');
  k.reset(); k.track('c');
  await settle();
  const ids = all().filter((m) => m.type !== 'set_once').map((m) => [m.event ?? m.type, m.userId, m.anonymousId, m.context.sessionId]);
  expect(ids.map((r) => r.slice(0, 2))).toEqual([['a', undefined], ['identify', 'u1'], ['identify', 'u1'], ['identify', 'u2'], ['b', 'u2'], ['c', undefined]]);
  expect(ids[0]![2] === ids[1]![2] && ids[2]![2] !== ids[3]![2] && ids[3]![2] === ids[4]![2] && ids[4]![2] !== ids[5]![2]).toBe(true);
  expect(new Set(ids.map((r) => r[3])).size).toBe(3);
});

test('alias, group, set', async () => {
  const k = make();
  k.identify('u1'); k.alias('u1-new'); k.group('acme', { size: 5 }); k.set({ a: 1 }); k.track('x');
  await settle();
  const by = (t: string) => all().find((m) => m.type === t) as any;
  expect([by('alias').userId, by('alias').previousId, by('alias').anonymousId]).toEqual(['u1-new', 'u1', undefined]);
  expect([by('group').groupId, by('group').traits.size, by('set').traits.a, by('track').context.groupId]).toEqual(['acme', 5, 1, 'acme']);
});

test('a page view when the page opens and at each new address of the app', async () => {
  make({ pageviews: true });
  (history.pushState as any)({}, '', '/b'); (history.pushState as any)({}, '', '/b');
  await settle();
  const pages = all().filter((m) => m.type === 'page');
  expect(pages.map((m) => [m.context.page.path, m.context.page.referrer])).toEqual([['/a', 'https://search.example/q'], ['/b', 'https://shop.example/a?utm_source=letter&gclid=g1']]);
});

test('a session ends after half an hour of nothing and after a day', () => {
  const s = { id: 's', began: 0, last: 0 }, hour = 3600_000;
  expect([continues(null, 0), continues(s, hour / 2 - 1), continues(s, hour / 2), continues({ ...s, last: 24 * hour - 1 }, 24 * hour)]).toEqual([false, true, false, false]);
});

test('a page within the site is no touch', () => {
  expect(touch('https://a.example/x', 'https://a.example/')).toBe(null);
  expect(touch('https://a.example/x', '')).toBe(null);
  expect(initial(touch('https://a.example/?utm_medium=mail', '')!, 'u')).toEqual({ $initial_current_url: 'u', $initial_utm_medium: 'mail' });
});

test('Retry-After', () => { expect([seconds('2'), seconds(''), seconds('soon'), seconds(null)]).toEqual([2000, undefined, undefined, undefined]); });

test('two queues over one store send everything, each its own too', async () => {
  const store = memory(), o = { url: 'u', key: 'k', wait: 10, limit: 100, failed: () => undefined };
  const a = new Queue(store, o), b = new Queue(store, o);
  for (let i = 0; i < 10; i++) (i % 2 ? a : b).add({ messageId: `message-${i}` });
  await vi.advanceTimersByTimeAsync(100);
  expect([new Set(all().map((m) => m.messageId)).size, store.names('').length]).toEqual([10, 0]);
});
