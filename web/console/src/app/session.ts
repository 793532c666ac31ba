import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useParams } from 'react-router';

import type { Schemas } from '@/api/client';
import { formatOf, type Format } from '@/format';
import { meQuery, workspacesQuery } from './asked';
import { setExpired } from './expired';
import type { Right } from './feature';
import { useLanguage } from './preferences';

export type Me = Schemas['AuthIdentity'];
export type Workspace = Schemas['Workspace'];

export const useMe = () => useQuery(meQuery);

/** Takes note of who has just signed in; what was known of anybody before is forgotten. */
export function useEnter(): (me: Me) => void {
  const client = useQueryClient();
  return (me) => {
    setExpired(false);
    client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'me' && q.queryKey[0] !== 'setup' });
    client.setQueryData(['me'], me);
  };
}

export type Role = Schemas['AuthMembership']['role'];

/** What the operator is in the workspace of the address, and may do there. The server decides; this only leaves out what it would refuse. */
export function useRights(): { role: Role | undefined; can: (right: Right) => boolean } {
  const { ws } = useParams();
  const memberships = useMe().data?.memberships;
  return useMemo(() => {
    const here = memberships?.find((m) => m.slug === ws);
    return { role: here?.role, can: (right) => here?.rights?.some((r) => r === right) ?? false };
  }, [memberships, ws]);
}

export const useWorkspaces = () => useQuery(workspacesQuery);

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
