import { expect, test } from 'vitest';

import { assign, explicit, remedy, rowsOf, setType, tally } from './mapping';
import type { Column, Mapping } from './data';

const m: Mapping = { time: 't', user_id: 'u', event_column: 'e', event_names: { a: 'b' }, properties: { price: 'p', note: 'n' }, types: { price: 'number' }, lenient: ['price'] };

test('a column has one place, and gives up the place it had', () => {
  const next = assign(m, 'p', { role: 'anonymous_id' });
  expect([next.anonymous_id, next.properties, next.types, next.lenient]).toEqual(['p', { note: 'n' }, {}, []]);
});

test('who had a role before becomes a property', () => {
  const next = assign(m, 'n', { role: 'user_id' });
  expect([next.user_id, next.properties]).toEqual(['n', { price: 'p', u: 'u' }]);
});

test('another event column forgets the names of the old one', () => {
  expect(assign(m, 'n', { role: 'event' })).toMatchObject({ event_column: 'n', event: undefined, event_names: undefined });
});

test('a row id and groups exclude each other', () => {
  expect(assign({ ...m, group: ['n'], lines: 'lines' }, 'p', { role: 'id' })).toMatchObject({ id: ['p'], group: undefined, lines: undefined });
});

test('a property by a name that is taken replaces it', () => {
  expect(assign(m, 'n', { role: 'property', name: 'price' }).properties).toEqual({ price: 'n' });
});

test('columns that are not spoken of become properties once something is changed', () => {
  const columns = [{ name: 'x', role: 'property', property: 'x' }, { name: 't', role: 'time' }] as Column[];
  expect(explicit({ time: 't', properties: null }, columns).properties).toEqual({ x: 'x' });
});

test('remedies change the mapping', () => {
  const bad = { reason: 'bad_number', column: 'n', property: 'note', count: 1, rows: [], wrong: '', instead: '' };
  expect(remedy(m, bad, 'empty').lenient).toEqual(['price', 'note']);
  expect(remedy(m, bad, 'text').types).toEqual({ price: 'number', note: 'text' });
  expect(remedy(m, { ...bad, reason: 'no_event_name', column: 'e' }, 'skip').event_names).toEqual({ a: 'b', '': '' });
  expect(remedy(m, { ...bad, reason: 'no_time', column: 't' }, 'skip').where).toEqual([{ column: 't', op: 'set' }]);
});

test('what rows are, types and the tally', () => {
  expect([rowsOf(m), rowsOf({ event: '$identify' }), rowsOf({ event: 'x' })]).toEqual(['column', 'person', 'fixed']);
  expect(setType(m, 'price', '').types).toEqual({});
  const of = (role: string, sure: string) => ({ role, sure }) as Column;
  expect(tally({ columns: [of('time', 'sure'), of('property', 'look'), of('unused', 'sure')] } as never)).toEqual({ all: 3, sure: 1, guessed: 1, unused: 1 });
});
