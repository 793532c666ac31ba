import type { Schemas } from '@/api/client';
import type { Format } from '@/format';
import { lineName, valueName, type Names } from './course';
import type { Answer } from './types';

export interface Row { name: string; value: number | null; note?: string; cell?: Schemas['InsightCell'] }

/** Any answer as a list of named numbers. */
export function rowsOf(a: Answer, n: Names, f: Format): Row[] {
  const share = (v: number | null | undefined) => (v === null || v === undefined ? undefined : f.percent(v));
  if (a.trend) {
    const several = (a.question.trend?.series?.length ?? 1) > 1;
    return (a.trend.lines ?? []).map((l) => ({ name: lineName(l, several, n), value: l.total, cell: l.series < 0 ? undefined : { series: l.series, group: l.group } }));
  }
  if (a.funnel) return (a.funnel.groups?.[0]?.steps ?? []).map((s, i) => ({ name: s.label, value: s.persons, note: share(s.from_first), cell: { step: i + 1 } }));
  if (a.retention) {
    return (a.retention.groups?.[0]?.cohorts ?? []).map((c) => ({ name: f.day(c.start), value: c.size, note: share(c.cells?.[1]?.future ? null : c.cells?.[1]?.rate), cell: { bucket: c.start } }));
  }
  if (a.stickiness) return (a.stickiness.units ?? []).map((u) => ({ name: String(u.active), value: u.persons, note: share(u.share), cell: { active: u.active } }));
  if (a.lifecycle) return (a.lifecycle.buckets ?? []).map((b) => ({ name: f.day(b.start), value: b.new + b.returning + b.resurrecting, cell: undefined }));
  if (a.sessions) return (a.sessions.groups ?? []).map((g) => ({ name: g.group ? (g.group.other ? n.rest : valueName(g.group.value, n.none)) : '∑', value: g.total.sessions, note: share(g.total.bounce_rate), cell: { group: g.group } }));
  if (a.rfm) return (a.rfm.segments ?? []).map((s) => ({ name: s.segment, value: s.persons, cell: { segment: s.segment } }));
  if (a.paths) return (a.paths.paths ?? []).map((p) => ({ name: (p.nodes ?? []).map((i) => a.paths?.nodes?.[i]?.label ?? '').join(' → '), value: p.sessions }));
  return [];
}
