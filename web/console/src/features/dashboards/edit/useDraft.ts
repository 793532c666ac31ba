import { useCallback, useReducer } from 'react';

import { rise } from '../model/grid';
import type { Card, Content } from '../model/types';

interface State { content: Content | null; past: Content[]; selected: string | null; tag?: string }

type Action =
  | { type: 'begin'; content: Content; selected?: string | null }
  | { type: 'end' }
  | { type: 'change'; content: Content; tag?: string; selected?: string | null }
  | { type: 'undo' }
  | { type: 'select'; id: string | null };

const depth = 60;

function reduce(s: State, a: Action): State {
  switch (a.type) {
    case 'begin': return { content: a.content, past: [], selected: a.selected ?? null };
    case 'end': return { content: null, past: [], selected: null };
    case 'select': return { ...s, selected: a.id, tag: undefined };
    case 'undo': {
      const before = s.past.at(-1);
      return before ? { content: before, past: s.past.slice(0, -1), selected: before.cards.some((c) => c.id === s.selected) ? s.selected : null } : s;
    }
    case 'change': {
      if (!s.content) return s;
      const goesOn = a.tag !== undefined && a.tag === s.tag;
      return { content: a.content, past: goesOn ? s.past : [...s.past, s.content].slice(-depth), selected: a.selected === undefined ? s.selected : a.selected, tag: a.tag };
    }
  }
}

export interface Draft {
  content: Content | null;
  selected: string | null;
  changed: boolean;
  begin: (content: Content, selected?: string | null) => void;
  end: () => void;
  undo: () => void;
  select: (id: string | null) => void;
  /** A tag makes several changes of one thing, such as typing, one step back. */
  set: (part: Partial<Content>, tag?: string) => void;
  card: (id: string, part: Partial<Card>, tag?: string) => void;
  add: (card: Card) => void;
  remove: (id: string) => void;
}

/** A dashboard while it is being arranged: what it is now, and the way back. */
export function useDraft(): Draft {
  const [s, dispatch] = useReducer(reduce, { content: null, past: [], selected: null });
  const { content } = s;
  const change = useCallback((next: (c: Content) => Content, tag?: string, selected?: string | null) => {
    if (content) dispatch({ type: 'change', content: next(content), tag, selected });
  }, [content]);
  return {
    content, selected: s.selected, changed: s.past.length > 0,
    begin: useCallback((c: Content, selected?: string | null) => dispatch({ type: 'begin', content: c, selected }), []),
    end: useCallback(() => dispatch({ type: 'end' }), []),
    undo: useCallback(() => dispatch({ type: 'undo' }), []),
    select: useCallback((id: string | null) => dispatch({ type: 'select', id }), []),
    set: (part, tag) => change((c) => ({ ...c, ...part }), tag),
    card: (id, part, tag) => change((c) => ({ ...c, cards: c.cards.map((card) => (card.id === id ? { ...card, ...part } : card)) }), tag),
    add: (card) => change((c) => ({ ...c, cards: rise([...c.cards, card]) }), undefined, card.id ?? null),
    remove: (id) => change((c) => ({ ...c, cards: rise(c.cards.filter((card) => card.id !== id)) }), undefined, null),
  };
}

/** An id that no card has. */
export function freshId(cards: readonly Card[]): string {
  for (let n = cards.length + 1; ; n++) if (!cards.some((c) => c.id === `c${n}`)) return `c${n}`;
}
