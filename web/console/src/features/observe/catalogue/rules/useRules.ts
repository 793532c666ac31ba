import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';

export type Rules = Schemas['PlanRules'];
export type Rule = Schemas['PlanPropertyRule'];
export type Preview = Schemas['PlanPreview'];
export type Status = Rules['status'];

/** An event's rules, and what could be made of what was seen. */
export function useRules(event: string) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['plan', slug, 'event', event], queryFn: async ({ signal }) => body(await api.GET('/api/v1/plan/events/{name}', { params: { path: { name: event } }, signal })) });
}

/** How far each event's rules are. */
export function useStatuses() {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['plan', slug, 'events'], queryFn: async ({ signal }) => body(await api.GET('/api/v1/plan/events', { signal })) });
}

/** What rules would have done to the last days, asked again when they change. */
export function usePreview(event: string, rules: Rules) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['plan', slug, 'preview', event, rules], placeholderData: keepPreviousData, retry: false,
    queryFn: async ({ signal }) => body(await api.POST('/api/v1/plan/events/{name}/preview', { params: { path: { name: event } }, body: rules, signal })),
  });
}

export interface Broken { mark: string; events: number }

/** What broke rules in the last 7 days and was accepted all the same, by rule. */
export function useBroken(event: string, judged: boolean) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['plan', slug, 'broken', event], enabled: judged, refetchInterval: 10_000,
    queryFn: async ({ signal }) => {
      const answer = body(await api.POST('/api/v1/questions', { signal, body: brokenQuestion(event) }));
      return (answer.trend?.lines ?? []).filter((l) => (l.total ?? 0) > 0).map((l): Broken => ({ mark: String(l.group?.value ?? ''), events: l.total ?? 0 }));
    },
  });
}

export const violation = '$violation';

export const brokenQuestion = (event: string, mark?: string): Schemas['InsightQuestion'] => ({
  range: { last: '7d' },
  trend: { unit: 'day', series: [{ event, exact: true, measure: 'total', where: [mark === undefined ? { property: violation, op: 'set' } : { property: violation, op: 'eq', values: [mark] }] }], breakdown: mark === undefined ? { property: violation, limit: 20 } : undefined },
});

/** Writes an event's rules or takes them away; what failed is said and what was typed stays. */
export function useChangeRules(event: string) {
  const client = useQueryClient();
  const { slug } = useWorkspace();
  const toast = useToast();
  const run = async (change: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change();
      return true;
    } catch (error) {
      const e = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error));
      toast({ text: [e.field, e.message, e.hint].filter(Boolean).join(' · '), tone: 'failed' });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ['plan', slug] });
    }
  };
  return {
    set: (rules: Rules, version: number) => run(() => api.PUT('/api/v1/plan/events/{name}', { params: { path: { name: event } }, body: { rules, version } })),
    drop: (version: number) => run(() => api.DELETE('/api/v1/plan/events/{name}', { params: { path: { name: event }, query: { version } } })),
  };
}
