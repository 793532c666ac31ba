import { useSyncExternalStore } from 'react';

const query = '(max-width: 720px)';
const listen = (tell: () => void) => {
  const m = matchMedia(query);
  m.addEventListener('change', tell);
  return () => m.removeEventListener('change', tell);
};

/** The window is a phone's. */
export const useNarrow = (): boolean => useSyncExternalStore(listen, () => matchMedia(query).matches);
