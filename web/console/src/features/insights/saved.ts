import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { api, body, type Schemas } from '@/api/client';
import { tidy, type View } from './model/question';
import type { Doc } from './model/state';

export type Insight = Schemas['SavedInsight'];

export const docOf = (i: Insight): Doc => ({ question: tidy(i.question), view: i.view as View });

export function useInsight(id: number | null) {
  const { ws } = useParams();
  return useQuery({ queryKey: ['insight', ws, id], enabled: id !== null, staleTime: 30_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/insights/{insight}', { params: { path: { insight: id! } }, signal })) });
}

/** Keeps a document as an insight of its own. */
export function useCreate() {
  const { ws } = useParams();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (draft: { name: string; description: string; doc: Doc }) => body(await api.POST('/api/v1/insights', { body: { name: draft.name, description: draft.description, question: tidy(draft.doc.question), view: { ...draft.doc.view } } })),
    onSuccess: (made) => { client.setQueryData(['insight', ws, made.id], made); void client.invalidateQueries({ queryKey: ['insights', ws] }); },
  });
}

/** Changes an insight; what somebody else changed meanwhile is refused by the server. */
export function useUpdate(id: number) {
  const { ws } = useParams();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: { version: number; name?: string; description?: string; doc?: Doc }) =>
      body(await api.PATCH('/api/v1/insights/{insight}', { params: { path: { insight: id } }, body: { version: change.version, name: change.name, description: change.description, question: change.doc && tidy(change.doc.question), view: change.doc && { ...change.doc.view } } })),
    onSuccess: (made) => { client.setQueryData(['insight', ws, id], made); void client.invalidateQueries({ queryKey: ['insights', ws] }); },
  });
}
