import type { Filter, Range, Shared } from './types';

/** What somebody who looks has chosen, as a part of the address; what is absent is as the dashboard has it. */
export function overridden(params: URLSearchParams, shared: Shared): Shared {
  const range = rangeOf(params);
  const where = whereOf(params.get('where'));
  const compare = params.get('compare');
  return { range: range ?? shared.range, where: where ?? shared.where ?? [], compare: compare === null ? shared.compare : compare === '1' };
}

export const isOverridden = (params: URLSearchParams): boolean => ['last', 'from', 'to', 'where', 'compare'].some((k) => params.has(k));

function rangeOf(params: URLSearchParams): Range | null {
  const last = params.get('last'), from = params.get('from'), to = params.get('to');
  if (last && /^[1-9]\d{0,3}(h|d|w|mo)$/.test(last)) return { last };
  const date = /^\d{4}-\d{2}-\d{2}$/;
  return from && to && date.test(from) && date.test(to) ? { from, to } : null;
}

function whereOf(text: string | null): Filter[] | null {
  if (text === null) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((f) => typeof f === 'object' && f !== null && 'property' in f && 'op' in f) ? (list as Filter[]) : null;
  } catch {
    return null;
  }
}

/** Writes a choice into the address, or takes it out when it is the dashboard's own. */
export function choose(params: URLSearchParams, shared: Shared, next: Shared): URLSearchParams {
  const out = new URLSearchParams(params);
  for (const key of ['last', 'from', 'to', 'where', 'compare']) out.delete(key);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  if (!same(next.range, shared.range)) {
    if (next.range.last) out.set('last', next.range.last);
    else { out.set('from', next.range.from ?? ''); out.set('to', next.range.to ?? ''); }
  }
  if (!same(next.where ?? [], shared.where ?? [])) out.set('where', JSON.stringify(next.where ?? []));
  if (Boolean(next.compare) !== Boolean(shared.compare)) out.set('compare', next.compare ? '1' : '0');
  return out;
}

/** "30d" taken apart. */
export function lastOf(range: Range): { count: number; unit: 'h' | 'd' | 'w' | 'mo' } | null {
  const m = /^(\d+)(h|d|w|mo)$/.exec(range.last ?? '');
  return m ? { count: Number(m[1]), unit: m[2] as 'h' | 'd' | 'w' | 'mo' } : null;
}
