/** How numbers, money, durations and moments are written in both languages. Zones are IANA names; instants RFC 3339 text or milliseconds. */
export type Language = 'zh-CN' | 'en';

export interface Format {
  language: Language;
  zone: string;
  /** 48,216 */
  number(n: number, digits?: number): string;
  /** 31.2 万 in Chinese, 312K in English; whole below ten thousand. */
  short(n: number): string;
  /** 0.0856 → 8.6% */
  percent(share: number, digits?: number): string;
  /** +0.4 pp from a difference of shares */
  points(difference: number): string;
  money(n: number, currency: string): string;
  /** 22 小时, 1 天 6 小时 · 22 h, 1 d 6 h */
  duration(seconds: number): string;
  /** 11月20日 · Nov 20 */
  day(at: Instant): string;
  /** 周五 · Fri */
  weekday(at: Instant): string;
  /** 2026年11月 · Nov 2026 */
  month(at: Instant): string;
  /** 14:32:05 */
  time(at: Instant, seconds?: boolean): string;
  /** 11月20日 14:32, with the year when it is not this one */
  moment(at: Instant): string;
  /** 3 分钟前, 昨天 19:22, 11月3日 */
  ago(at: Instant, now?: number): string;
  bytes(n: number): string;
}

export type Instant = string | number | Date;

const minus = (text: string): string => text.replace(/^-/, '−');

const made = new Map<string, Format>();

/** One for each language and zone: what is costly in it, the browser's own formatters, is made once. */
export function formatOf(language: Language, zone: string): Format {
  const key = `${language} ${zone}`;
  let format = made.get(key);
  if (!format) made.set(key, (format = make(language, zone)));
  return format;
}

function make(language: Language, zone: string): Format {
  const zh = language === 'zh-CN';
  const date = (o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: zone, ...o });
  const cache = new Map<string, Intl.DateTimeFormat>();
  const text = (key: string, o: Intl.DateTimeFormatOptions, at: Instant): string => {
    let f = cache.get(key);
    if (!f) cache.set(key, (f = date(o)));
    return f.format(new Date(at));
  };
  const number = (n: number, digits = 0) => minus(n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  const trimmed = (n: number, digits: number) => minus(n.toLocaleString('en', { maximumFractionDigits: digits }));
  const dayKey = (at: Instant) => text('key', { year: 'numeric', month: '2-digit', day: '2-digit' }, at);
  const self: Format = {
    language,
    zone,
    number,
    short(n) {
      const a = Math.abs(n);
      if (a < 10_000) return trimmed(n, a < 100 ? 1 : 0);
      if (zh) return a < 1e8 ? `${trimmed(n / 1e4, 1)} 万` : `${trimmed(n / 1e8, 2)} 亿`;
      return a < 1e6 ? `${trimmed(n / 1e3, 1)}K` : a < 1e9 ? `${trimmed(n / 1e6, 2)}M` : `${trimmed(n / 1e9, 2)}B`;
    },
    percent: (share, digits = 1) => `${number(share * 100, digits)}%`,
    points: (difference) => `${number(Math.abs(difference) * 100, 1)} pp`,
    money: (n, currency) =>
      minus(new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: Math.abs(n) < 1000 ? 2 : 0 }).format(n)),
    duration(seconds) {
      const s = Math.max(0, Math.round(seconds));
      const unit = zh ? [' 天', ' 小时', ' 分', ' 秒'] : [' d', ' h', ' min', ' s'];
      const parts = [Math.floor(s / 86400), Math.floor((s % 86400) / 3600), Math.floor((s % 3600) / 60), s % 60];
      const first = parts.findIndex((p) => p > 0);
      if (first < 0) return `0${unit[3]}`;
      const next = first < 3 ? parts[first + 1] : 0;
      return `${parts[first]}${unit[first]}${next ? ` ${next}${unit[first + 1]}` : ''}`;
    },
    day: (at) => text('day', { month: zh ? 'long' : 'short', day: 'numeric' }, at),
    weekday: (at) => text('weekday', { weekday: 'short' }, at),
    month: (at) => text('month', { year: 'numeric', month: zh ? 'long' : 'short' }, at),
    time: (at, seconds = false) => text(`time${seconds}`, { hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined, hourCycle: 'h23' }, at),
    moment(at) {
      const sameYear = text('year', { year: 'numeric' }, at) === text('year', { year: 'numeric' }, Date.now());
      const when = sameYear ? self.day(at) : text('full', { year: 'numeric', month: zh ? 'long' : 'short', day: 'numeric' }, at);
      return `${when} ${self.time(at)}`;
    },
    ago(at, now = Date.now()) {
      const seconds = (now - new Date(at).getTime()) / 1000;
      if (seconds < 60 && seconds > -60) return zh ? '刚刚' : 'just now';
      if (seconds > 0 && seconds < 3600) return zh ? `${Math.floor(seconds / 60)} 分钟前` : `${Math.floor(seconds / 60)} min ago`;
      if (dayKey(at) === dayKey(now)) return zh ? `今天 ${self.time(at)}` : `today ${self.time(at)}`;
      if (dayKey(at) === dayKey(now - 86_400_000)) return zh ? `昨天 ${self.time(at)}` : `yesterday ${self.time(at)}`;
      const sameYear = text('year', { year: 'numeric' }, at) === text('year', { year: 'numeric' }, now);
      return sameYear ? self.day(at) : text('full', { year: 'numeric', month: zh ? 'long' : 'short', day: 'numeric' }, at);
    },
    bytes(n) {
      const units = ['B', 'KB', 'MB', 'GB', 'TB'];
      let i = 0;
      while (n >= 1000 && i < units.length - 1) { n /= 1000; i++; }
      return `${trimmed(n, n < 10 && i > 0 ? 1 : 0)} ${units[i]}`;
    },
  };
  return self;
}

/** Languages by their own names. */
export const languageNames: Record<Language, string> = { 'zh-CN': '中文', en: 'English' };
