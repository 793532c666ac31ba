import { useQuery } from '@tanstack/react-query';

import { aboutWorkspace, api, body } from '@/api/client';
import { useMe } from '@/app/session';

/** The workspace that is being set up: the operator's first. */
export function usePlace() {
  const place = useMe().data?.memberships?.[0];
  if (place) aboutWorkspace(place.slug);
  return place;
}

/** How many events have come; asked again every two seconds until there is one. */
export function useArrivals() {
  const place = usePlace();
  return useQuery<number>({
    queryKey: ['setup', 'arrivals', place?.slug],
    enabled: Boolean(place),
    refetchInterval: (q) => (q.state.data ? 10_000 : 2000),
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/status', { signal }))?.find((s) => s.workspace === place?.slug)?.rows ?? 0,
  });
}

