import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ApiError, body, request, type Schemas } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';

export type Link = Schemas['LinkAddressed'];
export type Draft = Schemas['LinkDraft'];
export type Change = Schemas['LinkChange'];
export type Kind = Link['kind'];
type Question = Schemas['InsightQuestion'];

export const kinds: Kind[] = ['link', 'partner', 'kol', 'staff', 'offline'];

/** As they stand in addresses, in every language. */
export const utm = { source: 'utm_source', medium: 'utm_medium', name: 'utm_campaign', content: 'utm_content', term: 'utm_term' } as const;
export const example = 'https://example.com/spring';

export const clicked = '$link_clicked';
/** Thirty days, today among them. */
const range = { last: '30d' };
const of = (code: string) => [{ property: '$link', op: 'eq' as const, values: [code] }];

export const clicksOf = (code: string): Question => ({
  range,
  trend: { unit: 'day', series: [{ event: clicked, measure: 'total', where: of(code) }, { event: clicked, measure: 'unique', where: of(code) }, { event: clicked, measure: 'total', where: [...of(code), { property: '$link_scanned', op: 'eq', values: [true] }] }] },
});

/** Who clicked, and who of them did anything with us within a day. */
export const arrivalsOf = (code: string): Question => ({ range, funnel: { steps: [{ event: clicked, where: of(code) }, { event: '*' }], window: '24h' } });

/** People of one day's clicks. */
export const dayOf = (code: string, day: string): Question => ({ range: { from: day, to: day }, trend: { unit: 'total', series: [{ event: clicked, measure: 'unique', where: of(code) }] } });

export function useLinks(search: string, kind: Kind | undefined, archived: boolean) {
  const { slug } = useWorkspace();
  return useInfiniteQuery({
    queryKey: ['links', slug, search, kind, archived],
    initialPageParam: '',
    getNextPageParam: (page: Schemas['LinkPage']) => page.next || undefined,
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/links', { params: { query: { search, kind, archived, limit: 50, ...(pageParam ? { after: pageParam } : {}) } }, signal })),
  });
}

export function useLink(id: number) {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['link', slug, id], queryFn: async ({ signal }) => body(await api.GET('/api/v1/links/{link}', { params: { path: { link: id } }, signal })) });
}

/** Clicks by link and day, of those most clicked; a workspace without a click has none. */
export function useClicks() {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['links', slug, 'clicks'], refetchInterval: 30_000,
    queryFn: async ({ signal }) => {
      const answer = body(await api.POST('/api/v1/questions', { signal, body: { range, trend: { unit: 'day', series: [{ event: clicked, measure: 'total' }], breakdown: { property: '$link', limit: 50 } } } }));
      return new Map((answer.trend?.lines ?? []).flatMap((l) => (typeof l.group?.value === 'string' ? [[l.group.value, (l.values ?? []).map((v) => v ?? 0)] as const] : [])));
    },
  });
}

export function useFigures(code: string) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['link', slug, 'figures', code], refetchInterval: 30_000,
    queryFn: async ({ signal }) => {
      const ask = async (question: Question) => body(await api.POST('/api/v1/questions', { body: question, signal }));
      const [clicks, arrivals] = await Promise.all([ask(clicksOf(code)), ask(arrivalsOf(code))]);
      return { clicks, arrivals };
    },
  });
}

/** The code's picture, as an address to show. */
export function usePicture(id: number) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['link', slug, 'qr', id], staleTime: Infinity,
    queryFn: async ({ signal }) => `data:image/svg+xml;utf8,${encodeURIComponent(await (await request(`/api/v1/links/${id}/qr`, { signal })).text())}`,
  });
}

export async function savePicture(id: number, code: string, format: 'svg' | 'png'): Promise<void> {
  const blob = await (await request(`/api/v1/links/${id}/qr?format=${format}&size=2048`)).blob();
  const url = URL.createObjectURL(blob);
  const a = document.createElement('a');
  a.href = url;
  a.download = `qr-${code}.${format}`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function useLinkChanges() {
  const client = useQueryClient();
  const { slug } = useWorkspace();
  const toast = useToast();
  const renew = () => Promise.all([client.invalidateQueries({ queryKey: ['links', slug] }), client.invalidateQueries({ queryKey: ['link', slug] })]);
  return {
    make: async (drafts: Draft[]): Promise<Link[]> => {
      const made = body(await api.POST('/api/v1/links', { body: { links: drafts } })) ?? [];
      await renew();
      return made;
    },
    change: async (id: number, change: Change): Promise<Link> => {
      const link = body(await api.PATCH('/api/v1/links/{link}', { params: { path: { link: id } }, body: change }));
      await renew();
      return link;
    },
    /** Says what failed. */
    failed: (error: unknown) => {
      const e = error instanceof ApiError ? error : new ApiError(0, 'internal', String(error));
      toast({ text: [e.field, e.message, e.hint].filter(Boolean).join(' · '), tone: 'failed' });
    },
  };
}
