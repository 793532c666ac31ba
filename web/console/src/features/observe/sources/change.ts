import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';

import { api, ApiError, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useTo, useWorkspace } from '@/app/session';
import type { Connected } from './icons';

/** What can be done to sources; each says what failed. */
export function useSourceChanges() {
  const client = useQueryClient();
  const { id: workspace, slug } = useWorkspace();
  const toast = useToast();
  const navigate = useNavigate();
  const to = useTo();
  const renew = () => Promise.all([client.invalidateQueries({ queryKey: ['sources', slug] }), client.invalidateQueries({ queryKey: ['source', slug] })]);
  const trying = async (act: () => Promise<unknown>): Promise<ApiError | null> => {
    try {
      await act();
      await renew();
      return null;
    } catch (error) {
      const e = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error));
      toast({ text: [e.message, e.hint].filter(Boolean).join(' · '), tone: 'failed' });
      return e;
    }
  };
  return {
    create: (name: string, kind: Connected) => trying(async () => {
      const made = body(await api.POST('/api/workspaces/{workspace}/sources', { params: { path: { workspace } }, body: { name, kind } }));
      void navigate(to(`sources/${made.id}`));
    }),
    rename: (source: number, name: string) => trying(() => api.PATCH('/api/sources/{source}', { params: { path: { source } }, body: { name } })),
    rotate: (source: number, hours: number) => trying(() => api.POST('/api/sources/{source}/rotate-key', { params: { path: { source }, query: { keep_hours: hours } } })),
    disable: (source: number) => trying(() => api.POST('/api/sources/{source}/disable', { params: { path: { source } } })),
    enable: (source: number) => trying(() => api.POST('/api/sources/{source}/enable', { params: { path: { source } } })),
  };
}
