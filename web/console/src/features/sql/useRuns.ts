import { useCallback, useRef, useState } from 'react';

import { api, ApiError, body } from '@/api/client';
import type { Recent } from './drafts';
import type { Answer } from './model';

/** Where the answer to a draft's statement stands. An answer stays until the next one is there. */
export interface Run {
  state: 'running' | 'done' | 'failed' | 'stopped';
  since: number;
  /** What was run, and where in the draft it begins. */
  sql: string;
  offset: number;
  error?: ApiError;
  /** The last answer, also while a later one is on its way or failed. */
  answer?: Answer;
  /** When the answer came, and what it answers. */
  answered?: number;
}

/** Runs statements, one at a time for each draft. */
export function useRuns(remember: (run: Recent) => void): { of: (key: string) => Run | undefined; run: (key: string, sql: string, offset: number) => Promise<void>; stop: (key: string) => void; forget: (key: string) => void } {
  const [runs, setRuns] = useState<Record<string, Run>>({});
  const under = useRef(new Map<string, AbortController>());
  const told = useRef(remember);
  told.current = remember;

  const run = useCallback(async (key: string, sql: string, offset: number) => {
    under.current.get(key)?.abort();
    const control = new AbortController();
    under.current.set(key, control);
    const since = Date.now();
    const set = (next: Partial<Run>) => setRuns((all) => ({ ...all, [key]: { ...all[key], since, sql, offset, error: undefined, state: 'running', ...next } }));
    set({});
    try {
      const answer = body(await api.POST('/api/v1/sql', { body: { sql }, signal: control.signal }));
      if (under.current.get(key) !== control) return;
      set({ state: 'done', answer, answered: Date.now() });
      told.current({ sql, at: since, rows: answer.count, ms: answer.cost.ms });
    } catch (error) {
      if (under.current.get(key) !== control) return; // a later run has taken its place
      if (control.signal.aborted) { set({ state: 'stopped' }); return; }
      set({ state: 'failed', error: error instanceof ApiError ? error : new ApiError(0, 'internal', String(error)) });
      told.current({ sql, at: since, failed: true });
    }
  }, []);
  const stop = useCallback((key: string) => under.current.get(key)?.abort(), []);
  const forget = useCallback((key: string) => {
    under.current.get(key)?.abort();
    under.current.delete(key);
    setRuns((all) => Object.fromEntries(Object.entries(all).filter(([k]) => k !== key)));
  }, []);
  return { of: (key) => runs[key], run, stop, forget };
}
