import { expect, it } from 'vitest';

import { everyNth, fit, scale, textWidth, ticks } from './scale';

it('ticks are round and cover the values', () => {
  expect(ticks(0, 1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(ticks(0, 48_216)).toEqual([0, 20_000, 40_000, 60_000]);
  expect(ticks(-30, 50)[0]).toBeLessThanOrEqual(-30);
  for (const [low, high] of [[0, 0], [0, 1e-9], [0, 1e15], [-5, -1], [0, Number.NaN], [0, Infinity], [3, 7]] as const) {
    const t = ticks(low, high);
    expect(t.length).toBeGreaterThan(1);
    if (Number.isFinite(high)) expect(t.at(-1)!).toBeGreaterThanOrEqual(Math.min(high, 1e16));
  }
});

it('scales put low values at the bottom', () => {
  const y = scale(0, 10, 0, 100);
  expect([y(0), y(5), y(10)]).toEqual([100, 50, 0]);
});

it('labels are left out before they touch', () => {
  expect(everyNth(['10月22日', '10月23日'], 200)).toBe(1);
  expect(everyNth(['10月22日', '10月23日'], 20)).toBeGreaterThan(2);
  expect(textWidth('留存')).toBe(24);
  expect(fit('一二三四五', 40)).toBe('一二…');
  expect(fit('abc', 400)).toBe('abc');
});
