import { useQuery } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import type { Right } from '@/app/feature';
import { useMe, useWorkspace } from '@/app/session';

export type Source = Schemas['SourceRow'];
export type SourceDetail = Schemas['SourceDetail'];
export type Kind = Source['kind'];
export type CatalogueEvent = Schemas['CatalogueEvent'];
export type CatalogueProperty = Schemas['CatalogueProperty'];

/** Every source and how it does, renewed while it is looked at. */
export function useSources(every = 5000) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['sources', slug], refetchInterval: every, queryFn: async ({ signal }) => body(await api.GET('/api/v1/sources', { signal })) });
}

/** One source; more often while its first event is waited for. */
export function useSource(id: number) {
  const { slug } = useWorkspace();
  return useQuery<SourceDetail>({
    queryKey: ['source', slug, id],
    refetchInterval: (q) => (q.state.data && q.state.data.total > 0 ? 5000 : 2000),
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/sources/{id}', { params: { path: { id } }, signal })),
  });
}

export function useReasons(every = 10_000) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['quarantine', slug, 'reasons'], refetchInterval: every, queryFn: async ({ signal }) => body(await api.GET('/api/v1/quarantine/reasons', { signal })) });
}

/** Whether the one who looks may do something here; the server decides in the end. */
export function useMay(right: Right): boolean {
  const { slug } = useWorkspace();
  return useMe().data?.memberships?.find((m) => m.slug === slug)?.rights?.some((r) => r === right) ?? false;
}
