import i18next from 'i18next';
import { Compass } from 'lucide-react';

import { api, body } from '@/api/client';
import type { Feature } from '@/app/feature';

export const insights: Feature = {
  routes: [
    { path: 'insights', lazy: async () => ({ Component: (await import('./list/InsightsPage')).InsightsPage }) },
    { path: 'insights/new/:kind', lazy: async () => ({ Component: (await import('./page/EditPage')).EditPage }) },
    { path: 'insights/:id', lazy: async () => ({ Component: (await import('./page/ViewPage')).ViewPage }) },
    { path: 'insights/:id/edit', lazy: async () => ({ Component: (await import('./page/EditPage')).EditPage }) },
  ],
  entries: [{ stop: 'understand', group: 'ask', path: 'insights', name: () => i18next.t('insights:title'), icon: Compass, order: 0 }],
  find: async (text, signal) => {
    const page = body(await api.GET('/api/v1/insights', { params: { query: { search: text, limit: 6, sort: 'viewed' } }, signal }));
    return (page.insights ?? []).map((i) => ({ key: `insight-${i.id}`, kind: 'insights' as const, name: i.name, note: i18next.t(`insights:kind.${i.kind}`), icon: Compass, path: `insights/${i.id}` }));
  },
};
