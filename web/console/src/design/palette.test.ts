import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { dark, light, type Palette } from './palette';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const [head = '', tail = ''] = css.split("[data-scheme='dark']");
const read = (text: string) => new Map([...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]));

const pairs: [keyof Palette & string, string][] = [
  ['bg', 'bg'], ['surface', 'surface'], ['sunken', 'sunken'], ['raised', 'raised'], ['fill', 'fill'], ['fill2', 'fill-2'], ['line', 'line'], ['lineSoft', 'line-soft'], ['line2', 'line-2'],
  ['ink', 'ink'], ['ink2', 'ink-2'], ['ink3', 'ink-3'], ['ink4', 'ink-4'], ['ac', 'ac'], ['onAc', 'on-ac'], ['acHover', 'ac-hover'], ['acActive', 'ac-active'], ['acText', 'ac-text'], ['acBg', 'ac-bg'],
  ['good', 'good'], ['warn', 'warn'], ['bad', 'bad'], ['info', 'info'], ['prev', 'prev'], ['split', 'split'],
];

test.each([['light', light, read(head)], ['dark', dark, read(tail)]] as const)('the %s palette is that of tokens.css', (_, palette, tokens) => {
  for (const [key, token] of pairs) expect(palette[key], token).toBe(tokens.get(token));
  palette.series.forEach((c, i) => expect(c).toBe(tokens.get(`c${i + 1}`)));
  palette.scale.forEach((c, i) => expect(c).toBe(tokens.get(`s${i + 1}`)));
});

const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number]; return (x + 0.05) / (y + 0.05); };

test.each([['light', light], ['dark', dark]] as const)('text of the %s palette can be read (WCAG AA, 4.5)', (_, p) => {
  for (const ink of [p.ink, p.ink2, p.ink3, p.acText, p.good, p.warn, p.bad, p.info]) expect(contrast(ink, p.surface)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(p.onAc, p.ac)).toBeGreaterThanOrEqual(4.5);
});
