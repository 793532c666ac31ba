import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, body, type Schemas } from '@/api/client';
import { useSeen, type EventSeen } from '@/app/catalogue';
import { any, list } from './model/question';

export type PropertySeen = Schemas['CatalogueProperty'];

/** How events and properties are called here: their titles, their own names without. */
export interface Names {
  event: (name: string) => string;
  /** Any of these. */
  events: (names: readonly string[]) => string;
  property: (name: string) => string;
  seen: (name: string) => EventSeen | undefined;
}

/** Properties of one event, or of all. */
export function useProperties(event: string | undefined) {
  const { ws } = useParams();
  return useQuery({ queryKey: ['catalogue', ws, 'properties', event ?? ''], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/properties', { params: { query: { event, limit: 1000 } }, signal })) });
}

/** A property's values, the most frequent first. */
export function useValues(property: string, event: string | undefined, search: string) {
  const { ws } = useParams();
  return useQuery({
    queryKey: ['catalogue', ws, 'values', property, event ?? '', search], enabled: property !== '', staleTime: 60_000, placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/values', { params: { query: { property, event, search: search || undefined, limit: 50 } }, signal })),
  });
}

export function useNames(): Names {
  const { t } = useTranslation('insights');
  const seen = useSeen().data, properties = useProperties(undefined).data;
  return useMemo(() => {
    const titles = new Map(list(properties?.properties).map((p) => [p.name, p.title || p.name]));
    const event = (name: string) => (name === any ? t('anything') : seen?.byName.get(name)?.title || name);
    return {
      event,
      events: (names) => (names.length > 2 ? t('orMore', { first: event(names[0]!), n: names.length }) : names.map(event).join(t('or'))),
      property: (name) => titles.get(name) ?? name,
      seen: (name) => seen?.byName.get(name),
    };
  }, [seen, properties, t]);
}
