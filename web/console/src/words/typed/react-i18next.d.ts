import type { ReactElement, ReactNode } from 'react';

import type { AnyKey, Key, Namespace, Say } from './keys';

export declare function useTranslation<N extends Namespace = 'shell'>(namespace?: N): { t: Say<N>; i18n: { language: string; exists: (key: string) => boolean } };
export declare function Trans<N extends Namespace>(props: { t: Say<N>; i18nKey: Key<N> | AnyKey; count?: number; values?: Record<string, unknown>; components?: Record<string, ReactElement> }): ReactNode;
export declare const initReactI18next: { type: '3rdParty'; init: () => void };
