import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

import { api, body, type Schemas } from '@/api/client';
import type { Field } from './field';
import type { Search } from './useSearch';

export type Row = Schemas['PeopleRow'];
type Found = Schemas['PeoplePersonsFound'];

const page = 100; // rows fetched at once

/**
 * Rows from any place of a list. The server keeps the list's order under a name;
 * pages are fetched by that name as they come into view, once scrolling rests.
 */
export function useRows(search: Search, columns: Field[], ready: boolean) {
  const client = useQueryClient();
  const kept = useRef({ search: '', result: '' });
  const words = JSON.stringify(search);
  const ask = async (offset: number, result: string | undefined, signal: AbortSignal): Promise<Found> =>
    body(await api.POST('/api/v1/persons/search', { body: { ...search, columns, offset, limit: page, result }, signal }));

  const head = useQuery({
    queryKey: ['people', 'head', search, columns], enabled: ready, staleTime: Infinity, gcTime: 60_000, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(0, kept.current.search === words ? kept.current.result : undefined, signal),
  });
  const result = head.isPlaceholderData ? undefined : head.data?.result;
  useEffect(() => { if (result) kept.current = { search: words, result }; }, [result, words]);
  const { refetch } = head;
  const renew = useCallback(() => { kept.current = { search: '', result: '' }; void refetch(); }, [refetch]);

  const [wanted, setWanted] = useState<number[]>([]);
  const rows = (at: number) => ['people', 'rows', result, columns, at];
  const pages = useQueries({
    queries: wanted.filter((at) => at > 0).map((at) => ({
      queryKey: rows(at), enabled: result !== undefined, staleTime: Infinity, gcTime: 120_000,
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(at * page, result, signal),
    })),
  });
  // The server no longer has the list of that name: it made another, so start with that.
  const renewed = pages.some((p) => p.data && p.data.result !== result);
  useEffect(() => { if (renewed) renew(); }, [renewed, renew]);

  const timer = useRef(0);
  const want = useCallback((first: number, last: number) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      const next: number[] = [];
      for (let at = Math.floor(Math.max(0, first - 20) / page); at <= Math.floor((last + 40) / page); at++) next.push(at);
      setWanted((old) => (old.join() === next.join() ? old : next));
    }, 70);
  }, []);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const rowAt = (i: number): Row | undefined => {
    const at = Math.floor(i / page);
    const of = at === 0 ? head.data : client.getQueryData<Found>(rows(at));
    return of?.rows?.[i - at * page];
  };
  return { head, rowAt, want, renew, failed: pages.find((p) => p.error)?.error };
}
