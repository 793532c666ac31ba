import { createContext, use, useEffect, useRef } from 'react';

import type { ApiError } from '@/api/client';
import type { Question } from '../model/question';

/** What the controls of an editor share: the question, how to change it, which control is open, what is wrong where. */
export interface Editor {
  question: Question;
  /** Changes that follow each other with one tag are one step back. */
  edit: (change: (q: Question) => Question, tag?: string) => void;
  open: string | null;
  setOpen: (field: string | null) => void;
  error: ApiError | null;
}

const Context = createContext<Editor | null>(null);
export const EditorProvider = Context;

export function useEditor(): Editor {
  const editor = use(Context);
  if (!editor) throw new Error('no editor here');
  return editor;
}

/** A control's part of it: whether it is open, and what the server says is wrong with it (a path such as funnel.steps[1]). */
export function useField<E extends HTMLElement = HTMLDivElement>(field: string, path = '') {
  const { open, setOpen, error } = useEditor();
  const isOpen = open === field;
  const ref = useRef<E>(null);
  useEffect(() => { if (isOpen) ref.current?.scrollIntoView({ block: 'nearest' }); }, [isOpen]);
  return { isOpen, ref, set: (to: boolean) => setOpen(to ? field : null), wrong: path !== '' && error?.field.startsWith(path) ? error : null };
}
