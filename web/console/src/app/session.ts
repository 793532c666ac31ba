import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useParams } from 'react-router';

import { api, body, ApiError, type Schemas } from '@/api/client';
import { formatOf, type Format } from '@/format';
import { useLanguage } from './preferences';

export type Me = Schemas['AuthIdentity'];
export type Workspace = Schemas['Workspace'];

/** Who is signed in; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    staleTime: 60_000,
    queryFn: async (): Promise<Me | null> => {
      try {
        const me = body(await api.GET('/api/session'));
        return me.kind ? me : null;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'unauthorized') return null;
        throw error;
      }
    },
  });
}

export function useWorkspaces() {
  return useQuery({ queryKey: ['workspaces'], staleTime: 60_000, queryFn: async () => body(await api.GET('/api/workspaces')) });
}

/** The workspace of the address. Below the shell there always is one. */
export function useWorkspace(): Workspace {
  const { ws } = useParams();
  const found = useQueryClient().getQueryData<Workspace[]>(['workspaces'])?.find((w) => w.slug === ws);
  if (!found) throw new Error('no workspace here');
  return found;
}

/** How to write numbers and moments here: in the operator's language and the workspace's zone. */
export function useFormat(): Format {
  const language = useLanguage();
  const { ws } = useParams();
  const zone = useQueryClient().getQueryData<Workspace[]>(['workspaces'])?.find((w) => w.slug === ws)?.zone;
  return useMemo(() => formatOf(language, zone ?? 'UTC'), [language, zone]);
}

/** Path of a page of the workspace: to('insights/12'). */
export function useTo(): (path: string) => string {
  const { ws } = useParams();
  return (path) => `/${ws ?? ''}/${path}`;
}
