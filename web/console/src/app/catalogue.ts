import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { api, body, type Schemas } from '@/api/client';

export type EventSeen = Schemas['CatalogueEvent'];

/** Every event that was seen, hidden or not, and what each is called: one list for all pages that name events. */
export function useSeen() {
  const { ws } = useParams();
  return useQuery({
    queryKey: ['catalogue', ws, 'seen'], staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const events: EventSeen[] = body(await api.GET('/api/v1/catalogue/events', { params: { query: { limit: 1000, hidden: true } }, signal })).events ?? [];
      return { events, byName: new Map(events.map((e) => [e.name, e])) };
    },
  });
}

/** What an event is called here; its own name when it has no title. */
export function useTitles(): (name: string) => string {
  const seen = useSeen().data;
  return (name) => seen?.byName.get(name)?.title || name;
}
