import type { Format } from '@/format';
import { isNumeric, type Family } from './model';

/** A value as the table shows it; null stays null so that it can be shown as what is missing. */
export function shown(value: unknown, family: Family, f: Format): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') {
    if (family === 'person') return String(value);
    if (Number.isInteger(value)) return f.number(value);
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(4);
    return value.toLocaleString('en', { maximumFractionDigits: size < 1 ? 5 : size < 100 ? 3 : 2 }).replace(/^-/, '−');
  }
  if (typeof value === 'string') return family === 'time' ? value.replace('T', ' ').replace(/(\.\d{3})\d+/, '$1').replace(/(Z|[+-]\d\d:\d\d)$/, '') : value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** A value as another program reads it. */
export const plain = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

export const asNumber = (value: unknown): number | null => {
  if (value === null || value === undefined || value === '') return null;
  const n = Number(value);
  return Number.isFinite(n) ? n : null;
};

/** Orders values of a column: numbers by size, texts as people of the language order them, what is missing last. */
export function comparer(family: Family, language: string): (a: unknown, b: unknown) => number {
  const collator = new Intl.Collator(language, { numeric: true });
  const numeric = isNumeric(family) || family === 'person';
  return (a, b) => {
    if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
    if (b === null || b === undefined) return -1;
    return numeric ? (asNumber(a) ?? 0) - (asNumber(b) ?? 0) : collator.compare(plain(a), plain(b));
  };
}
