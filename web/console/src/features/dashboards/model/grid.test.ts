import { describe, expect, it } from 'vitest';

import { bottom, columns, fit, joins, put, rise, type Placed } from './grid';

const card = (id: string, x: number, y: number, w: number, h: number) => ({ id, kind: 'question', x, y, w, h });
const places = (cards: readonly Placed[]) => Object.fromEntries(cards.map((c) => [c.id, [c.x, c.y, c.w, c.h].join(' ')]));
const apart = (cards: readonly Placed[]) => cards.every((a, i) => cards.every((b, j) => j <= i || !(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)));

describe('the grid', () => {
  it('pushes others down and lets them rise again', () => {
    const cards = [card('a', 0, 0, 6, 4), card('b', 6, 0, 6, 4), card('c', 0, 4, 12, 3)];
    expect(places(put(cards, 'a', { x: 3, y: 0, w: 6, h: 4 }))).toEqual({ a: '3 0 6 4', b: '6 4 6 4', c: '0 8 12 3' });
    expect(places(put(cards, 'c', { x: 0, y: 0, w: 12, h: 3 }))).toEqual({ c: '0 0 12 3', a: '0 3 6 4', b: '6 3 6 4' });
  });
  it('makes room for a card that grows', () => {
    const cards = [card('a', 0, 0, 4, 4), card('b', 4, 0, 4, 4), card('c', 0, 4, 4, 2)];
    expect(places(put(cards, 'a', { x: 0, y: 0, w: 5, h: 5 }))).toEqual({ a: '0 0 5 5', b: '4 5 4 4', c: '0 5 4 2' });
  });
  it('leaves no gaps where a card was', () => {
    expect(places(rise([card('b', 0, 9, 3, 2), card('c', 3, 4, 3, 2)]))).toEqual({ b: '0 0 3 2', c: '3 0 3 2' });
  });
  it('keeps cards on it', () => {
    expect(fit({ x: 11, y: -3, w: 40, h: 0 })).toEqual({ x: 0, y: 0, w: 12, h: 2 });
    expect(fit({ x: 11, y: 2, w: 3, h: 99 })).toEqual({ x: 9, y: 2, w: 3, h: 24 });
  });
  it('never lays cards over each other, whatever is moved where', () => {
    let seed = 7;
    const random = (n: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
    let cards = Array.from({ length: 9 }, (_, i) => card(String(i), (i % 3) * 4, Math.floor(i / 3) * 4, 4, 4));
    for (let i = 0; i < 500; i++) {
      cards = put(cards, String(random(9)), { x: random(columns), y: random(20), w: 1 + random(12), h: 1 + random(8) });
      expect(apart(cards)).toBe(true);
      expect(cards.every((c) => c.x >= 0 && c.x + c.w <= columns)).toBe(true);
      expect(bottom(cards)).toBeLessThanOrEqual(9 * 24);
    }
  });
  it('joins numbers that stand side by side', () => {
    const cards = [card('a', 0, 0, 3, 2), card('b', 3, 0, 3, 2), card('c', 6, 0, 3, 3), card('d', 0, 2, 3, 2)];
    const j = joins(cards, () => true);
    expect(j.get('a')).toEqual({ left: false, right: true });
    expect(j.get('b')).toEqual({ left: true, right: false });
    expect(j.get('c')).toEqual({ left: false, right: false });
  });
});
