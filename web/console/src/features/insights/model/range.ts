import type { Format } from '@/format';
import type { Range } from './question';

export type Unit = 'h' | 'd' | 'w' | 'mo';

/** The spans that are offered; any other can be written. */
export const presets: string[] = ['24h', '7d', '30d', '90d', '180d', '12w', '12mo'];

export function lastOf(range: Range): { n: number; unit: Unit } | null {
  const m = /^(\d+)(h|d|w|mo)$/.exec(range.last ?? '');
  return m ? { n: Number(m[1]), unit: m[2] as Unit } : null;
}

/** 2026-10-21 in the format's zone. */
export const dateOf = (at: string | number | Date, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));

/** Dates that people read: 10月21日–11月19日. */
export function spanWords(from: string, to: string, f: Format): string {
  // Dates stand for themselves: noon UTC of a date is that date in the writing zone below.
  const day = (text: string) => {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T12:00:00Z`) : new Date(text);
    const zone = /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'UTC' : f.zone;
    const year = at.getUTCFullYear() !== new Date().getUTCFullYear();
    return new Intl.DateTimeFormat(f.language, { timeZone: zone, month: f.language === 'en' ? 'short' : 'long', day: 'numeric', year: year ? 'numeric' : undefined }).format(at);
  };
  const [a, b] = [day(from), day(to)];
  return a === b ? a : `${a}–${b}`;
}

/** Seconds of 30m, 24h, 7d, 2w. */
export function secondsOf(window: string | undefined): number | null {
  const m = /^(\d+)([smhdw])$/.exec(window ?? '');
  return m ? Number(m[1]) * { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[m[2] as 's']! : null;
}

export const windows: string[] = ['30m', '1h', '24h', '3d', '7d', '14d', '30d'];
