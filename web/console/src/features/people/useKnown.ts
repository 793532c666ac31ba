import { useQuery } from '@tanstack/react-query';

import { api, body } from '@/api/client';

/** The traits that persons have, and what tells of payments. */
export const useKnown = () => useQuery({ queryKey: ['people', 'known'], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/persons/traits', { signal })) });

/** Event and property names, for columns and filters by event. */
export const useNames = (enabled: boolean) => useQuery({ queryKey: ['names'], enabled, staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/names', { signal })) });
