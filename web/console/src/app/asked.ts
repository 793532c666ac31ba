import { QueryClient, queryOptions } from '@tanstack/react-query';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { setExpired } from './expired';

/** What was asked of the server, and its answers. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // What the caller must change does not get better by asking again.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retry && error.code !== 'too_many',
      retryDelay: (n) => 500 * 2 ** n,
    },
  },
});

/** Who is signed in; null when nobody is. Whose session ends stays known, so that the page can be gone on with. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async ({ client }): Promise<Schemas['AuthIdentity'] | null> => {
    const me = body(await api.GET('/api/session'));
    if (me.kind) return me;
    const before = client.getQueryData<Schemas['AuthIdentity'] | null>(['me']) ?? null;
    if (before) setExpired(true);
    return before;
  },
});

export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'], staleTime: 60_000, queryFn: async () => body(await api.GET('/api/workspaces')),
});

/** Asks what every page needs before the page itself is there: the first paint waits for its words, not for these. */
export async function askAhead(): Promise<void> {
  const me = await client.fetchQuery(meQuery).catch(() => null);
  if (me) await client.prefetchQuery(workspacesQuery);
}
