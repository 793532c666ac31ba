import { useCallback, useMemo, useSyncExternalStore } from 'react';

import type { Draft } from './model';

/**
 * Drafts and recent runs in this browser's own store, so that nothing typed is lost when the page, the session or the
 * server ends. A key a draft: two windows that write different drafts do not overwrite each other.
 */
const listeners = new Set<() => void>();
let version = 0;
const changed = () => { version++; for (const tell of listeners) tell(); };
const subscribe = (tell: () => void) => {
  listeners.add(tell);
  addEventListener('storage', changed);
  return () => { listeners.delete(tell); removeEventListener('storage', changed); };
};
const read = <T>(key: string, otherwise: T): T => {
  try { return (JSON.parse(localStorage.getItem(key) ?? 'null') as T | null) ?? otherwise; } catch { return otherwise; }
};
const kept = new Map<string, string>(); // what a full or forbidden store would not take
const write = (key: string, value: unknown) => {
  const text = JSON.stringify(value);
  try { localStorage.setItem(key, text); kept.delete(key); } catch { kept.set(key, text); }
};
const readKept = <T>(key: string, otherwise: T): T => (kept.has(key) ? (JSON.parse(kept.get(key) ?? '') as T) : read(key, otherwise));

export interface Drafts {
  all: Draft[];
  find: (key: string) => Draft | undefined;
  /** Opens a draft; one that is open already is shown as it is. */
  open: (draft: Draft) => void;
  change: (key: string, patch: Partial<Draft>) => void;
  close: (key: string) => void;
}

export const newKey = (): string => Math.random().toString(36).slice(2, 8);
export const newDraft = (sql = ''): Draft => ({ key: newKey(), name: '', description: '', sql, chart: null });

export function useDrafts(workspace: string): Drafts {
  const v = useSyncExternalStore(subscribe, () => version);
  const open = `kith.sql.${workspace}.open`;
  const at = useCallback((key: string) => `kith.sql.${workspace}.draft.${key}`, [workspace]);
  const find = useCallback((key: string) => readKept<Draft | null>(at(key), null) ?? undefined, [at]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- v says that the store has changed
  const all = useMemo(() => readKept<string[]>(open, []).flatMap((key) => find(key) ?? []), [open, find, v]);
  const keys = () => readKept<string[]>(open, []);
  return {
    all,
    find,
    open(draft) {
      if (!keys().includes(draft.key)) { write(at(draft.key), draft); write(open, [...keys(), draft.key]); changed(); }
    },
    change(key, patch) {
      const draft = find(key);
      if (draft) { write(at(key), { ...draft, ...patch }); changed(); }
    },
    close(key) {
      write(open, keys().filter((k) => k !== key));
      kept.delete(at(key));
      try { localStorage.removeItem(at(key)); } catch { /* a store that refuses has nothing to remove */ }
      changed();
    },
  };
}

/** A statement that was run here. */
export interface Recent { sql: string; at: number; rows?: number; ms?: number; failed?: boolean }

const mostRecent = 50;

export function useRecent(workspace: string): { all: Recent[]; add: (run: Recent) => void; clear: () => void } {
  const v = useSyncExternalStore(subscribe, () => version);
  const key = `kith.sql.${workspace}.recent`;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- v says that the store has changed
  const all = useMemo(() => readKept<Recent[]>(key, []), [key, v]);
  return {
    all,
    add(run) { write(key, [run, ...readKept<Recent[]>(key, []).filter((r) => r.sql !== run.sql)].slice(0, mostRecent)); changed(); },
    clear() { write(key, []); changed(); },
  };
}
