import i18next from 'i18next';
import { Building2, CircleUserRound, KeyRound, Users } from 'lucide-react';

import type { Feature } from '@/app/feature';

export const settings: Feature = {
  routes: [
    { path: 'settings/workspace', lazy: async () => ({ Component: (await import('./WorkspacePage')).WorkspacePage }) },
    { path: 'settings/operators', lazy: async () => ({ Component: (await import('./OperatorsPage')).OperatorsPage }) },
    { path: 'settings/tokens', lazy: async () => ({ Component: (await import('./TokensPage')).TokensPage }) },
    { path: 'settings/me', lazy: async () => ({ Component: (await import('./MePage')).MePage }) },
  ],
  entries: [
    { stop: 'settings', group: 'settings', path: 'settings/workspace', name: () => i18next.t('settings:workspace.title'), icon: Building2, order: 0 },
    { stop: 'settings', group: 'settings', path: 'settings/operators', name: () => i18next.t('settings:operators.title'), icon: Users, order: 1 },
    { stop: 'settings', group: 'settings', path: 'settings/tokens', name: () => i18next.t('settings:tokens.title'), icon: KeyRound, right: 'manage', order: 2 },
    { stop: 'settings', group: 'mine', path: 'settings/me', name: () => i18next.t('settings:me.title'), icon: CircleUserRound, order: 9 },
  ],
};
