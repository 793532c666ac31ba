import { useInfiniteQuery, useQuery } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

export type Request = Schemas['PrivacyRequest'];
export type Person = Schemas['PeopleRow'];

/** Steps of a running request, in order. */
export const steps = ['hiding', 'forgetting', 'rewriting', 'proving'] as const;

const stores = ['events', 'ids', 'quarantine', 'imports', 'insights', 'queries', 'dashboards', 'tables', 'catalogue'] as const;
export type Store = (typeof stores)[number];
export const isStore = (name: string): name is Store => (stores as readonly string[]).includes(name);

/** Requests, the newest first; looked at again while one is not done. */
export function useRequests() {
  const { slug } = useWorkspace();
  return useInfiniteQuery({
    queryKey: ['privacy', slug],
    initialPageParam: 0,
    getNextPageParam: (page: Schemas['PrivacyRequestPage']) => (page.next ? Number(page.next) : undefined),
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/privacy/requests', { params: { query: { limit: 50, ...(pageParam ? { before: pageParam } : {}) } }, signal })),
    refetchInterval: (q) => (q.state.data?.pages.some((p) => p.requests?.some((r) => r.state !== 'done')) ? 1000 : false),
  });
}

export function usePersons(text: string) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['privacy', slug, 'find', text], enabled: text.trim() !== '',
    queryFn: async ({ signal }) => body(await api.POST('/api/v1/persons/search', { body: { text: text.trim(), limit: 8 }, signal })),
  });
}

/** What erasing a person would touch. */
export function useTrace(person: number | undefined) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['privacy', slug, 'trace', person], enabled: person !== undefined, staleTime: 0,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/privacy/persons/{person}/trace', { params: { path: { person: person ?? 0 } }, signal })),
  });
}

/** The receipt as a file that can be given to whoever asked. */
export function saveReceipt(request: Request): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(request, null, 2)], { type: 'application/json' }));
  const a = document.createElement('a');
  a.href = url;
  a.download = `erasure-${request.id}.json`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
