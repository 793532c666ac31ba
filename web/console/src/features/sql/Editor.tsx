import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { labelled, setup, suggesting, suggestions } from './editor';
import { familyOf, type Schema } from './model';

/** What the page does to the text from outside. */
export interface EditorHandle {
  /** The selected statement, or all of it, and where it begins. */
  statement: () => { sql: string; from: number };
  /** Puts a text in place of the selection. */
  insert: (text: string) => void;
  replace: (from: number, to: number, text: string) => void;
  set: (sql: string) => void;
  go: (from: number, to: number) => void;
}

interface Props {
  /** Another text has its own history. */
  id: string;
  sql: string;
  onChange: (sql: string) => void;
  onRun: () => void;
  onSelect: (some: boolean) => void;
  schema: Schema | undefined;
  mark: { from: number; to: number; message: string } | null;
  ref: Ref<EditorHandle>;
}

/** Where statements are written. Loaded when first shown, as it is large. */
export function Editor({ id, sql, onChange, onRun, onSelect, schema, mark, ref }: Props) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const states = useRef(new Map<string, EditorState>());
  const latest = useRef({ onChange, onRun, onSelect });
  latest.current = { onChange, onRun, onSelect };
  const shown = useRef('');

  const fresh = (text: string) => EditorState.create({
    doc: text,
    extensions: [
      ...setup({ run: () => latest.current.onRun(), changed: (s) => latest.current.onChange(s), selected: (s) => latest.current.onSelect(s) }),
      suggesting.of([]), labelled.of([]),
    ],
  });

  useEffect(() => {
    const v = new EditorView({ parent: box.current ?? undefined });
    view.current = v;
    return () => { v.destroy(); view.current = null; shown.current = ''; };
  }, []);
  useEffect(() => {
    const v = view.current;
    if (!v) return;
    if (shown.current && shown.current !== id) states.current.set(shown.current, v.state);
    if (shown.current !== id) {
      const kept = states.current.get(id);
      v.setState(kept && kept.doc.toString() === sql ? kept : fresh(sql));
      shown.current = id;
      latest.current.onSelect(false);
    }
    // The text is the editor's own once it is shown.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  useEffect(() => {
    const typeName = (c: { name: string; type: string }) => t(`type.${familyOf(c)}`);
    view.current?.dispatch({ effects: [
      suggesting.reconfigure(suggestions({ schema, typeName, eventRows: f.short })),
      labelled.reconfigure(EditorView.contentAttributes.of({ 'aria-label': t('editor') })),
    ] });
  }, [schema, t, f, id]);
  useEffect(() => {
    const v = view.current;
    if (!v) return;
    const end = v.state.doc.length;
    const found = mark && mark.from <= end ? [{ from: mark.from, to: Math.min(mark.to, end), message: mark.message, severity: 'error' as const }] : [];
    v.dispatch(setDiagnostics(v.state, found));
  }, [mark, id]);

  useImperativeHandle(ref, () => ({
    statement() {
      const state = view.current?.state;
      if (!state) return { sql, from: 0 };
      const { from, to, empty } = state.selection.main;
      return empty ? { sql: state.doc.toString(), from: 0 } : { sql: state.sliceDoc(from, to), from };
    },
    insert(text) {
      const v = view.current;
      if (v) { v.dispatch(v.state.replaceSelection(text)); v.focus(); }
    },
    replace(from, to, text) { view.current?.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } }); view.current?.focus(); },
    set(text) { const v = view.current; if (v) { v.dispatch({ changes: { from: 0, to: v.state.doc.length, insert: text } }); v.focus(); } },
    go(from, to) { const v = view.current; if (v) { v.dispatch({ selection: { anchor: from, head: Math.min(to, v.state.doc.length) }, scrollIntoView: true }); v.focus(); } },
  }));

  return <div ref={box} />;
}
