import { expect, test } from 'vitest';

import { shades } from './code';
import { snippets } from './sources/snippets';

const of = (code: string, shade: string) => shades(code).filter((s) => s.shade === shade).map((s) => s.text);

test('nothing of the code is lost', () => {
  for (const s of snippets({ origin: 'https://kith.example', key: 'wk_abc', said: { event: 'book_opened', property: 'book', value: '山间来信', user: '10482', trait: 'nickname', name: '青柠' } })) {
    expect(shades(s.code).map((p) => p.text).join('')).toBe(s.code);
  }
});

test('words, texts, numbers and comments are told apart', () => {
  const code = "import { A } from 'a'\ntrack('x', 41) // why\nhost: 'https://kith.example/v1'";
  expect(of(code, 'key')).toEqual(['import', 'from']);
  expect(of(code, 'text')).toEqual(["'a'", "'x'", "'https://kith.example/v1'"]);
  expect(of(code, 'number')).toEqual(['41']);
  expect(of(code, 'comment')).toEqual(['// why']);
  expect(of('curl https://kith.example/v1/track', 'comment')).toEqual([]);
});
