import i18next from 'i18next';
import { User, Users } from 'lucide-react';

import { api, body } from '@/api/client';
import type { Feature, Hit } from '@/app/feature';

/** Persons for the palette: by name, id or trait. */
async function find(text: string, signal: AbortSignal): Promise<Hit[]> {
  const found = body(await api.POST('/api/v1/persons/search', { body: { text, limit: 5 }, signal }));
  return (found.rows ?? []).map((r): Hit => {
    const id = r.ids?.[0]?.id ?? '';
    return { key: String(r.person), kind: 'people', name: r.name || i18next.t('people:unnamed'), note: id === r.name ? '' : id, icon: User, path: `people/${r.person}` };
  });
}

export const people: Feature = {
  routes: [
    { path: 'people', lazy: async () => ({ Component: (await import('./PeoplePage')).PeoplePage }) },
    { path: 'people/:person', lazy: async () => ({ Component: (await import('./person/PersonPage')).PersonPage }) },
  ],
  entries: [{ stop: 'understand', group: 'people', path: 'people', name: () => i18next.t('people:title'), icon: Users, order: 20 }],
  find,
};
