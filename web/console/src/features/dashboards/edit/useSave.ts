import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useKeepBoard } from '../api';
import { sent, type Board, type Content } from '../model/types';

/** Saves what was arranged. When somebody else was quicker, nothing is lost: theirs is held until one chooses. */
export function useSave(board: Board, onSaved: () => void) {
  const { t } = useTranslation('dashboards');
  const say = useToast(), keep = useKeepBoard();
  const [theirs, setTheirs] = useState<Board | null>(null);
  const path = { dashboard: board.id };
  const save = useMutation({
    mutationFn: async ({ content, version }: { content: Content; version: number }) =>
      body(await api.PUT('/api/v1/dashboards/{dashboard}', { params: { path }, body: { version, ...content, cards: sent(content.cards) } })),
    onSuccess: (saved) => { setTheirs(null); keep(saved); onSaved(); say({ text: t('saved') }); },
    onError: async (error) => {
      if (error instanceof ApiError && error.code === 'conflict') setTheirs(body(await api.GET('/api/v1/dashboards/{dashboard}', { params: { path } })));
      else say({ tone: 'failed', text: error.message });
    },
  });
  return { save: (content: Content, version = board.version) => save.mutate({ content, version }), saving: save.isPending, theirs, forget: () => setTheirs(null) };
}
