import { autocapture } from './autocapture';
import { navigations } from './pages';
import { Queue, type Message } from './queue';
import { continues, type Session } from './session';
import { cookies, local, memory, type Store } from './store';
import { initial, touch, type Touch } from './touch';

export const version = '1.0.0';

export type Properties = Record<string, unknown>;
/** What is agreed to, by purpose; measuring is the purpose analytics. */
export type Purposes = Record<string, boolean>;

export interface Options {
  /** The address of Kith, such as https://kith.example. */
  host: string;
  /** Until the visitor has decided: measured (granted), neither stored nor sent (required), or sent but nothing stored (cookieless). Granted when left out. */
  consent?: 'granted' | 'required' | 'cookieless';
  /** Where who is visiting is remembered; localStorage when left out. */
  storage?: 'localStorage' | 'cookie' | 'memory';
  /** Such as .example.com, to know a visitor on every subdomain; with the storage cookie. */
  cookieDomain?: string;
  /** A page view when the page opens and when its address changes; yes when left out. */
  pageviews?: boolean;
  /** Clicks and sent forms, without what is written in fields; no when left out. */
  autocapture?: boolean;
  /** Events kept while they cannot be sent; 1,000 when left out. */
  queue?: number;
  /** ms that events wait for company; 1,000 when left out. */
  wait?: number;
  /** Told when events are given up, which happens only when there is no room for them or the server cannot read them. */
  onError?: (what: string, events: number) => void;
}

interface Who { anonymous: string; user?: string; group?: string; seen?: boolean }

const held = 100; // messages that wait in memory for the visitor's decision

export class Kith<Events extends object = Record<string, Properties>> {
  private store: Store;
  private readonly queue: Queue;
  private waiting: Message[] = [];
  private readonly kept: Store | null; // on the device, whether or not it may be used
  private referrer = document.referrer;

