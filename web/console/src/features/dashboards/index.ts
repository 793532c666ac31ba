import i18next from 'i18next';
import { LayoutDashboard } from 'lucide-react';

import { api, body } from '@/api/client';
import type { Feature } from '@/app/feature';

export const dashboards: Feature = {
  routes: [
    { path: 'dashboards', lazy: async () => ({ Component: (await import('./ListPage')).ListPage }) },
    { path: 'dashboards/:id', lazy: async () => ({ Component: (await import('./BoardPage')).BoardPage }) },
  ],
  entries: [{ stop: 'understand', group: 'ask', path: 'dashboards', name: () => i18next.t('dashboards:name'), icon: LayoutDashboard, order: 20 }],
  find: async (text, signal) => {
    const page = body(await api.GET('/api/v1/dashboards', { params: { query: { search: text, limit: 5 } }, signal }));
    return (page.dashboards ?? []).map((d) => ({ key: `dashboard-${d.id}`, kind: 'insights' as const, name: d.name, note: i18next.t('dashboards:name'), icon: LayoutDashboard, path: `dashboards/${d.id}` }));
  },
};
