import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';
import type { Drafts } from './drafts';
import { draftOf, type Draft, type Saved } from './model';
import { leaving, savedKey } from './Side';

/** Keeps drafts on the server, and takes them away again. */
export function useSaving(drafts: Drafts, onSaved: (saved: Saved, key: string) => void) {
  const { t } = useTranslation('sql');
  const here = useWorkspace();
  const client = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const [conflict, setConflict] = useState<Draft | null>(null);

  const said = (e: unknown) => (e instanceof ApiError ? [e.message, e.hint].filter(Boolean).join(' · ') : String(e));
  const done = (saved: Saved, draft: Draft) => {
    drafts.change(draft.key, draftOf(saved, draft.key));
    void client.invalidateQueries({ queryKey: savedKey(here.slug) });
    toast({ text: t('savedToast', { name: saved.name }) });
    onSaved(saved, draft.key);
  };

  /** Saves a draft, under a name; of one that is saved already, the next revision unless it is to be a copy. */
  async function save(draft: Draft, name: string, description: string, copy = false): Promise<boolean> {
    setBusy(true);
    setError('');
    const what = { name, description, sql: draft.sql, chart: draft.chart ?? undefined };
    try {
      const saved = draft.saved && !copy
        ? body(await api.PUT('/api/v1/sql/saved/{id}', { params: { path: { id: draft.saved.id } }, body: { ...what, revision: draft.saved.revision } }))
        : body(await api.POST('/api/v1/sql/saved', { body: what }));
      done(saved, draft);
      return true;
    } catch (e) {
      if (e instanceof ApiError && e.code === 'conflict' && draft.saved && !copy) setConflict(draft);
      else { setError(said(e)); toast({ text: said(e), tone: 'failed' }); }
      return false;
    } finally { setBusy(false); }
  }

  /** What the server has now, in place of the draft. */
  async function takeTheirs(draft: Draft): Promise<Draft | null> {
    if (!draft.saved) return null;
    try {
      const saved = body(await api.GET('/api/v1/sql/saved/{id}', { params: { path: { id: draft.saved.id } } }));
      const fresh = draftOf(saved, draft.key);
      drafts.change(draft.key, fresh);
      return fresh;
    } catch (e) { toast({ text: said(e), tone: 'failed' }); return null; }
  }

  /** Takes a saved query off the list at once; it is gone for good when the time to undo is over. */
  function remove(draft: Draft, back: () => void): void {
    const id = draft.saved?.id;
    if (!id) return;
    leaving.add(id);
    client.setQueryData<Saved[]>(savedKey(here.slug), (all) => all?.filter((q) => q.id !== id));
    const again = () => { leaving.delete(id); void client.invalidateQueries({ queryKey: savedKey(here.slug) }); };
    toast({
      text: t('removed', { name: draft.name }),
      undo: () => { again(); back(); },
      onGone: () => void api.DELETE('/api/v1/sql/saved/{id}', { params: { path: { id } } }).catch((e: unknown) => toast({ text: said(e), tone: 'failed' }))
        .finally(again),
    });
  }
  return { busy, error, conflict, setConflict, save, takeTheirs, remove };
}
