import { describe, expect, it } from 'vitest';

import { asKind, askable, fresh, kinds, missing, type Question } from './question';
import { begin, decode, encode, reduce, same, type Doc } from './state';

const doc = (question: Question): Doc => ({ question, view: { chart: 'line' } });

describe('addresses', () => {
  it('give back what they were made of, in any language', () => {
    for (const kind of kinds) {
      const d = doc({ ...fresh(kind), where: [{ property: '城市', op: 'eq', values: ['上海', 3, true, '🙂'] }] });
      expect(same(decode(encode(d))!, d)).toBe(true);
      expect(encode(d)).toMatch(/^[\w-]+$/);
    }
  });
  it('that hold nothing are nothing', () => {
    for (const bad of [null, '', '%%%', 'abc', btoa('[]'), btoa('{"q":{"range":{}}}'), btoa('null')]) expect(decode(bad)).toBeNull();
  });
});

describe('editing', () => {
  const set = (last: string, tag?: string) => ({ type: 'edit' as const, tag, doc: (d: Doc): Doc => ({ ...d, question: { ...d.question, range: { last } } }) });
  it('goes back step by step, and forth again', () => {
    let s = begin(doc(fresh('trend')));
    s = reduce(reduce(s, set('7d')), set('90d'));
    expect(s.past).toHaveLength(2);
    s = reduce(reduce(s, { type: 'undo' }), { type: 'undo' });
    expect(s.now.question.range.last).toBe('30d');
    s = reduce(s, { type: 'redo' });
    expect(s.now.question.range.last).toBe('7d');
    s = reduce(s, set('12w'));
    expect(s.future).toHaveLength(0);
  });
  it('takes typing on at one thing as one step, and no change as none', () => {
    let s = begin(doc(fresh('trend')));
    s = reduce(reduce(reduce(s, set('1d', 'range')), set('12d', 'range')), set('12d'));
    expect(s.past).toHaveLength(1);
  });
});

describe('questions', () => {
  it('keep events, filters and range from kind to kind', () => {
    const funnel: Question = { range: { last: '7d' }, where: [{ property: 'p', op: 'set' }], funnel: { steps: [{ event: 'a' }, { events: ['b', 'c'] }], breakdown: { property: 'city' } } };
    expect(asKind(funnel, 'retention').retention).toMatchObject({ start: { event: 'a' }, return: { events: ['b', 'c'] }, breakdown: { property: 'city' } });
    expect(asKind(funnel, 'trend').trend?.series).toHaveLength(2);
    expect(asKind(funnel, 'paths').paths?.from).toEqual({ event: 'a' });
    for (const kind of kinds) expect(asKind(funnel, kind)).toMatchObject({ range: { last: '7d' }, where: [{ property: 'p' }] });
    for (const kind of kinds) for (const other of kinds) expect(asKind(fresh(kind), other)[other]).toBeDefined();
  });
  it('say what they wait for', () => {
    expect(missing(fresh('funnel'))).toEqual(['funnel.steps[0].event', 'funnel.steps[1].event']);
    expect(missing(fresh('rfm'))).toEqual(['rfm.selector.event', 'rfm.property']);
    expect(missing(fresh('paths'))).toEqual([]);
    expect(missing({ range: {}, trend: { series: [{ event: 'a', measure: 'sum' }] } })).toEqual(['trend.series[0].property']);
  });
  it('are asked without what is still being written', () => {
    const q: Question = { range: { last: '7d' }, where: [{ property: 'a', op: 'eq', values: [] }, { property: 'b', op: 'between', values: [1, 2] }], funnel: { steps: [{ event: 'x', where: [{ property: '', op: 'eq', values: ['1'] }] }, { event: 'y' }], exclude: [{ event: '' }] } };
    expect(askable(q)).toEqual({ range: { last: '7d' }, where: [{ property: 'b', op: 'between', values: [1, 2] }], funnel: { steps: [{ event: 'x' }, { event: 'y' }] } });
  });
});
