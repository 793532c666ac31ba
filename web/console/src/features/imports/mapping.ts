import type { Column, Mapping, Problem, Sheet } from './data';

/** Where a column may go: a role, or a property by its name. */
export type Target = { role: 'event' | 'time' | 'user_id' | 'or_user_id' | 'anonymous_id' | 'id' | 'properties_from' | 'unused' } | { role: 'property'; name: string };

const without = (of: Record<string, string> | null | undefined, gone: (name: string, column: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(of ?? {}).filter(([name, column]) => !gone(name, column)));

/** The mapping with every column named: what the file does not say otherwise is a property by its own name. */
export function explicit(m: Mapping, columns: readonly Column[]): Mapping {
  if (m.properties) return m;
  return { ...m, properties: Object.fromEntries(columns.filter((c) => c.role === 'property' || c.role === 'group').map((c) => [c.property || c.name, c.name])) };
}

/** Takes a column out of wherever it is. */
function release(m: Mapping, column: string): Mapping {
  const gone = Object.entries(m.properties ?? {}).filter(([, c]) => c === column).map(([name]) => name);
  const next: Mapping = {
    ...m, properties: without(m.properties, (_, c) => c === column), types: without(m.types, (name) => gone.includes(name)),
    lenient: (m.lenient ?? []).filter((name) => !gone.includes(name)), id: (m.id ?? []).filter((c) => c !== column),
  };
  for (const role of ['event_column', 'time', 'user_id', 'or_user_id', 'anonymous_id', 'properties_from'] as const) if (next[role] === column) next[role] = undefined;
  if (m.event_column === column) next.event_names = undefined;
  if (m.time === column) next.time_format = undefined;
  return next;
}

/** Puts a column somewhere else. One column has each role of its own; who had it before becomes a property again. */
export function assign(m: Mapping, column: string, to: Target): Mapping {
  const next = release(m, column);
  const own = (role: 'event_column' | 'time' | 'user_id' | 'or_user_id' | 'anonymous_id' | 'properties_from'): Mapping => {
    const before = next[role];
    const free = before ? { ...release(next, before), properties: { ...next.properties, [before]: before } } : next;
    return { ...free, [role]: column, ...(role === 'time' ? { time_format: undefined } : {}) };
  };
  switch (to.role) {
    case 'event': return { ...own('event_column'), event: undefined };
    case 'time': return own('time');
    case 'user_id': return own('user_id');
    case 'or_user_id': return own('or_user_id');
    case 'anonymous_id': return own('anonymous_id');
    case 'properties_from': return own('properties_from');
    case 'id': return { ...next, id: [...(next.id ?? []), column], group: undefined, sum: undefined, lines: undefined };
    case 'property': return { ...next, properties: { ...without(next.properties, (name) => name === to.name), [to.name]: column } };
    case 'unused': return next;
  }
}

/** What each row is: events of one name, events named by a column, or a person's profile. */
export type Rows = 'fixed' | 'column' | 'person';
export const rowsOf = (m: Mapping): Rows => (m.event === '$identify' ? 'person' : m.event_column ? 'column' : 'fixed');

export function setType(m: Mapping, property: string, type: string): Mapping {
  const types = without(m.types, (name) => name === property);
  return { ...m, types: type ? { ...types, [property]: type } : types, lenient: type === 'text' || !type ? (m.lenient ?? []).filter((n) => n !== property) : m.lenient };
}

/** What can be done at once about rows that were not understood. */
export type Remedy = 'empty' | 'text' | 'skip';

export function remediesOf(p: Problem): Remedy[] {
  switch (p.reason) {
    case 'bad_number': case 'bad_boolean': case 'bad_json_cell': return p.property ? ['empty', 'text'] : [];
    case 'no_identity': case 'no_time': case 'no_event_name': return p.column ? ['skip'] : [];
    default: return [];
  }
}

export function remedy(m: Mapping, p: Problem, what: Remedy): Mapping {
  const property = p.property ?? '';
  switch (what) {
    case 'empty': return { ...m, lenient: [...(m.lenient ?? []).filter((n) => n !== property), property] };
    case 'text': return setType(m, property, 'text');
    case 'skip':
      if (p.reason === 'no_event_name') return { ...m, event_names: { ...m.event_names, '': '' } };
      return { ...m, where: [...(m.where ?? []), { column: p.column ?? '', op: 'set' }] };
  }
}

/** How many columns are settled, guessed and left out. */
export function tally(sheet: Sheet): { all: number; sure: number; guessed: number; unused: number } {
  const columns = sheet.columns ?? [];
  const unused = columns.filter((c) => c.role === 'unused').length;
  const guessed = columns.filter((c) => c.role !== 'unused' && (c.sure === 'guessed' || c.sure === 'look')).length;
  return { all: columns.length, sure: columns.length - unused - guessed, guessed, unused };
}
