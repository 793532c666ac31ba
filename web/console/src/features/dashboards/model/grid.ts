/** Where cards lie on twelve columns, and what happens to the others when one is moved. */
export interface Place { x: number; y: number; w: number; h: number }
export type Placed = Place & { id?: string };

export const columns = 12;
export const least = { w: 2, h: 2 };
const tallest = 24;

const overlaps = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** From the top, and from the left within a row: the order of reading. */
export const reading = (a: Place, b: Place): number => a.y - b.y || a.x - b.x;

export const bottom = (cards: readonly Place[]): number => cards.reduce((n, c) => Math.max(n, c.y + c.h), 0);

/** Keeps a place on the grid. */
export function fit(p: Place): Place {
  const w = Math.min(columns, Math.max(least.w, Math.round(p.w)));
  const h = Math.min(tallest, Math.max(least.h, Math.round(p.h)));
  return { w, h, x: Math.min(columns - w, Math.max(0, Math.round(p.x))), y: Math.max(0, Math.round(p.y)) };
}

/**
 * Puts one card where it shall be; the others make room downwards and then all rise as far as they can.
 * The order of the list stays: it is also the order in which cards are drawn and spoken.
 */
export function put<C extends Placed>(cards: readonly C[], id: string, place: Place): C[] {
  const wanted = fit(place);
  const moved = cards.map((c) => (c.id === id ? { ...c, ...wanted } : c));
  const held = moved.find((c) => c.id === id);
  if (!held) return [...cards];
  return rise(moved, held);
}

/** Lets every card rise to the lowest free place; the one held goes first where two meet. */
export function rise<C extends Placed>(cards: readonly C[], held?: C): C[] {
  const order = [...cards].sort((a, b) => reading(a, b) || (a === held ? -1 : b === held ? 1 : 0));
  // The held card keeps its row while the others are pushed; then it rises with them.
  const settled: C[] = held ? [held] : [];
  for (const card of order) {
    if (card === held) continue;
    let y = card.y;
    while (settled.some((s) => overlaps({ ...card, y }, s))) y++;
    settled.push(y === card.y ? card : { ...card, y });
  }
  const risen = new Map<string | undefined, C>();
  const done: C[] = [];
  for (const card of [...settled].sort(reading)) {
    let y = card.y;
    while (y > 0 && !done.some((s) => overlaps({ ...card, y: y - 1 }, s))) y--;
    const at = y === card.y ? card : { ...card, y };
    done.push(at);
    risen.set(card.id, at);
  }
  return cards.map((c) => risen.get(c.id) ?? c);
}

/** A free place for a new card: below all others. */
export const below = (cards: readonly Place[], w: number, h: number): Place => ({ x: 0, y: bottom(cards), w, h });

/** Whether a number card touches another to its right or left: such cards share one sheet. */
export function joins(cards: readonly (Placed & { form?: string; kind: string })[], isNumber: (id: string | undefined) => boolean): Map<string, { left: boolean; right: boolean }> {
  const out = new Map<string, { left: boolean; right: boolean }>();
  const numbers = cards.filter((c) => isNumber(c.id));
  for (const c of numbers) {
    const beside = (x: (o: Place) => boolean) => numbers.some((o) => o !== c && o.y === c.y && o.h === c.h && x(o));
    out.set(c.id ?? '', { left: beside((o) => o.x + o.w === c.x), right: beside((o) => o.x === c.x + c.w) });
  }
  return out;
}
