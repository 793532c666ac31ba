import i18next from 'i18next';
import { Braces, CircleDot, Radio, ShieldAlert, Tags } from 'lucide-react';

import { api, body } from '@/api/client';
import type { Feature, Hit } from '@/app/feature';
import { useObserveWaits } from './waits';

/** Event names for the palette, by name or title. */
async function find(search: string, signal: AbortSignal): Promise<Hit[]> {
  const found = body(await api.GET('/api/v1/catalogue/events', { params: { query: { search, limit: 5 } }, signal }));
  return (found.events ?? []).map((e): Hit => ({ key: `event-${e.name}`, kind: 'go', name: e.title || e.name, note: e.title ? e.name : '', icon: Tags, path: `catalogue/events?open=${encodeURIComponent(e.name)}` }));
}

export const observe: Feature = {
  routes: [
    { path: 'sources', lazy: async () => ({ Component: (await import('./sources/SourcesPage')).SourcesPage }) },
    { path: 'sources/:source', lazy: async () => ({ Component: (await import('./sources/SourcesPage')).SourcesPage }) },
    { path: 'live', lazy: async () => ({ Component: (await import('./live/LivePage')).LivePage }) },
    { path: 'quarantine', lazy: async () => ({ Component: (await import('./quarantine/QuarantinePage')).QuarantinePage }) },
    { path: 'catalogue/events', lazy: async () => ({ Component: (await import('./catalogue/EventsPage')).EventsPage }) },
    { path: 'catalogue/properties', lazy: async () => ({ Component: (await import('./catalogue/PropertiesPage')).PropertiesPage }) },
  ],
  entries: [
    { stop: 'observe', group: 'in', path: 'sources', name: () => i18next.t('observe:entry.sources'), icon: CircleDot, order: 10 },
    { stop: 'observe', group: 'in', path: 'live', name: () => i18next.t('observe:entry.live'), icon: Radio, order: 20 },
    { stop: 'observe', group: 'in', path: 'quarantine', name: () => i18next.t('observe:entry.quarantine'), icon: ShieldAlert, order: 30 },
    { stop: 'observe', group: 'data', path: 'catalogue/events', name: () => i18next.t('observe:entry.events'), icon: Tags, order: 50 },
    { stop: 'observe', group: 'data', path: 'catalogue/properties', name: () => i18next.t('observe:entry.properties'), icon: Braces, order: 60 },
  ],
  find,
  useWaits: useObserveWaits,
};
