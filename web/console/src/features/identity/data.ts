import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ApiError, api, body, type Schemas } from '@/api/client';
import type { Right } from '@/app/feature';
import { useToast } from '@/app/notices';
import { useMe, useWorkspace } from '@/app/session';

export type Line = Schemas['PeopleMergeLine'];
export type Suggestion = Schemas['PeopleSuggestionLine'];
export type Comparison = Schemas['PeopleComparison'];
export type Side = Schemas['PeopleSide'];
export type Rules = Schemas['PeopleRulesNow'];
export type IdType = Schemas['IdentityType'];

export const mostShown = 50;

export function useMay(right: Right): boolean {
  const { slug } = useWorkspace();
  return useMe().data?.memberships?.find((m) => m.slug === slug)?.rights?.some((r) => r === right) ?? false;
}

export interface Asked { text: string; rule: string; state: string; before: number }

export function useMerges(q: Asked) {
  const { slug } = useWorkspace();
  const { text, before } = q;
  const rule = q.rule === 'event' || q.rule === 'alias' || q.rule === 'operator' ? q.rule : undefined;
  const state = q.state === 'holds' || q.state === 'undone' ? q.state : undefined;
  return useQuery({
    queryKey: ['merges', slug, 'log', text, rule, state, before], placeholderData: keepPreviousData, refetchInterval: 10_000,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/merges', { params: { query: { text: text || undefined, rule, state, before: before || undefined, limit: mostShown } }, signal })),
  });
}

export function useSuggestions(dismissed: boolean) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['merges', slug, 'suggestions', dismissed], refetchInterval: 10_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/merges/suggestions', { params: { query: { dismissed } }, signal })) });
}

export function useComparison(from: number, into: number) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['merges', slug, 'compare', from, into], queryFn: async ({ signal }) => body(await api.GET('/api/v1/merges/compare', { params: { query: { from, into } }, signal })) });
}

export function useUndo(number: number) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['merges', slug, 'undo', number], queryFn: async ({ signal }) => body(await api.GET('/api/v1/merges/{number}/undo', { params: { path: { number } }, signal })) });
}

/** What follows a change of who is who: every answer may be another. */
function useAfter() {
  const client = useQueryClient();
  return () => client.invalidateQueries();
}

export function useWhyNot(): (error: unknown) => string {
  const { t } = useTranslation('design');
  return (error) => {
    const e = error instanceof ApiError ? error : null;
    return e?.code === 'unreachable' ? t('unreachable') : e ? [e.message, e.hint].filter(Boolean).join('; ') : String(error);
  };
}

export function useMerging() {
  const after = useAfter();
  return useMutation({
    mutationFn: async (x: { from: number; into: number; why: string }) => body(await api.POST('/api/v1/merges', { body: { from: x.from, into: x.into, why: x.why || undefined } })),
    onSuccess: after,
  });
}

export function useUndoing() {
  const after = useAfter();
  return useMutation({
    mutationFn: async (x: { number: number; again: boolean; why: string }) => body(await api.POST('/api/v1/merges/{number}/undo', { params: { path: { number: x.number } }, body: { again: x.again, why: x.why || undefined } })),
    onSuccess: after,
  });
}

export function useUnbind() {
  const after = useAfter();
  const say = useToast();
  const why = useWhyNot();
  const { t } = useTranslation('identity');
  return useMutation({
    mutationFn: async (x: { person: number; type: string; id: string }) => body(await api.POST('/api/v1/persons/{person}/unbind', { params: { path: { person: x.person } }, body: { type: x.type, id: x.id } })),
    onSuccess: (_, x) => { say({ text: t('unbind.done', { id: x.id }) }); return after(); },
    onError: (e) => say({ text: why(e), tone: 'failed' }),
  });
}

export function useSettling() {
  const client = useQueryClient();
  const { slug } = useWorkspace();
  const say = useToast();
  const why = useWhyNot();
  return useMutation({
    mutationFn: async (x: { owner: number; other: number; dismissed: boolean }) => { await api.POST('/api/v1/merges/suggestions/settle', { body: x }); },
    onSuccess: () => client.invalidateQueries({ queryKey: ['merges', slug, 'suggestions'] }),
    onError: (e) => say({ text: why(e), tone: 'failed' }),
  });
}

export function useRules() {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['identity-rules', slug], queryFn: async ({ signal }) => body(await api.GET('/api/v1/identity/rules', { signal })) });
}

export function useSaveRules() {
  const client = useQueryClient();
  const { slug } = useWorkspace();
  return useMutation({
    mutationFn: async (rules: Schemas['IdentityRules']) => body(await api.PUT('/api/v1/identity/rules', { body: rules })),
    onSuccess: (saved) => { client.setQueryData(['identity-rules', slug], saved); },
  });
}

/** The name of a type: those that every workspace has are translated. */
export function useTypeName(): (type: string) => string {
  const { t, i18n } = useTranslation('identity');
  return (type) => (i18n.exists(`identity:type.${type}`) ? t(`type.${type}` as 'type.user') : type);
}
