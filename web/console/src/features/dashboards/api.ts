import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { api, body, request } from '@/api/client';
import { useMe, useWorkspace } from '@/app/session';
import type { Right } from '@/app/feature';
import { asks, sent, type Board, type Card, type CardAnswer, type Shared } from './model/types';

export const boardKey = (ws: string, id: number) => ['dashboard', ws, id] as const;

export function useBoard(id: number) {
  const ws = useWorkspace().slug;
  return useQuery({ queryKey: boardKey(ws, id), queryFn: async ({ signal }) => body(await api.GET('/api/v1/dashboards/{dashboard}', { params: { path: { dashboard: id } }, signal })) });
}

/** Puts a dashboard that the server has just given where the pages look for it. */
export function useKeepBoard() {
  const ws = useWorkspace().slug, client = useQueryClient();
  return (board: Board) => {
    client.setQueryData(boardKey(ws, board.id), board);
    void client.invalidateQueries({ queryKey: ['dashboards', ws] });
  };
}

/** After a dashboard was deleted: lists are read anew. */
export function useDropBoard() {
  const ws = useWorkspace().slug, client = useQueryClient();
  return (id: number) => {
    // One still on the screen would be asked for again, and is not there.
    client.removeQueries({ queryKey: boardKey(ws, id), type: 'inactive' });
    void client.invalidateQueries({ queryKey: ['dashboards', ws] });
  };
}

export function useAllowed(right: Right): boolean {
  const ws = useWorkspace().slug;
  return useMe().data?.memberships?.find((m) => m.slug === ws)?.rights?.includes(right) ?? false;
}

export interface Answers { cards: Record<string, CardAnswer>; done: boolean; ms: number }

interface Asking { id: number; shared: Shared; cards: readonly Card[]; /** The cards are being edited: they differ from the kept ones. */ draft: boolean }

const every = 60_000;

/** The answers of all cards, each as soon as it is known; renewed once a minute while somebody looks. */
export function useAnswers({ id, shared, cards, draft }: Asking) {
  const ws = useWorkspace().slug, client = useQueryClient();
  const key = useMemo(() => ['dashboard-answers', ws, id, JSON.stringify(shared), asks(cards)], [ws, id, shared, cards]);
  const ask = async (fresh: boolean, signal?: AbortSignal): Promise<Answers> => {
    const began = performance.now();
    const response = await request(`/api/v1/dashboards/${id}/answers/stream`, {
      method: 'POST', signal, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ shared, fresh, ...(draft ? { cards: sent(cards) } : {}) }),
    });
    const found: Answers = { cards: {}, done: false, ms: 0 };
    const first = client.getQueryData<Answers>(key) === undefined;
    for await (const line of lines(response)) {
      const answer = JSON.parse(line) as CardAnswer;
      found.cards[answer.card] = answer;
      // The first time, each card shows as it comes; later all change together.
      if (first && !signal?.aborted) client.setQueryData(key, { ...found, cards: { ...found.cards } });
    }
    return { ...found, done: true, ms: performance.now() - began };
  };
  const query = useQuery<Answers>({ queryKey: key, queryFn: ({ signal }) => ask(false, signal), placeholderData: (before) => before, refetchInterval: every, refetchOnWindowFocus: false });
  return { query, renew: async () => { client.setQueryData(key, await ask(true)); } };
}

/** The lines of a response as they come. */
async function* lines(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    rest += value ?? '';
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) if (line.trim()) yield line;
    if (done) { if (rest.trim()) yield rest; return; }
  }
}
