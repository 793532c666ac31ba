import i18next from 'i18next';
import { FileInput } from 'lucide-react';

import type { Feature } from '@/app/feature';

export const imports: Feature = {
  routes: [
    { path: 'imports', lazy: async () => ({ Component: (await import('./ImportsPage')).ImportsPage }) },
    { path: 'imports/:number', lazy: async () => ({ Component: (await import('./ImportPage')).ImportPage }) },
  ],
  entries: [{ stop: 'observe', group: 'in', path: 'imports', name: () => i18next.t('imports:title'), icon: FileInput, right: 'operate', order: 20 }],
};
