import i18next from 'i18next';
import { Table2 } from 'lucide-react';

import type { Feature } from '@/app/feature';

export const tables: Feature = {
  routes: [
    { path: 'tables', lazy: async () => ({ Component: (await import('./TablesPage')).TablesPage }) },
    { path: 'tables/:table', lazy: async () => ({ Component: (await import('./TablesPage')).TablesPage }) },
  ],
  entries: [
    { stop: 'observe', group: 'data', path: 'tables', name: () => i18next.t('tables:entry'), icon: Table2, order: 70 },
  ],
};
