import i18next from 'i18next';
import { Database, FileText } from 'lucide-react';

import { api, body } from '@/api/client';
import type { Feature, Hit } from '@/app/feature';

/** Saved queries by their names; none for those who may not read them. */
async function find(text: string, signal: AbortSignal): Promise<Hit[]> {
  const wanted = text.trim().toLowerCase();
  const page = await api.GET('/api/v1/sql/saved', { params: { query: { limit: 200 } }, signal }).then(body, () => null);
  return (page?.queries ?? []).filter((q) => q.name.toLowerCase().includes(wanted)).slice(0, 5)
    .map((q) => ({ key: `sql-${q.id}`, kind: 'insights', name: q.name, note: i18next.t('sql:title'), icon: FileText, path: `sql?q=${q.id}` }));
}

export const sql: Feature = {
  routes: [{ path: 'sql', lazy: async () => ({ Component: (await import('./SqlPage')).SqlPage }) }],
  entries: [{ stop: 'understand', group: 'ask', path: 'sql', name: () => i18next.t('sql:title'), icon: Database, right: 'query', order: 90 }],
  find,
};
