import { useQuery } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

type Question = Schemas['InsightQuestion'];
export type Answer = Schemas['InsightAnswer'];

/** What money is called in most products; the first that was really seen is used. */
const purchases: readonly { event: string; property: string }[] = [
  { event: 'order_paid', property: 'amount' },
  { event: 'Order Completed', property: 'revenue' },
  { event: 'order_completed', property: 'amount' },
  { event: 'purchase', property: 'value' },
  { event: 'pay_success', property: 'amount' },
];

/** 61 days: thirty whole ones, the thirty before them, and today. */
const range = { last: '61d' };

export interface Asked { activity: Answer; newcomers: Answer; retention: Answer; sessions: Answer; money: Answer | null; purchase: { event: string; property: string } | null }

const activity: Question = {
  range,
  trend: { unit: 'day', series: [{ event: '*', measure: 'unique' }, { event: '*', measure: 'unique', rolling: 7 }, { event: '*', measure: 'unique', rolling: 30 }] },
};
const newcomers: Question = { range, lifecycle: { selector: { event: '*' }, unit: 'day' } };
const retention: Question = { range, retention: { start: { event: '*' }, return: { event: '*' }, cohort: 'first_ever', unit: 'day', periods: 1 } };
const sessions: Question = { range, sessions: { unit: 'day' } };
const money = (p: { event: string; property: string }): Question => ({
  range, trend: { unit: 'day', series: [{ event: p.event, measure: 'sum', property: p.property }, { event: p.event, measure: 'unique' }] },
});

/** Everything that Today says about how we are doing, asked at once and again each minute. */
export function useToday() {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['today', slug],
    refetchInterval: 60_000,
    queryFn: async ({ signal }): Promise<Asked> => {
      const ask = async (q: Question) => body(await api.POST('/api/v1/questions', { body: q, signal }));
      const names = body(await api.GET('/api/v1/names', { signal }));
      const purchase = purchases.find((p) => names.events?.includes(p.event) && names.properties?.includes(p.property)) ?? null;
      const [a, n, r, s, m] = await Promise.all([ask(activity), ask(newcomers), ask(retention), ask(sessions), purchase ? ask(money(purchase)) : null]);
      return { activity: a, newcomers: n, retention: r, sessions: s, money: m, purchase };
    },
  });
}
