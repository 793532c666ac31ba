import { useSyncExternalStore } from 'react';

import type { Scheme } from '@/design/palette';
import type { Language } from '@/format';
import { speak } from '@/words';

/** What this browser prefers; the operator's own account follows once it is known. */
export type SchemeChoice = Scheme | 'system';

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
const changed = () => { for (const tell of listeners) tell(); };
const subscribe = (tell: () => void) => { listeners.add(tell); return () => void listeners.delete(tell); };
const read = (key: string) => { try { return localStorage.getItem(key); } catch { return null; } };
const write = (key: string, value: string) => { try { localStorage.setItem(key, value); } catch { /* private windows may refuse; the choice then lasts as long as the page */ } };

let choice = (read('kith.scheme') as SchemeChoice | null) ?? 'system';
let language: Language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';

const schemeNow = (): Scheme => (choice === 'system' ? (system.matches ? 'dark' : 'light') : choice);
const show = () => { document.documentElement.dataset.scheme = schemeNow(); changed(); };
system.addEventListener('change', show);

export function setScheme(next: SchemeChoice): void {
  choice = next;
  write('kith.scheme', next);
  show();
}

export async function setLanguage(next: Language): Promise<void> {
  await speak(next);
  language = next;
  write('kith.language', next);
  changed();
}

export const choseLanguage = (): boolean => read('kith.language') !== null;
export const choseScheme = (): boolean => read('kith.scheme') !== null;
export const languageNow = (): Language => language;
export const useScheme = (): Scheme => useSyncExternalStore(subscribe, schemeNow);
export const useSchemeChoice = (): SchemeChoice => useSyncExternalStore(subscribe, () => choice);
export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => language);
