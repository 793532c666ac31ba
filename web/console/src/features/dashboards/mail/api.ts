import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';

export type Schedule = Schemas['ScheduleView'];
export type Plan = Schemas['SchedulePlan'];
export type Run = Schemas['ScheduleRunView'];
export type Delivery = Schemas['ScheduleDeliveryView'];

const keyOf = (ws: string, board: number) => ['schedules', ws, board];

/** When a dashboard is mailed, to whom, and how that went. */
export function useSchedules(board: number, watch = false) {
  const ws = useWorkspace().slug;
  return useQuery({ queryKey: keyOf(ws, board), refetchInterval: watch ? 5000 : false, queryFn: async ({ signal }) => body(await api.GET('/api/v1/dashboards/{dashboard}/schedules', { params: { path: { dashboard: board } }, signal })) });
}

/** What can be done about it; each reads the list anew. */
export function useScheduleActs(board: number) {
  const ws = useWorkspace().slug, client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: keyOf(ws, board) });
  const path = { dashboard: board };
  const save = useMutation({
    onSuccess,
    mutationFn: async ({ id, plan }: { id?: number; plan: Plan }) =>
      id === undefined
        ? body(await api.POST('/api/v1/dashboards/{dashboard}/schedules', { params: { path }, body: plan }))
        : body(await api.PUT('/api/v1/dashboards/{dashboard}/schedules/{schedule}', { params: { path: { ...path, schedule: id } }, body: plan })),
  });
  const remove = useMutation({ onSuccess, mutationFn: async (id: number) => { await api.DELETE('/api/v1/dashboards/{dashboard}/schedules/{schedule}', { params: { path: { ...path, schedule: id } } }); } });
  const again = useMutation({
    onSuccess,
    mutationFn: async ({ id, occurrence, address }: { id: number; occurrence: string; address: string }) =>
      body(await api.POST('/api/v1/dashboards/{dashboard}/schedules/{schedule}/again', { params: { path: { ...path, schedule: id } }, body: { occurrence, address } })),
  });
  const test = useMutation({ mutationFn: async (language: 'zh' | 'en') => body(await api.POST('/api/v1/dashboards/{dashboard}/schedules/test', { params: { path }, body: { language } })) });
  return { save, remove, again, test };
}

export const planOf = (s: Schedule): Plan => ({ every: s.every, weekday: s.weekday, day: s.day, hour: s.hour, minute: s.minute, zone: s.zone, language: s.language, operators: s.operators ?? [], addresses: s.addresses ?? [], paused: s.paused });
