import { useQueryClient } from '@tanstack/react-query';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';

export type Change = Schemas['QuarantineChange'];
export interface Which { ids?: string[]; reason?: string; source?: number }
export interface Outcome { replayed: number; failed: number; failures: Schemas['QuarantineFailure'][] }

/** Replays and discards; what is long is done call by call. */
export function useQuarantineChanges() {
  const client = useQueryClient();
  const { slug } = useWorkspace();
  const toast = useToast();
  const renew = () => Promise.all(['quarantine', 'quarantine-reasons', 'source', 'catalogue'].map((key) => client.invalidateQueries({ queryKey: [key, slug] })));
  const failed = (error: unknown) => {
    const e = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error));
    toast({ text: [e.message, e.hint].filter(Boolean).join(' · '), tone: 'failed' });
    return null;
  };
  return {
    /** All that is meant, in as many calls as it takes; tells how far it is. */
    async replay(which: Which, more: { change?: Change; raw?: string; try?: boolean }, progress?: (done: number) => void): Promise<Outcome | null> {
      const sum: Outcome = { replayed: 0, failed: 0, failures: [] };
      try {
        for (let before: string | undefined; ;) {
          const out = body(await api.POST('/api/v1/quarantine/replay', { body: { ...which, ...more, before } }));
          sum.replayed += out.replayed;
          sum.failed += out.failed;
          sum.failures = [...sum.failures, ...(out.failures ?? [])].slice(0, 20);
          progress?.(sum.replayed + sum.failed);
          if (!out.next) break;
          before = out.next;
        }
        if (!more.try) await renew();
        return sum;
      } catch (error) {
        return failed(error);
      }
    },
    async discard(which: Which): Promise<{ discarded: number; at: string } | null> {
      try {
        const out = body(await api.POST('/api/v1/quarantine/discard', { body: which }));
        await renew();
        return out;
      } catch (error) {
        return failed(error);
      }
    },
    async restore(at: string): Promise<void> {
      try {
        await api.POST('/api/v1/quarantine/restore', { body: { at } });
        await renew();
      } catch (error) {
        failed(error);
      }
    },
  };
}
