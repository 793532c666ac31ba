import i18next from 'i18next';
import { Fingerprint, Merge } from 'lucide-react';

import type { Feature } from '@/app/feature';

export { UndoDialog } from './UndoDialog';
export { useMay, useTypeName, useUnbind } from './data';

export const identity: Feature = {
  routes: [
    { path: 'merges', lazy: async () => ({ Component: (await import('./MergesPage')).MergesPage }) },
    { path: 'settings/identity', lazy: async () => ({ Component: (await import('./RulesPage')).RulesPage }) },
  ],
  entries: [
    { stop: 'observe', group: 'data', path: 'merges', name: () => i18next.t('identity:merges.title'), icon: Merge, order: 70 },
    { stop: 'settings', group: 'settings', path: 'settings/identity', name: () => i18next.t('identity:rules.title'), icon: Fingerprint, order: 3 },
  ],
};
