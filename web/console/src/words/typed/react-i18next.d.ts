import type { Namespace, Say } from './keys';

export declare function useTranslation<N extends Namespace = 'shell'>(namespace?: N): { t: Say<N>; i18n: { language: string } };
export declare const initReactI18next: { type: '3rdParty'; init: () => void };
