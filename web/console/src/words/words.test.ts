import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

import { en } from './en';
import { zh } from './zh';

const flat = (o: object, at = ''): string[] => Object.entries(o).flatMap(([k, v]) => (typeof v === 'string' ? [`${at}${k}`] : flat(v as object, `${at}${k}.`)));

test('both languages have every key', () => {
  expect(flat(en).sort()).toEqual(flat(zh).sort());
});

test('no sentence is left in the other language, or empty', () => {
  const value = (o: object, path: string) => path.split('.').reduce<unknown>((v, k) => (v as Record<string, unknown>)[k], o) as string;
  const han = /\p{Script=Han}/u;
  expect(flat(en).filter((k) => han.test(value(en, k)))).toEqual([]);
  expect(flat(zh).filter((k) => value(zh, k) === '' || value(en, k) === '')).toEqual([]);
});

test('what a sentence is given is the same in both languages', () => {
  const value = (o: object, path: string) => path.split('.').reduce<unknown>((v, k) => (v as Record<string, unknown>)[k], o) as string;
  const given = (s: string) => [...s.matchAll(/\{\{(\w+)/g)].map((m) => m[1]).filter((n) => n !== 'count').sort().join();
  const differ = flat(zh).filter((k) => given(value(zh, k)) !== given(value(en, k)));
  expect(differ).toEqual([]);
});

const components = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((d) => {
    const path = join(dir, d.name);
    return d.isDirectory() ? components(path) : path.endsWith('.tsx') && !path.includes('.test.') ? [path] : [];
  });

const spoken = new Set(['title', 'label', 'placeholder', 'aria-label', 'alt', 'note', 'description', 'content', 'okText', 'cancelText', 'header']);
const letters = /\p{L}{2,}/u;
// Names that are the same in every language: keys, units, formats.
const names = /^(Ctrl( ?\w+| ↵)?|Enter|Esc|Tab|Shift|CSV|PNG|JSON|SQL|API|URL|RFM|UTC|Kith|HTTP|Parquet|Segment|curl|Z|%|pp|abcd-efgh-2345)$/;

test('no Chinese or English stands in a component', () => {
  const found: string[] = [];
  for (const path of components(new URL('..', import.meta.url).pathname)) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const report = (node: ts.Node, text: string) => { if (letters.test(text) && !names.test(text.trim())) found.push(`${path.split('/src/')[1]}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text.trim().slice(0, 60)}`); };
    const visit = (node: ts.Node): void => {
      if (ts.isJsxText(node)) report(node, node.text);
      else if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer)) report(node, node.initializer.text);
      else if (ts.isStringLiteralLike(node) && /\p{Script=Han}/u.test(node.text)) report(node, node.text);
      else if (ts.isTemplateHead(node) && /\p{Script=Han}/u.test(node.text)) report(node, node.text);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  expect(found).toEqual([]);
});
