import i18next from 'i18next';
import { Database } from 'lucide-react';

import type { Feature } from '@/app/feature';

export const sql: Feature = {
  routes: [{ path: 'sql', lazy: async () => ({ Component: (await import('./SqlPage')).SqlPage }) }],
  entries: [{ stop: 'understand', group: 'ask', path: 'sql', name: () => i18next.t('sql:title'), icon: Database, right: 'query', order: 90 }],
};
