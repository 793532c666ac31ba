import { useEffect, useRef, useState } from 'react';

import { ApiError, request, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';
import { begin, keep, release, type Live, type LiveEvent, type Second } from './feed';
import { read } from './stream';

export interface Filter { event: string[]; without: string[]; source: string[]; person?: string; only?: string }

export type Connection = 'connecting' | 'open' | 'lost';

const window = 90;

const address = (f: Filter, after: number): string => {
  const q = new URLSearchParams();
  for (const e of f.event) q.append('event', e);
  for (const e of f.without) q.append('without', e);
  for (const s of f.source) q.append('source', s);
  if (f.person) q.set('person', f.person);
  if (f.only) q.set('only', f.only);
  if (after > 0) q.set('after', String(after));
  return `/api/v1/live?${q.toString()}`;
};

/** Seconds one after the other, the newest last; what came twice for a second adds up, what never came is nothing. */
function joined(had: readonly Second[], more: readonly Second[]): Second[] {
  const by = new Map(had.map((s) => [s.at, s]));
  for (const s of more) { const h = by.get(s.at); by.set(s.at, h ? { at: s.at, events: h.events + s.events, quarantined: h.quarantined + s.quarantined, skipped: (h.skipped ?? 0) + (s.skipped ?? 0) } : s); }
  const last = Math.max(...by.keys());
  return Array.from({ length: window }, (_, i) => by.get(last - window + 1 + i) ?? { at: last - window + 1 + i, events: 0, quarantined: 0 });
}

/** What arrives, until the page is left or paused. New rows are held while reading() says so; a lost connection comes back by itself. */
export function useLive(filter: Filter, paused: boolean, reading: () => boolean) {
  const { slug } = useWorkspace();
  const [live, setLive] = useState<Live>(begin);
  const [seconds, setSeconds] = useState<Second[]>([]);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [error, setError] = useState<ApiError | null>(null);
  const isReading = useRef(reading);
  isReading.current = reading;
  const key = JSON.stringify(filter);
  const last = useRef({ key: '', seq: 0 });

  useEffect(() => {
    if (last.current.key !== `${slug}${key}`) { last.current = { key: `${slug}${key}`, seq: 0 }; setLive(begin); setSeconds([]); }
    if (paused) return;
    const stop = new AbortController();
    let wait = 500, timer = 0;
    const hear = (m: { event: string; data: string }) => {
      if (m.event === 'hello') { setConnection('open'); setError(null); wait = 500; setSeconds((JSON.parse(m.data) as Schemas['LiveHello']).seconds ?? []); }
      if (m.event === 'seconds') { const more = JSON.parse(m.data) as Second[]; setSeconds((had) => joined(had, more)); }
      if (m.event === 'events') {
        const events = JSON.parse(m.data) as LiveEvent[];
        for (const e of events) last.current.seq = Math.max(last.current.seq, e.seq ?? 0);
        setLive((l) => keep(l, events, isReading.current()));
      }
    };
    const connect = async () => {
      setConnection((c) => (c === 'lost' ? c : 'connecting'));
      try {
        await read(await request(address(JSON.parse(key) as Filter, last.current.seq), { signal: stop.signal }), hear);
      } catch (e) {
        if (stop.signal.aborted) return;
        setConnection('lost');
        if (e instanceof ApiError) setError(e);
        if (e instanceof ApiError && !e.retry && e.status < 500 && e.status !== 0) return; // trying again would be refused again
      }
      if (stop.signal.aborted) return;
      timer = globalThis.setTimeout(() => void connect(), wait) as unknown as number;
      wait = Math.min(wait * 2, 15_000);
    };
    void connect();
    return () => { stop.abort(); clearTimeout(timer); };
  }, [slug, key, paused]);

  return { live, seconds, connection, error, release: () => setLive(release) };
}
