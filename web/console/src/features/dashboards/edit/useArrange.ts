import { useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';

import { columns, put, type Place } from '../model/grid';
import type { Card } from '../model/types';
import type { Draft } from './useDraft';

/** A corner that a card is resized by: which sides it moves. */
export type Corner = 'nw' | 'ne' | 'sw' | 'se';

interface Held { id: string; kind: 'move' | 'resize'; corner?: Corner; from: Place; start: { x: number; y: number }; unit: { x: number; y: number }; cards: Card[] }

export const row = 40;
export const gap = 14;

export interface Arrange {
  /** The cards as they lie now, also while one is held. */
  cards: Card[];
  held: Held | null;
  grip: (card: Card) => Handlers;
  corner: (card: Card, corner: Corner) => Handlers;
  key: (card: Card, title: string, onRemove: (card: Card, title: string) => void) => (e: KeyboardEvent) => void;
}

interface Handlers { onPointerDown: (e: PointerEvent<HTMLElement>) => void; onPointerMove: (e: PointerEvent<HTMLElement>) => void; onPointerUp: () => void; onPointerCancel: () => void }

/** Moves and resizes cards by whole cells. What is held shows where it would lie; letting go makes it one step. */
export function useArrange(box: RefObject<HTMLDivElement | null>, cards: readonly Card[], draft: Draft | null): Arrange {
  const [held, setHeld] = useState<Held | null>(null);
  const [preview, setPreview] = useState<Card[] | null>(null);

  const take = (card: Card, kind: 'move' | 'resize', corner?: Corner) => (e: PointerEvent<HTMLElement>) => {
    if (!draft || e.button !== 0 || !box.current) return;
    e.preventDefault();
    e.stopPropagation();
    e.currentTarget.setPointerCapture(e.pointerId);
    draft.select(card.id ?? '');
    const wide = (box.current.clientWidth - (columns - 1) * gap) / columns + gap;
    setHeld({ id: card.id ?? '', kind, corner, from: { x: card.x, y: card.y, w: card.w, h: card.h }, start: { x: e.clientX, y: e.clientY }, unit: { x: wide, y: row + gap }, cards: [...cards] });
  };
  const move = (e: PointerEvent<HTMLElement>) => {
    if (!held) return;
    const dx = Math.round((e.clientX - held.start.x) / held.unit.x), dy = Math.round((e.clientY - held.start.y) / held.unit.y);
    setPreview(put(held.cards, held.id, held.kind === 'move' ? { ...held.from, x: held.from.x + dx, y: held.from.y + dy } : resized(held.from, held.corner ?? 'se', dx, dy)));
  };
  const release = () => {
    if (held && preview && JSON.stringify(preview) !== JSON.stringify(held.cards)) draft?.set({ cards: preview });
    setHeld(null);
    setPreview(null);
  };
  const drop = () => { setHeld(null); setPreview(null); };
  const handlers = (card: Card, kind: 'move' | 'resize', corner?: Corner): Handlers => ({ onPointerDown: take(card, kind, corner), onPointerMove: move, onPointerUp: release, onPointerCancel: drop });

  const key = (card: Card, title: string, onRemove: (card: Card, title: string) => void) => (e: KeyboardEvent) => {
    if (!draft || e.target !== e.currentTarget) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (step) {
      e.preventDefault();
      const [dx = 0, dy = 0] = step;
      const place = e.shiftKey ? { ...card, w: card.w + dx, h: card.h + dy } : { ...card, x: card.x + dx, y: card.y + dy + (dy > 0 ? below(cards, card) : 0) };
      draft.set({ cards: put(cards, card.id ?? '', place) }, `keys-${card.id}-${e.shiftKey}`);
    } else if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); draft.select(card.id ?? ''); }
    else if (e.key === 'Escape') draft.select(null);
    else if (e.key === 'Delete' || e.key === 'Backspace') { e.preventDefault(); onRemove(card, title); }
  };
  return { cards: preview ?? [...cards], held, grip: (c) => handlers(c, 'move'), corner: (c, corner) => handlers(c, 'resize', corner), key };
}

/** One row down is past the card below: anything less would rise back. */
function below(cards: readonly Card[], card: Card): number {
  const under = cards.filter((c) => c.id !== card.id && c.x < card.x + card.w && card.x < c.x + c.w && c.y >= card.y + card.h);
  return under.length > 0 ? Math.min(...under.map((c) => c.y + c.h)) - card.y - 1 : 0;
}

function resized(from: Place, corner: Corner, dx: number, dy: number): Place {
  const p = { ...from };
  if (corner.endsWith('e')) p.w = Math.max(2, from.w + dx);
  else { p.w = Math.max(2, from.w - dx); p.x = from.x + from.w - p.w; }
  if (corner.startsWith('s')) p.h = Math.max(2, from.h + dy);
  else { p.h = Math.max(2, from.h - dy); p.y = from.y + from.h - p.h; }
  return p;
}
