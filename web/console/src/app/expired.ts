import { useSyncExternalStore } from 'react';

let expired = false;
const listeners = new Set<() => void>();

/** Whether an answer said that nobody is signed in any more. Who was stays in the cache, so that the page stands as it is. */
export function setExpired(next: boolean): void {
  if (next === expired) return;
  expired = next;
  for (const tell of listeners) tell();
}

export const useExpired = (): boolean => useSyncExternalStore((tell) => { listeners.add(tell); return () => void listeners.delete(tell); }, () => expired);
