import i18next from 'i18next';
import { Link2 } from 'lucide-react';

import { api, body } from '@/api/client';
import type { Feature, Hit } from '@/app/feature';

/** Links for the palette, by name, partner or code. */
async function find(search: string, signal: AbortSignal): Promise<Hit[]> {
  const found = body(await api.GET('/api/v1/links', { params: { query: { search, limit: 5 } }, signal }));
  return (found.links ?? []).map((l): Hit => ({ key: `link-${l.id}`, kind: 'go', name: l.name, note: `/l/${l.code}`, icon: Link2, path: `links/${l.id}` }));
}

export const links: Feature = {
  routes: [
    { path: 'links', lazy: async () => ({ Component: (await import('./LinksPage')).LinksPage }) },
    { path: 'links/:link', lazy: async () => ({ Component: (await import('./LinksPage')).LinksPage }) },
  ],
  entries: [
    { stop: 'observe', group: 'people', path: 'links', name: () => i18next.t('links:entry'), icon: Link2, order: 90 },
  ],
  find,
};
