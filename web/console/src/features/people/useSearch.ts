import { useCallback, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';

import { codeOf, fieldOf, filterCode, filterOf, sortCode, sortOf, type Field, type Filter, type Sort } from './field';

export interface Search { text: string; where: Filter[]; sort: Sort }

/** The list's whole state, which lives in the address. */
export function useSearch() {
  const [params, setParams] = useSearchParams();
  const latest = useRef(params); // two changes may come before one is drawn
  latest.current = params;
  const search = useMemo((): Search => ({
    text: params.get('q') ?? '',
    where: params.getAll('f').map(filterOf).filter((f) => f !== null),
    sort: sortOf(params.get('s')),
  }), [params]);
  const columns = useMemo(() => params.get('c')?.split(',').map(fieldOf).filter((f) => f !== null), [params]);
  const change = useCallback((to: Partial<Search> & { columns?: Field[] | null }) => {
    const next = new URLSearchParams(latest.current);
    if (to.text !== undefined) { if (to.text) next.set('q', to.text); else next.delete('q'); }
    if (to.where) { next.delete('f'); to.where.forEach((f) => next.append('f', filterCode(f))); }
    if (to.sort) next.set('s', sortCode(to.sort));
    if (to.columns === null) next.delete('c'); else if (to.columns) next.set('c', to.columns.map(codeOf).join(','));
    latest.current = next;
    setParams(next, { replace: to.text !== undefined });
  }, [setParams]);
  return { search, columns, change };
}
