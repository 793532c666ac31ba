import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

export type Member = Schemas['AuthMember'];
export type Role = Member['role'];
export const roles: Role[] = ['owner', 'admin', 'operator', 'analyst', 'viewer'];

export const membersKey = (workspace: number) => ['members', workspace] as const;

/** The operators of the workspace of the address. */
export function useMembers() {
  const { id } = useWorkspace();
  return useQuery({
    queryKey: membersKey(id),
    queryFn: async ({ signal }) => body(await api.GET('/api/workspaces/{workspace}/operators', { params: { path: { workspace: id } }, signal })) ?? [],
  });
}

/** Puts a member as the server now has them into the list. */
export function useKeepMember(): (member: Member) => void {
  const { id } = useWorkspace();
  const client = useQueryClient();
  return (member) => client.setQueryData<Member[]>(membersKey(id), (all) => all?.map((m) => (m.operator === member.operator ? member : m)));
}

/** A failure as a sentence for a toast. */
export function useWhy(): (error: unknown) => string {
  const { t } = useTranslation('settings');
  const { t: design } = useTranslation('design');
  return (error) => {
    const e = error instanceof ApiError ? error : null;
    return t('failedTo', { why: e?.code === 'unreachable' ? design('unreachable') : e ? [e.message, e.hint].filter(Boolean).join('; ') : String(error) });
  };
}