  constructor(private readonly key: string, private readonly o: Options) {
    const device = local();
    this.kept = o.storage === 'memory' ? null : (o.storage === 'cookie' ? cookies(o.cookieDomain) : device) ?? device;
    this.store = this.may() ? this.kept ?? memory() : memory();
    this.queue = new Queue(this.may() || this.refused() ? device ?? memory() : memory(), {
      url: `${o.host.replace(/\/+$/, '')}/v1/batch`, key, wait: o.wait ?? 1000, limit: o.queue ?? 1000, failed: (what, n) => o.onError?.(what, n),
    });
    addEventListener('online', () => this.queue.online());
    addEventListener('pagehide', () => this.queue.leave());
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.queue.leave(); });
    if (o.pageviews !== false) {
      this.page();
      navigations((from) => { this.referrer = from; this.page(); });
    }
    if (o.autocapture) autocapture((p) => this.say('track', { event: '$autocapture', properties: p }));
  }

  /** Something the visitor did. */
  track<E extends keyof Events & string>(event: E, ...rest: object extends Events[E] ? [properties?: Events[E]] : [properties: Events[E]]): void {
    this.say('track', { event, properties: rest[0] ?? {} });
  }

  /** A page view; without a name it goes by its address. */
  page(name?: string, properties: Properties = {}): void { this.say('page', { name, properties }); }

  /** The visitor is this user from now on, and what they did before was this user's too. */
  identify(user: string, traits: Properties = {}): void {
    const id = String(user ?? '').trim();
    if (!id) return;
    const who = this.who();
    if (who.user && who.user !== id) this.reset(); // somebody else at this device: their past is not this user's
    this.write('who', { ...this.who(), user: id });
    this.say('identify', { traits });
  }

  /** Another id of this user. */
  alias(user: string, previous?: string): void {
    const who = this.who();
    this.say('alias', { userId: user, previousId: previous ?? who.user ?? who.anonymous });
  }

  /** The company, team or household that the visitor acts for from now on. */
  group(group: string, traits: Properties = {}): void {
    this.write('who', { ...this.who(), group });
    this.say('group', { groupId: group, traits });
  }

  /** Traits of the visitor: the newest count. */
  set(traits: Properties): void { this.say('set', { traits }); }

  /** Traits that count only where there are none yet. */
  setOnce(traits: Properties): void { this.say('set_once', { traits }); }

  /** Whoever comes now is nobody we know: after signing out. */
  reset(): void { for (const n of ['who', 'session']) this.store.remove(this.name(n)); }

  /** The visitor's decision: all or nothing, or by purpose, where measuring is the purpose analytics. */
  consent(decision: boolean | Purposes): void {
    const purposes = typeof decision === 'boolean' ? { analytics: decision } : decision;
    const before = this.may();
    const all = { ...this.decided(), ...purposes };
    if (before && all.analytics === false) this.say('consent', { properties: purposes }); // the last that is said of them
    try { (this.kept ?? this.store).set(this.name('consent'), JSON.stringify(all)); } catch { /* asked again at the next visit */ }
    if (all.analytics === false) {
      this.waiting = [];
      this.reset();
      if (before) void this.queue.flush();
      this.store = memory();
      return;
    }
    if (!this.may()) return;
    if (!before) {
      const who = this.store.get(this.name('who')), session = this.store.get(this.name('session'));
      this.store = this.kept ?? memory();
      // Who was nobody until now stays the same one, unless this device knows them already.
      if (who && !this.store.get(this.name('who'))) this.put('who', who);
      if (session && !this.store.get(this.name('session'))) this.put('session', session);
      this.queue.move(local() ?? memory());
      const waited = this.waiting;
      this.waiting = [];
      for (const m of waited) this.queue.add(m);
    }
    this.say('consent', { properties: purposes });
  }

  /** Sends what waits; resolves when the server has answered. */
  flush(): Promise<void> { return this.queue.flush(); }

  /** The ids that events carry, to hand them to a server or another page. */
  ids(): { anonymousId: string; userId?: string; sessionId: string } {
    const who = this.who();
    return { anonymousId: who.anonymous, ...(who.user && { userId: who.user }), sessionId: this.session().id };
  }

  private decided(): Purposes | null { return read<Purposes>((this.kept ?? (this.store as Store | undefined))?.get(this.name('consent'))); }

  /** They said no: nothing new is said of them; what they did before goes on its way. */
  private refused(): boolean { return this.decided()?.analytics === false; }

  /** Whether things may be kept on the device. */
  private may(): boolean {
    return this.decided()?.analytics ?? (this.o.consent ?? 'granted') === 'granted';
  }

  private say(type: string, members: Properties): void {
    const may = this.may();
    if (!may && this.refused()) return;
    const session = this.session(), who = this.who(), now = new Date();
    const t = session.touch ?? {};
    const doing = type === 'track' || type === 'page';
    const { userId, ...rest } = members;
    const message: Message = {
      type, messageId: id(), timestamp: now.toISOString(), anonymousId: type === 'alias' ? undefined : who.anonymous, userId: userId ?? who.user, ...rest,
      context: {
        library: { name: 'kith-web', version }, sessionId: session.id,
        ...(who.group && type !== 'group' && { groupId: who.group }),
        ...(doing && {
          page: { url: location.href, path: location.pathname, search: location.search, title: document.title, referrer: this.referrer },
          locale: navigator.language, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, userAgent: navigator.userAgent,
          screen: { width: screen.width, height: screen.height },
        }),
      },
      ...(doing && { properties: { ...last(t), ...(rest.properties as Properties) } }),
    };
    this.hand(message, may);
    if (!who.seen) {
      this.write('who', { ...this.who(), seen: true });
      this.hand({
        type: 'set_once', messageId: id(), timestamp: now.toISOString(), anonymousId: who.anonymous, userId: who.user,
        traits: initial(t, location.href), context: { library: { name: 'kith-web', version } },
      }, may);
    }
  }

  private hand(m: Message, may: boolean): void {
    if (may || this.o.consent === 'cookieless') this.queue.add(m);
    else if (this.waiting.length < held) this.waiting.push(m);
  }

  private who(): Who {
    const kept = read<Who>(this.store.get(this.name('who')));
    if (kept?.anonymous) return kept;
    const fresh: Who = { anonymous: id() };
    this.write('who', fresh);
    return fresh;
  }

  /** The session that goes on, or a new one; a new touch is the session's from then on. */
  private session(): Session {
    const now = Date.now(), kept = read<Session>(this.store.get(this.name('session')));
    const goesOn = continues(kept, now);
    const s: Session = goesOn ? { ...kept, last: now } : { id: id(), began: now, last: now };
    const found = this.touched === location.href ? null : touch(location.href, this.referrer);
    this.touched = location.href;
    if (found) s.touch = found;
    this.write('session', s);
    return s;
  }
  private touched = '';

  private name(what: string): string { return `kith:${this.key}:${what}`; }
  private write(what: string, value: unknown): void { this.put(what, JSON.stringify(value)); }
  private put(what: string, text: string): void {
    try {
      this.store.set(this.name(what), text);
    } catch { // full: they stay the same one until the page ends
      const until = memory();
      for (const n of ['who', 'session']) { const kept = this.store.get(this.name(n)); if (kept) until.set(this.name(n), kept); }
      this.store = until;
      until.set(this.name(what), text);
    }
  }
}

/** What the session's touch says on each of its events; where the visit came from is the page's own to say. */
function last(t: Touch): Touch {
  return Object.fromEntries(Object.entries(t).filter(([name]) => name[0] !== '$'));
}

function read<T>(text: string | null | undefined): T | null {
  try { return text ? JSON.parse(text) as T : null; } catch { return null; }
}

/** 24 characters that nobody else has; pages that are not secure have no randomUUID. */
function id(): string {
  return [...crypto.getRandomValues(new Uint8Array(18))].map((b) => (b % 36).toString(36)).join('') + Date.now().toString(36).slice(-6);
}
