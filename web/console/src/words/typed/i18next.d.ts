import type { AnyKey, Key, Namespace, Say } from './keys';

/** A namespace's t, as useTranslation gives it. */
export type TFunction<N extends Namespace = 'shell'> = Say<N>;

interface I18next {
  t: (key: AnyKey | Key<'shell'>, values?: Record<string, unknown>) => string;
  getFixedT: <N extends Namespace>(language: string | null, namespace: N) => Say<N>;
  language: string;
  /** Whether there are words for a code that the server says: "imports:problem.reason.bad_time". */
  exists: (key: string) => boolean;
  isInitialized: boolean;
  exists: (key: string) => boolean;
  use: (plugin: { type: '3rdParty'; init: () => void }) => I18next;
  init: (options: Record<string, unknown>) => Promise<unknown>;
  addResourceBundle: (language: string, namespace: string, words: object, deep: boolean, overwrite: boolean) => I18next;
  changeLanguage: (language: string) => Promise<unknown>;
}

declare const i18next: I18next;
export default i18next;
