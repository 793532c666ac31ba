import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import type { Language } from '@/format';
import type { zh } from './zh';

/** A language file says what the Chinese one says, key by key; the compiler holds it to that. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

const load: Record<Language, () => Promise<Same<typeof zh>>> = {
  'zh-CN': () => import('./zh').then((m) => m.zh),
  en: () => import('./en').then((m) => m.en),
};

/** Starts in a language, or changes to it; its words are fetched when first needed. */
export async function speak(language: Language): Promise<void> {
  const words = await load[language]();
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language, resources: { [language]: words }, ns: Object.keys(words), defaultNS: 'shell',
      interpolation: { escapeValue: false }, returnNull: false, showSupportNotice: false,
    });
  } else {
    for (const [namespace, keys] of Object.entries(words)) i18next.addResourceBundle(language, namespace, keys, true, true);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}
