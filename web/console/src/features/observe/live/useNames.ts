import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { api, body } from '@/api/client';
import { useWorkspace } from '@/app/session';
import type { LiveEvent } from './feed';

/** What people are called, asked for a few at a time and kept: person → name. */
export function useNames(events: readonly LiveEvent[]): (person: number | undefined) => string {
  const { slug } = useWorkspace();
  const client = useQueryClient();
  const [, setKnown] = useState(0);
  const names = client.getQueryData<Map<number, string>>(['live-names', slug]) ?? new Map<number, string>();
  const wanted = [...new Set(events.slice(0, 100).map((e) => e.person ?? 0).filter((p) => p > 0 && !names.has(p)))].slice(0, 50);
  const key = wanted.join();
  useEffect(() => {
    if (!key) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const persons = key.split(',').map(Number);
      api.POST('/api/v1/persons/cards', { body: { persons }, signal: stop.signal }).then((answer) => {
        client.setQueryData<Map<number, string>>(['live-names', slug], (had) => {
          const next = new Map(had);
          for (const p of persons) next.set(p, '');
          for (const c of body(answer).cards ?? []) if (c.named_by === 'trait') next.set(c.asked, c.name);
          return next.size > 5000 ? new Map([...next].slice(-2000)) : next;
        });
        setKnown((n) => n + 1);
      }).catch(() => undefined); // names are a courtesy: ids stand where they are not known
    }, 300);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [key, slug, client]);
  return (person) => (person ? (names.get(person) ?? '') : '');
}
