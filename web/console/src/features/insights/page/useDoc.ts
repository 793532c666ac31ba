import { useEffect, useReducer, useRef } from 'react';
import { useSearchParams } from 'react-router';

import { begin, decode, encode, reduce, same, type Action, type Doc, type Editing } from '../model/state';

/** The document being edited, kept in the address; what equals the saved one needs none. */
export function useDoc(start: Doc, saved: Doc | null): [Editing, (a: Action) => void] {
  const [params, setParams] = useSearchParams();
  const text = params.get('s');
  const [state, act] = useReducer(reduce, null, () => begin(decode(text) ?? start));
  const wrote = useRef(text);
  const dirty = saved === null || !same(state.now, saved);
  const next = dirty ? encode(state.now) : null;
  useEffect(() => {
    if (next === wrote.current) return;
    wrote.current = next;
    setParams((had) => { const p = new URLSearchParams(had); if (next) p.set('s', next); else p.delete('s'); return p; }, { replace: true, preventScrollReset: true });
  }, [next, setParams]);
  // Somebody went back, or opened a link: the address says another document.
  useEffect(() => {
    if (text === wrote.current) return;
    wrote.current = text;
    act({ type: 'load', doc: decode(text) ?? start });
  }, [text, start]);
  return [state, act];
}
