import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

export type Question = Schemas['InsightQuestion'];
export type Answer = Schemas['InsightAnswer'];
export type Row = Schemas['InsightChannelRow'];
export type Place = Schemas['InsightPlaceRef'];

export const models = ['last_non_direct', 'first', 'last', 'linear', 'position', 'decay'] as const;
export type Model = (typeof models)[number];
export const bys = ['channel', 'source', 'campaign'] as const;
export type By = (typeof bys)[number];
export const ranges = ['7d', '30d', '90d', '180d'] as const;
export type Span = (typeof ranges)[number];
export const channels = ['paid_search', 'organic_search', 'paid_social', 'organic_social', 'display', 'video', 'mail', 'sms', 'push', 'partner', 'qr', 'link', 'referral', 'campaign', 'direct'] as const;
export type Channel = (typeof channels)[number];

/** What orders are usually called, and their amounts: taken when the reader has chosen nothing. */
const orders = ['order_paid', 'Order Completed', 'purchase'], amounts = ['amount', 'revenue', 'total', 'value'];

export function useSeen() {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['channels', slug, 'names'], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/names', { signal })) });
}

export interface Asked { span: Span; by: By; first: Model; second: Model | undefined; event: string; amount: string }

/** What the address asks for, with the usual where it says nothing. */
export function asked(params: URLSearchParams, seen: Schemas['InsightNamesSeen'] | undefined): Asked {
  const one = <T extends string>(list: readonly T[], name: string, usual: T): T => list.find((x) => x === params.get(name)) ?? usual;
  const known = (name: string, had: readonly string[] | null | undefined, usual: string[]) => params.get(name) ?? usual.find((x) => had?.includes(x)) ?? '';
  const first = one(models, 'model', 'last_non_direct'), second = models.find((m) => m === params.get('beside') && m !== first);
  return { span: one(ranges, 'range', '30d'), by: one(bys, 'by', 'channel'), first, second, event: known('event', seen?.events, orders), amount: known('amount', seen?.properties, amounts) };
}

export const questionOf = (a: Asked): Question => ({
  range: { last: a.span },
  channels: {
    by: a.by, models: a.second ? [a.first, a.second] : [a.first], unit: a.span === '180d' ? 'week' : 'day',
    ...(a.event ? { conversion: { event: a.event }, activation: { event: a.event }, ...(a.amount ? { property: a.amount } : {}) } : {}),
  },
});

export function useAnswer(question: Question, ready: boolean) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['channels', slug, 'answer', question], enabled: ready, placeholderData: keepPreviousData, queryFn: async ({ signal }) => body(await api.POST('/api/v1/questions', { signal, body: question })) });
}

export const placeOf = (r: Row): Place => ({ ...(r.channel ? { channel: r.channel } : {}), ...(r.source ? { source: r.source } : {}), ...(r.campaign ? { campaign: r.campaign } : {}), ...(r.other ? { other: true } : {}) });
export const keyOf = (r: Row): string => (r.other ? 'other' : [r.channel, r.source, r.campaign].join('/'));
