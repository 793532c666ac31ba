import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

export type Import = Schemas['ImporterView'];
export type Sheet = Schemas['ImporterSheet'];
export type Mapping = Schemas['ImporterMapping'];
export type Column = Schemas['ImporterColumn'];
export type Problem = Schemas['ImporterDraftProblem'];
export type DraftEvent = Schemas['ImporterDraftEvent'];
export type Trace = Schemas['IngestTrace'];
export type State = Import['state'];

/** Work goes on, or will: such an import is looked at again and again. */
export const busy = (state: State): boolean => state === 'checking' || state === 'queued' || state === 'running' || state === 'undoing';

const at = (number: number) => ({ params: { path: { number } } });

export function useImports() {
  const { slug } = useWorkspace();
  return useInfiniteQuery({
    queryKey: ['imports', slug],
    initialPageParam: 0,
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/imports', { params: { query: pageParam ? { before: pageParam } : {} }, signal })),
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: (q) => (q.state.data?.pages.some((p) => p.imports?.some((i) => busy(i.state))) ? 1000 : 15_000),
  });
}

export function useImport(number: number) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['import', slug, number],
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/imports/{number}', { ...at(number), signal })),
    refetchInterval: (q) => (q.state.data && busy(q.state.data.state) ? 400 : false),
  });
}

export function useSheet(i: Import) {
  const { slug } = useWorkspace();
  return useQuery({
    queryKey: ['import-sheet', slug, i.number],
    enabled: i.state === 'draft' || i.state === 'checking',
    staleTime: Infinity,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/imports/{number}/sheet', { ...at(i.number), signal })),
  });
}

/** Which events and properties there are, to be mapped to. */
export function useNames() {
  const { slug } = useWorkspace();
  return useQuery({ queryKey: ['names', slug], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/names', { signal })) });
}

/** What taking the import back would touch. */
export const traceOf = async (number: number): Promise<Trace> => body(await api.GET('/api/v1/imports/{number}/undo', at(number)));

export type Act = 'check' | 'pause' | 'cancel' | 'undo';

/** What can be asked of an import; whoever looks at it or the list sees the answer at once. */
export function useActs(number: number) {
  const { slug } = useWorkspace();
  const client = useQueryClient();
  const key = ['import', slug, number], sheetKey = ['import-sheet', slug, number];
  const show = (v: Import) => {
    client.setQueryData(key, v);
    void client.invalidateQueries({ queryKey: ['imports', slug] });
    return v;
  };
  const act = useMutation({
    mutationFn: async (what: Act) => {
      switch (what) {
        case 'check': return body(await api.POST('/api/v1/imports/{number}/check', at(number)));
        case 'pause': return body(await api.POST('/api/v1/imports/{number}/pause', at(number)));
        case 'cancel': return body(await api.POST('/api/v1/imports/{number}/cancel', at(number)));
        case 'undo': return body(await api.POST('/api/v1/imports/{number}/undo', at(number)));
      }
    },
    onSuccess: show,
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
  const start = useMutation({
    mutationFn: async (how: { force?: boolean; again?: boolean; recipe?: boolean }) => body(await api.POST('/api/v1/imports/{number}/start', { ...at(number), body: how })),
    onSuccess: show,
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
  const again = useMutation({ mutationFn: async () => show(body(await api.POST('/api/v1/imports/{number}/again', at(number)))) });
  const map = useMutation({
    scope: { id: `mapping-${number}` },
    mutationFn: async (mapping: Mapping) => body(await api.PUT('/api/v1/imports/{number}/mapping', { ...at(number), body: mapping })),
    // The next edit builds on this one, whether or not the server has answered yet.
    onMutate: (mapping) => { client.setQueryData<Sheet>(sheetKey, (s) => s && { ...s, mapping }); },
    onSuccess: (sheet, sent) => {
      client.setQueryData<Sheet>(sheetKey, (s) => (s && s.mapping !== sent ? { ...sheet, mapping: s.mapping } : sheet));
      void client.invalidateQueries({ queryKey: key });
    },
  });
  const remove = useMutation({
    mutationFn: async () => { await api.DELETE('/api/v1/imports/{number}', at(number)); },
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports', slug] }),
  });
  return { act, start, again, map, remove };
}
