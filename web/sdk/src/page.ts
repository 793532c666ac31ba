// What /sdk.js is: it does what the page asked for before this was loaded, and then does it at once.
import { Kith, type Options } from './kith';

type Call = [name: string, args: ArrayLike<unknown>];

const page = window as unknown as { kith?: { q?: Call[]; host?: string } & Record<string, unknown> };
const stub = (page.kith ??= {});
let client: Record<string, ((...args: unknown[]) => unknown) | undefined> | undefined;

const call = ([name, args]: Call): unknown => {
  if (name === 'init') {
    const [key, options] = args as unknown as [string, Partial<Options> | undefined];
    client ??= new Kith(key, { host: stub.host ?? '', ...options }) as unknown as typeof client;
    return undefined;
  }
  return client?.[name]?.(...Array.from(args));
};

const names = ['init', 'track', 'page', 'identify', 'alias', 'group', 'set', 'setOnce', 'reset', 'consent', 'flush', 'ids'];
const waiting = (stub.q ?? []).slice();
for (const first of [true, false]) for (const c of waiting) if ((c[0] === 'init') === first) call(c);
stub.q = [];
for (const name of names) stub[name] = (...args: unknown[]) => call([name, args]);
