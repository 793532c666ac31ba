import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';

export interface Query { search: string; hidden: boolean; after: number }

export const pageSize = 100;

export function useEvents({ search, hidden, after }: Query) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['catalogue', slug, 'events', search, hidden, after], refetchInterval: 5000, placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/events', { params: { query: { search: search || undefined, hidden: hidden || undefined, after: after || undefined, limit: pageSize } }, signal })),
  });
}

export function useProperties({ search, hidden, after }: Query) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['catalogue', slug, 'properties', search, hidden, after], refetchInterval: 10_000, placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/properties', { params: { query: { search: search || undefined, hidden: hidden || undefined, after: after || undefined, limit: pageSize } }, signal })),
  });
}

export function useEvent(name: string) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['catalogue', slug, 'event', name], queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/events/{name}', { params: { path: { name } }, signal })) });
}

export function useProperty(name: string) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['catalogue', slug, 'property', name], queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/properties/{name}', { params: { path: { name } }, signal })) });
}

export function useValues(property: string, event: string, search: string) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['catalogue', slug, 'values', property, event, search], placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/values', { params: { query: { property, event: event || undefined, search: search || undefined, limit: 50 } }, signal })),
  });
}

export type NoteChange = Schemas['CatalogueNoteChange'];

/** Says what operators know; what failed is said and what was typed stays. */
export function useNote(kind: 'events' | 'properties', name: string) {
  const client = useQueryClient();
  const { slug } = useWorkspace();
  const toast = useToast();
  return async (change: NoteChange): Promise<boolean> => {
    try {
      if (kind === 'events') await api.PATCH('/api/v1/catalogue/events/{name}', { params: { path: { name } }, body: change });
      else await api.PATCH('/api/v1/catalogue/properties/{name}', { params: { path: { name } }, body: change });
      await client.invalidateQueries({ queryKey: ['catalogue', slug] });
      return true;
    } catch (error) {
      const e = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error));
      toast({ text: [e.message, e.hint].filter(Boolean).join(' · '), tone: 'failed' });
      return false;
    }
  };
}
