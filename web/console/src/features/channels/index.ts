import i18next from 'i18next';
import { Split } from 'lucide-react';

import type { Feature } from '@/app/feature';

export const channels: Feature = {
  routes: [{ path: 'channels', lazy: async () => ({ Component: (await import('./ChannelsPage')).ChannelsPage }) }],
  entries: [{ stop: 'understand', group: 'ask', path: 'channels', name: () => i18next.t('channels:entry'), icon: Split, order: 80 }],
};
