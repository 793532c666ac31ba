import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { api, body, type Schemas } from '@/api/client';
import { useFormat } from '@/app/session';

export type TimelineEvent = Schemas['PeopleEvent'];
export type Session = Schemas['PeopleSession'];

interface Turn { before?: string; after?: string; until?: string }

/** What of the timeline is shown lives in the address: which events, up to which day, how grouped. */
export function useTimelineView() {
  const [params, setParams] = useSearchParams();
  const events = useMemo(() => params.getAll('e'), [params]);
  const change = useCallback((to: { events?: string[]; until?: null; single?: boolean }) => {
    setParams((old) => {
      const next = new URLSearchParams(old);
      if (to.events) { next.delete('e'); to.events.forEach((e) => next.append('e', e)); }
      if (to.until === null) next.delete('until');
      if (to.single !== undefined) { if (to.single) next.set('view', 'each'); else next.delete('view'); }
      return next;
    }, { replace: true });
  }, [setParams]);
  return { events, until: params.get('until') ?? undefined, single: params.get('view') === 'each', change };
}

/** The timeline page by page, to the past and, when it was begun in the midst, to the present. */
export function useTimeline(person: number, events: string[], until: string | undefined) {
  const { zone } = useFormat();
  const pages = useInfiniteQuery({
    queryKey: ['timeline', person, events, until],
    initialPageParam: (until ? { until: new Date(endOf(until, zone)).toISOString() } : {}) as Turn,
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/persons/{person}/timeline', { params: { path: { person }, query: { ...pageParam, event: events, limit: 50 } }, signal })),
    getNextPageParam: (last): Turn | undefined => (last.older ? { before: last.older } : undefined),
    getPreviousPageParam: (first): Turn | undefined => (first.newer ? { after: first.newer } : undefined),
    staleTime: 15_000,
  });
  const { all, sessions } = useMemo(() => ({
    all: pages.data?.pages.flatMap((p) => p.events ?? []) ?? [],
    sessions: new Map(pages.data?.pages.flatMap((p) => p.sessions ?? []).map((s) => [s.id, s])),
  }), [pages.data]);
  return { pages, all, sessions };
}

/** The last millisecond of a day in a zone. */
export function endOf(date: string, zone: string): number {
  const utc = Date.parse(`${date}T23:59:59.999Z`);
  return utc - offset(utc - offset(utc, zone), zone);
}

function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
  const n = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second')) - Math.floor(at / 1000) * 1000;
}
