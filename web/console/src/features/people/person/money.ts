import type { Format } from '@/format';

/** Writes an amount: with its sign when the events say the currency, else as a plain number. */
export const moneyOf = (f: Format, currency: string | undefined) => (n: number): string =>
  currency ? f.money(n, currency) : f.number(n, Math.abs(n) < 1000 && !Number.isInteger(n) ? 2 : 0);
