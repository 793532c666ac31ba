import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { keywordCompletionSource, schemaCompletionSource, SQLDialect, type SQLNamespace } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

import { quoted, type Schema } from './model';
import { functions, keywords, types } from './words';

const reserved = new Set(keywords.split(' '));
/** Words that are only ever functions: left is one, but far more often a join. */
const builtin = Object.keys(functions).filter((name) => !reserved.has(name));

const dialect = SQLDialect.define({ keywords, types, builtin: builtin.join(' '), caseInsensitiveIdentifiers: true, operatorChars: '*+-%<>!=&|~^/?:', doubleDollarQuotedStrings: true });

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: 'var(--code-key)' },
  { tag: [tags.standard(tags.name), tags.typeName], color: 'var(--info)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: tags.number, color: 'var(--ac-text)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--ink-3)' },
  { tag: [tags.operator, tags.punctuation, tags.paren, tags.squareBracket, tags.separator], color: 'var(--ink-2)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--bg)', maxHeight: '42vh' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content:focus-visible': { boxShadow: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '23px', overflow: 'auto' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ac)' },
  '.cm-line': { padding: '0 16px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--ac)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--ink-3)', paddingLeft: '10px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '24px', padding: '0 8px 0 4px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--fill) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--ac-bg2)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--fill-2)', outline: '1px solid var(--line-2)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--line-2)', borderRadius: '8px', boxShadow: 'var(--shadow)', color: 'var(--ink)', overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12.5px', maxHeight: '17em', minWidth: '280px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '22px', display: 'flex', gap: '12px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ac-bg)', color: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--ac-text)' },
  '.cm-completionDetail': { marginLeft: 'auto', fontStyle: 'normal', color: 'var(--ink-3)' },
  '.cm-completionInfo': { fontFamily: 'var(--sans)', fontSize: '12px', lineHeight: '18px', maxWidth: '300px', padding: '8px 10px' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad) 1.5px', textUnderlineOffset: '4px' },
  '.cm-diagnostic': { padding: '6px 10px', fontSize: '12px', borderLeft: '3px solid var(--bad)' },
});

/** Suggestions that depend on what was seen in the workspace. */
export interface Knowledge { schema: Schema | undefined; typeName: (column: { name: string; type: string }) => string; eventRows: (n: number) => string }

function namespace({ schema, typeName }: Knowledge): SQLNamespace {
  const tables = schema?.tables ?? [];
  return Object.fromEntries(tables.map((t) => [t.name, (t.columns ?? []).map((c): Completion => ({
    label: c.name, apply: quoted(c.name), type: 'property', detail: typeName(c), info: c.examples?.join('\n'), boost: c.property ? 0 : 2,
  }))]));
}

/** Inside of the quotes that a column is compared with: event names, or values that were seen. */
function valueSource(schema: Schema | undefined, eventRows: (n: number) => string) {
  const columns = schema?.tables?.flatMap((t) => t.columns ?? []) ?? [];
  return (at: CompletionContext): CompletionResult | null => {
    const found = at.matchBefore(/("[^"]+"|[\w.$]+)\s*(=|<>|!=|(not\s+)?in\s*\([^)]*|(i?like))\s*'[^']*$/i);
    const parts = found && /^("[^"]+"|[\w.$]+)[^]*'([^']*)$/.exec(found.text);
    if (!parts) return null;
    const name = (parts[1] ?? '').replace(/^.*\./, '').replaceAll('"', '');
    const from = at.pos - (parts[2] ?? '').length;
    const plain = (label: string, detail?: string): Completion => ({ label, apply: label.replaceAll("'", "''"), detail, type: 'text' });
    if (name === 'event') return { from, options: (schema?.events ?? []).map((e, i) => ({ ...plain(e.name, eventRows(e.rows)), boost: 99 - i })), validFor: /^[^']*$/ };
    const examples = columns.find((c) => c.name === name)?.examples;
    return examples ? { from, options: examples.map((v) => plain(v)), validFor: /^[^']*$/ } : null;
  };
}

const functionOptions: Completion[] = Object.entries(functions).map(([label, detail]) => ({ label, detail, type: 'function', apply: detail === '()' || detail === '(*)' ? label + detail : `${label}(`, boost: -1 }));
const functionSource = (at: CompletionContext): CompletionResult | null => {
  const word = at.matchBefore(/\w+/);
  return word && at.state.sliceDoc(word.from - 1, word.from) !== '.' ? { from: word.from, options: functionOptions, validFor: /^\w*$/ } : null;
};

export function suggestions(k: Knowledge): Extension {
  const columns = schemaCompletionSource({ dialect, schema: namespace(k), defaultTable: 'events' });
  const words = keywordCompletionSource(dialect, false, (label, type) => ({ label, type, boost: -2 }));
  const values = valueSource(k.schema, k.eventRows);
  return autocompletion({ override: [values, (at) => (values(at) ? null : columns(at)), functionSource, words], icons: false, maxRenderedOptions: 60 });
}

export const suggesting = new Compartment();
export const labelled = new Compartment();

/** The extensions of every statement; run is asked for by Ctrl-Enter. */
export function setup(options: { run: () => void; changed: (sql: string) => void; selected: (some: boolean) => void }): Extension[] {
  return [
    lineNumbers(), history(), drawSelection(), highlightActiveLine(), highlightActiveLineGutter(), indentOnInput(), bracketMatching(), closeBrackets(),
    dialect.extension, syntaxHighlighting(colours), look, EditorView.lineWrapping, EditorState.tabSize.of(2),
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run: (view) => { closeCompletion(view); options.run(); return true; } }])),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
    EditorView.updateListener.of((u) => {
      if (u.docChanged) options.changed(u.state.doc.toString());
      if (u.selectionSet || u.docChanged) options.selected(!u.state.selection.main.empty);
    }),
  ];
}
