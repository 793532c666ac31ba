import { kindOf, tidy, type Question, type View } from './question';

/** What an editor works on. */
export interface Doc { question: Question; view: View }

/** A document and the ways back and forth. */
export interface Editing { now: Doc; past: Doc[]; future: Doc[]; /** What the last edit was of: typing on at one thing is one step back. */ tag?: string }

export type Action =
  | { type: 'edit'; doc: (doc: Doc) => Doc; tag?: string }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'load'; doc: Doc };

const depth = 100;

export const begin = (doc: Doc): Editing => ({ now: doc, past: [], future: [] });

export function reduce(s: Editing, a: Action): Editing {
  switch (a.type) {
    case 'load': return begin(a.doc);
    case 'edit': {
      const now = a.doc(s.now);
      if (now === s.now || same(now, s.now)) return s;
      const goesOn = a.tag !== undefined && a.tag === s.tag;
      return { now, past: goesOn ? s.past : [...s.past, s.now].slice(-depth), future: [], tag: a.tag };
    }
    case 'undo': {
      const back = s.past.at(-1);
      return back ? { now: back, past: s.past.slice(0, -1), future: [s.now, ...s.future] } : s;
    }
    case 'redo': {
      const [next, ...future] = s.future;
      return next ? { now: next, past: [...s.past, s.now], future } : s;
    }
  }
}

/** Keys in one order, so that equal documents are equal text. */
const stable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, stable(v)]));
};

export const same = (a: Doc, b: Doc): boolean => JSON.stringify(stable(tidy(a))) === JSON.stringify(stable(tidy(b)));

/** A document as a part of an address. */
export function encode(doc: Doc): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ q: tidy(doc.question), v: tidy(doc.view) }));
  let text = '';
  for (const b of bytes) text += String.fromCharCode(b);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The document of an address; null when it holds none. */
export function decode(text: string | null): Doc | null {
  if (!text) return null;
  try {
    const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const doc: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(raw, (c) => c.charCodeAt(0))));
    if (typeof doc !== 'object' || doc === null || !('q' in doc) || typeof doc.q !== 'object' || doc.q === null || !('range' in doc.q)) return null;
    const question = doc.q as Question;
    if (question[kindOf(question)] === undefined) return null;
    return { question, view: 'v' in doc && typeof doc.v === 'object' && doc.v !== null ? (doc.v as View) : {} };
  } catch {
    return null;
  }
}
