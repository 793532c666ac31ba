import i18next from 'i18next';
import { Sun } from 'lucide-react';

import type { Feature } from '@/app/feature';
import { useIngestWaits } from './waits';

export const today: Feature = {
  routes: [{ path: 'today', lazy: async () => ({ Component: (await import('./TodayPage')).TodayPage }) }],
  entries: [{ stop: 'today', group: 'ask', path: 'today', name: () => i18next.t('shell:stop.today'), icon: Sun, order: 0 }],
  useWaits: useIngestWaits,
};
