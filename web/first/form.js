// How numbers, times and spans are written.
import { language, locale, t } from './words.js';

export const count = (n) => new Intl.NumberFormat(locale()).format(n);

export const rate = (r, digits = 1) => (r === null || r === undefined ? '—' : (r * 100).toFixed(digits) + '%');

// large shortens a number of events: 312 万, 3.12 M.
export function large(n) {
  if (language === 'zh' && n >= 1e8) return (n / 1e8).toFixed(2) + ' 亿';
  if (language === 'zh' && n >= 1e5) return (n / 1e4).toFixed(1) + ' 万';
  if (language === 'en' && n >= 1e6) return (n / 1e6).toFixed(2) + ' M';
  return count(n);
}

export const millis = (ms) => (ms < 10 ? ms.toFixed(1) : Math.round(ms).toString());

export function date(iso, zone) {
  return new Intl.DateTimeFormat(locale(), { month: language === 'zh' ? 'long' : 'short', day: 'numeric', timeZone: zone }).format(new Date(iso));
}

export function shortDate(iso, zone) {
  return new Intl.DateTimeFormat(locale(), { month: language === 'zh' ? 'numeric' : 'short', day: 'numeric', timeZone: zone }).format(new Date(iso));
}

export function weekday(iso, zone) {
  return new Intl.DateTimeFormat(locale(), { weekday: language === 'zh' ? 'short' : 'long', timeZone: zone }).format(new Date(iso));
}

export function clock(iso, zone) {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: zone }).format(new Date(iso));
}

// span writes seconds in at most two units.
export function span(s) {
  if (s === null || s === undefined) return '—';
  if (s < 90) return t('seconds', { n: Math.round(s) });
  const m = Math.round(s / 60);
  if (m < 60) return t('minutes', { n: m });
  if (m < 24 * 60) return m % 60 ? t('hoursMinutes', { h: Math.floor(m / 60), m: m % 60 }) : t('hours', { n: m / 60 });
  const h = Math.round(s / 3600);
  return h % 24 ? t('daysHours', { d: Math.floor(h / 24), h: h % 24 }) : t('days', { n: h / 24 });
}

export function ago(iso) {
  const s = Math.max(0, (Date.now() - new Date(iso).getTime()) / 1000);
  if (s < 90) return t('secondsAgo', { n: Math.round(s) });
  if (s < 5400) return t('minutesAgo', { n: Math.round(s / 60) });
  if (s < 48 * 3600) return t('hoursAgo', { n: Math.round(s / 3600) });
  return t('daysAgo', { n: Math.round(s / 86400) });
}
