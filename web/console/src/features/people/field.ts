import type { Schemas } from '@/api/client';

export type Field = Schemas['PeopleField'];
export type Filter = Schemas['PeopleFilter'];
export type Op = Filter['op'];
export type Sort = Schemas['PeopleSort'];
export type Known = Schemas['PeopleKnown'];
/** What a filter compares with. */
export type Value = string | number | boolean;

const kinds: readonly Field['kind'][] = ['trait', 'first_seen', 'last_seen', 'events', 'active_days', 'sessions', 'count', 'sum', 'activity', 'first_touch', 'last_touch'];
const ops: readonly Op[] = ['eq', 'ne', 'contains', 'not_contains', 'starts_with', 'gt', 'gte', 'lt', 'lte', 'between', 'within', 'not_within', 'set', 'not_set'];

/** A field in an address: trait:city, events:30, sum:order_paid:amount:0. */
export function codeOf(f: Field): string {
  const parts: (string | number)[] = [f.kind];
  if (f.kind === 'trait') parts.push(f.trait ?? '');
  if (f.kind === 'count' || f.kind === 'sum') parts.push(f.event ?? '');
  if (f.kind === 'sum') parts.push(f.property ?? '');
  if (f.days) parts.push(f.days);
  return parts.map((p) => encodeURIComponent(p)).join(':');
}

export function fieldOf(code: string): Field | null {
  const [kind, ...rest] = code.split(':').map(plain);
  if (!kinds.includes(kind as Field['kind'])) return null;
  const f: Field = { kind: kind as Field['kind'] };
  if (f.kind === 'trait') { f.trait = rest.shift() ?? ''; return f.trait ? f : null; }
  if (f.kind === 'count' || f.kind === 'sum') f.event = rest.shift() ?? '';
  if (f.kind === 'sum') f.property = rest.shift() ?? '';
  if ((f.event === '' && f.kind !== 'activity') || f.property === '') return null;
  const days = Number(rest.shift() ?? 0);
  if (days > 0 && days <= 366) f.days = days;
  if (f.kind === 'activity') f.days ??= 14;
  return f;
}

const plain = (text: string): string => { try { return decodeURIComponent(text); } catch { return ''; } };

/** A filter in an address: trait:city;eq;s上海 */
export const filterCode = (f: Filter): string =>
  [codeOf(f.field), f.op, ...((f.values ?? []) as Value[]).map((v) => encodeURIComponent(`${(typeof v)[0]}${v}`))].join(';');

export function filterOf(code: string): Filter | null {
  const [field, op, ...values] = code.split(';');
  const f = fieldOf(field ?? '');
  if (!f || !ops.includes(op as Op)) return null;
  return { field: f, op: op as Op, values: values.map(valueOf) };
}

function valueOf(code: string): Value {
  const text = plain(code), rest = text.slice(1);
  return text.startsWith('n') ? Number(rest) : text.startsWith('b') ? rest === 'true' : rest;
}

export const sortCode = (s: Sort): string => `${codeOf(s.field)};${s.descending ? 'desc' : 'asc'}`;

export function sortOf(code: string | null): Sort {
  const [field, way] = (code ?? '').split(';');
  const f = fieldOf(field ?? '');
  return f ? { field: f, descending: way === 'desc' } : { field: { kind: 'last_seen' }, descending: true };
}

/** How a field's values are shown and compared. */
export type Shape = 'text' | 'number' | 'boolean' | 'time' | 'spark';

export function shapeOf(f: Field, known: Known | undefined): Shape {
  switch (f.kind) {
    case 'first_seen': case 'last_seen': return 'time';
    case 'activity': return 'spark';
    case 'first_touch': case 'last_touch': return 'text';
    case 'trait': {
      const kind = known?.traits?.find((t) => t.name === f.trait)?.kind;
      return kind === 'number' || kind === 'boolean' ? kind : 'text';
    }
  }
  return 'number';
}

/** The columns of a list that nobody has changed yet. */
export function usualColumns(known: Known | undefined): Field[] {
  const traits = known?.traits ?? [];
  const place = traits.find((t) => ['city', 'country', 'plan', 'level'].includes(t.name)) ?? traits.find((t) => !t.names && !t.personal && t.kind === 'text');
  const pay = known?.payment;
  return [
    { kind: 'last_seen' }, { kind: 'activity', days: 14 }, { kind: 'events', days: 30 }, { kind: 'sessions', days: 30 },
    ...(pay ? [{ kind: 'sum' as const, event: pay.event, property: pay.property }] : []),
    { kind: 'first_seen' },
    ...(place ? [{ kind: 'trait' as const, trait: place.name }] : []),
    { kind: 'first_touch' },
  ];
}
