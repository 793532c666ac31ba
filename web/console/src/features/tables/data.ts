import { useInfiniteQuery, useQuery } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

export type Summary = Schemas['TableSummary'];
export type Row = Schemas['TableKept'];
export type Name = 'orders' | 'subscriptions' | 'items';
export const names: Name[] = ['orders', 'subscriptions', 'items'];

export function useTables() {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['tables', slug], refetchInterval: 15_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/tables', { signal })) ?? [] });
}

export function useRows(table: Name, search: string) {
  const { slug } = useWorkspace();
  return useInfiniteQuery({
    queryKey: ['tables', slug, table, search],
    initialPageParam: '',
    getNextPageParam: (page: Schemas['TablePage']) => page.next || undefined,
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/tables/{table}/rows', { params: { path: { table }, query: { search, limit: 50, ...(pageParam ? { after: pageParam } : {}) } }, signal })),
  });
}

export function useRow(table: Name, key: string | null) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['tables', slug, table, 'row', key], enabled: key !== null,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/tables/{table}/row', { params: { path: { table }, query: { key: key ?? '' } }, signal })),
  });
}

/** Columns of the list, after the key: those that tell rows apart at a glance. */
export const columns: Record<Name, string[]> = {
  orders: ['user_id', 'status', 'total', 'paid_at', 'coupon'],
  subscriptions: ['user_id', 'plan', 'status', 'amount', 'renews_at'],
  items: ['name', 'category', 'price', 'tags'],
};

const samples: Record<Name, object> = {
  orders: { order_id: 'A-1001', user_id: 'u42', status: 'paid', paid_at: '2026-03-01T10:05:00Z', total: 120.5, currency: 'CNY', lines: [{ item_id: 'I-7', quantity: 2, price: 60.25 }], updated_at: '2026-03-01T10:05:00Z' },
  subscriptions: { subscription_id: 'S-9', user_id: 'u42', plan: 'gold', status: 'active', started_at: '2026-01-01', renews_at: '2026-04-01', amount: 30, currency: 'CNY', interval: 'month', updated_at: '2026-03-01T10:05:00Z' },
  items: { item_id: 'I-7', name: 'Tea set', category: 'tea', price: 60.25, currency: 'CNY', updated_at: '2026-03-01T10:05:00Z' },
};

/** What a program sends, to copy; $KITH_TOKEN is an API token from the settings. */
export const command = (table: Name, workspace: string): string => `curl -X POST ${location.origin}/api/v1/tables/${table}/rows \\
  -H "Authorization: Bearer $KITH_TOKEN" \\
  -H "X-Kith-Workspace: ${workspace}" \\
  -H "Content-Type: application/json" \\
  -d '${JSON.stringify({ rows: [samples[table]] }, null, 2)}'`;
