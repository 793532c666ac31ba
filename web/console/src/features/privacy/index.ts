import i18next from 'i18next';
import { UserX } from 'lucide-react';

import type { Feature } from '@/app/feature';

export const privacy: Feature = {
  routes: [{ path: 'privacy', lazy: async () => ({ Component: (await import('./PrivacyPage')).PrivacyPage }) }],
  entries: [{ stop: 'protect', group: 'people', path: 'privacy', name: () => i18next.t('privacy:title'), icon: UserX, right: 'operate', order: 10 }],
};
