import { expect, test } from 'vitest';

import { begin, hold, keep, release, type Live, type LiveEvent } from './feed';
import { cutter } from './stream';

test('messages are whole, however the text is cut', () => {
  const text = 'event: hello\ndata: {"a":1}\n\nevent: events\ndata: [{"name":"浏览"}]\n\n: a comment\n\n';
  for (const size of [1, 2, 5, 1000]) {
    const cut = cutter();
    const got = [];
    for (let i = 0; i < text.length; i += size) got.push(...cut(text.slice(i, i + size)));
    expect(got.filter((m) => m.data)).toEqual([{ event: 'hello', data: '{"a":1}' }, { event: 'events', data: '[{"name":"浏览"}]' }]);
  }
});

const event = (seq: number): LiveEvent => ({ seq, name: 'e', received: '2026-01-01T00:00:00Z', source: 1 });
const seqs = (l: Live) => l.shown.map((e) => e.seq);

test('rows that come while one reads are held, and shown when asked for', () => {
  let l = keep(begin, [event(1), event(2)], false);
  expect(seqs(l)).toEqual([2, 1]);
  l = keep(l, [event(3), event(4)], true);
  expect([seqs(l), l.held.length]).toEqual([[2, 1], 2]);
  l = release(l);
  expect([seqs(l), l.held.length]).toEqual([[4, 3, 2, 1], 0]);
});

test('what came twice is shown once, and the list stays bounded', () => {
  let l = keep(begin, [event(1), event(2)], false);
  l = keep(l, [event(2), event(3)], false);
  expect(seqs(l)).toEqual([3, 2, 1]);
  for (let i = 4; i < 3000; i++) l = keep(l, [event(i)], i % 2 === 0);
  expect(l.shown.length).toBeLessThanOrEqual(hold);
  expect(l.held.length).toBeLessThanOrEqual(hold);
});
