import { memory, type Store } from './store';

/** A message of the wire. Its messageId is what makes sending it again harmless. */
export interface Message { messageId: string; [member: string]: unknown }

export interface QueueOptions {
  url: string;
  key: string;
  /** ms that messages wait for company. */
  wait: number;
  /** Messages kept at most while they cannot be sent; the oldest make room. */
  limit: number;
  failed: (what: string, messages: number) => void;
}

const batchCount = 100;
const batchSize = 400_000; // characters; the server takes 4 MiB
const largest = 1_000_000; // characters of one message; the server takes 1 MiB
const leaveSize = 20_000; // characters; browsers allow 64 KiB of requests that outlive their page, and text may take three bytes a character
const firstWait = 1000, longestWait = 60_000, longestAsked = 3_600_000;

/**
 * Keeps messages until the server has them. Each is an entry of its own, so that tabs never write over each other; all
 * tabs of a site share them, whoever sends. One that was sent and not seen to arrive is sent again, under the same messageId.
 */
export class Queue {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = 0;
  private failures = 0;
  private count = 0;
  private sending: Promise<void> | undefined;
  private half = batchCount;
  private readonly prefix: string;
  private readonly waitName: string;

  constructor(private store: Store, private readonly o: QueueOptions) {
    this.prefix = `kith:${o.key}:q:`;
    this.waitName = `kith:${o.key}:wait`;
    if (this.names().length) this.later(0);
  }

  add(message: Message): void {
    // The time first: names in order are messages in order.
    const name = `${this.prefix}${Date.now().toString(36).padStart(9, '0')}${(this.count++ % 46656).toString(36).padStart(3, '0')}${message.messageId.slice(-6)}`;
    const text = JSON.stringify(message), names = this.names();
    if (text.length > largest) { this.o.failed('the event is too large', 1); return; }
    if (names.length >= this.o.limit) this.drop(names.slice(0, names.length - this.o.limit + 1), 'the queue is full');
    try {
      this.store.set(name, text);
    } catch { // no room: the oldest half makes some
      this.drop(names.slice(0, Math.ceil(names.length / 2)), 'the storage is full');
      try {
        this.store.set(name, text);
      } catch { // none to be had: it lives with the page
        this.move(memory());
        this.store.set(name, text);
      }
    }
    this.later(names.length + 1 >= 20 ? 0 : this.o.wait);
  }

  /** Sends what waits, now unless the server asked to wait; resolves when an answer is there. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const pause = this.pause();
    if (pause > 0) { this.later(pause); return Promise.resolve(); }
    return (this.sending ??= this.alone().finally(() => {
      this.sending = undefined;
      if (this.names().length) this.later(this.pause());
    }));
  }

  /** The page may end: what waits goes by a request that outlives it, and stays kept until somebody sees it arrive. */
  leave(): void {
    if (this.pause() > 0) return;
    const { names, body } = this.batch(leaveSize);
    if (!body || body.length > 2 * leaveSize) return;
    this.post(body, true).then((answer) => { if (answer.ok) this.remove(names); }, () => undefined);
  }

  /** What waits is now kept elsewhere: in the browser once that is allowed, or no longer. */
  move(to: Store): void {
    for (const n of this.names()) {
      const text = this.store.get(n);
      this.store.remove(n);
      if (text) try { to.set(n, text); } catch { this.o.failed('the storage is full', 1); }
    }
    this.store = to;
    if (this.names().length) this.later(this.o.wait);
  }

  /** The network is back: what only failed need not wait longer. */
  online(): void { this.failures = 0; this.store.remove(this.waitName); void this.flush(); }

  private names(): string[] { return this.store.names(this.prefix).sort(); }

  private later(ms: number): void {
    const due = Date.now() + ms;
    if (this.timer !== undefined) {
      if (this.due <= due) return;
      clearTimeout(this.timer);
    }
    this.due = due;
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  /** ms until the next attempt; all tabs keep to what one of them was told. */
  private pause(): number {
    const until = Number(this.store.get(this.waitName) ?? 0);
    return Math.min(Math.max(until - Date.now(), 0), longestAsked); // a clock that was set back must not silence for days
  }

  /** One tab sends at a time. Where the browser has no locks, two may send the same: the server keeps one. */
  private async alone(): Promise<void> {
    const locks = navigator.locks as LockManager | undefined;
    if (!locks) { await this.send(); return; }
    await locks.request(this.prefix, { ifAvailable: true }, async (lock) => {
      if (lock) await this.send();
      else await new Promise((r) => setTimeout(r, this.o.wait));
    });
  }

  private batch(size: number): { names: string[]; body: string } {
    const names: string[] = [], texts: string[] = [];
    for (const n of this.names()) {
      const text = this.store.get(n);
      if (!text) continue; // another tab just saw it arrive
      size -= text.length;
      if (names.length === this.half || names.length && size < 0) break;
      names.push(n);
      texts.push(text);
    }
    return { names, body: names.length ? `{"writeKey":${JSON.stringify(this.o.key)},"sentAt":"${new Date().toISOString()}","batch":[${texts.join(',')}]}` : '' };
  }

  /** Written as text/plain, so that a browser need not ask first whether it may. */
  private post(body: string, keepalive: boolean): Promise<Response> {
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(), 30_000);
    return fetch(this.o.url, { method: 'POST', body, keepalive, credentials: 'omit', headers: { 'Content-Type': 'text/plain' }, signal: ended.signal }).finally(() => clearTimeout(timer));
  }

  private async send(): Promise<void> {
    for (;;) {
      const { names, body } = this.batch(batchSize);
      if (!body) return;
      const answer = await this.post(body, false).catch(() => null);
      const status = answer?.status ?? 0;
      if (answer?.ok) {
        this.remove(names);
        this.failures = 0;
        this.half = batchCount;
        continue;
      }
      if (status === 413 && names.length > 1) { this.half = Math.ceil(names.length / 2); continue; }
      if (status === 413 || status === 400) { this.drop(names, `the server answers ${status}`); continue; }
      // Everything else may pass, a source that is switched off too. The queue is bounded.
      const asked = seconds(answer?.headers.get('Retry-After'));
      const wait = asked ?? Math.min(firstWait * 2 ** this.failures, longestWait) * (0.75 + Math.random() / 2);
      this.failures = Math.min(this.failures + 1, 10);
      try { this.store.set(this.waitName, String(Date.now() + Math.min(wait, longestAsked))); } catch { /* then it comes sooner */ }
      return;
    }
  }

  private remove(names: string[]): void { for (const n of names) this.store.remove(n); }

  private drop(names: string[], why: string): void {
    this.remove(names);
    if (names.length) this.o.failed(why, names.length);
  }
}

/** Retry-After in ms: seconds, or a date. */
export function seconds(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}
