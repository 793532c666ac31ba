// How many people come: today's figures and the last 30 days.
import { card } from './card.js';
import { h, icon, icons, s } from './dom.js';
import { count, date, rate, shortDate, weekday } from './form.js';
import { lineChart } from './line.js';
import { people } from './people.js';
import { say, t } from './words.js';

const days = 30;
const back = 28; // days to the line compared with: the same weekdays
const unique = (rolling) => ({ event: '*', measure: 'unique', ...(rolling ? { rolling } : {}) });

// Series: 0 daily, 1 weekly, 2 monthly active people.
const question = { range: { last: days + back + 'd' }, trend: { unit: 'day', series: [unique(), unique(7), unique(30)] } };

export const activity = () => card({ name: 'activity', rows: 6, question, draw: (a) => [figures(a), legend(), chart(a)] });

// read takes one series out of the answer.
function read(a, series) {
  const line = a.trend.lines.find((l) => l.series === series);
  return a.trend.buckets.map((b, i) => ({ ...b, value: line.values[i] ?? 0, series }));
}

// complete is the last day that is over, and the same day n days before.
function complete(all, n) {
  const at = all.findLastIndex((b) => !b.incomplete);
  return [all[at], all[at - n]];
}

const seen = (a, b, title) => () => people({ question, cell: { series: b.series, bucket: b.start }, title, count: b.value });

// headline is the page's sentence: yesterday against a week before.
export function headline(a) {
  const [day, before] = complete(read(a, 0), 7);
  if (!day) return null;
  const title = date(day.start, a.zone);
  const more = before ? day.value - before.value : 0;
  const key = !before?.value ? 'headlineNew' : more > 0 ? 'headlineMore' : more < 0 ? 'headlineFewer' : 'headlineSame';
  return say('headline', {
    day: t('yesterday'),
    n: h('button', { type: 'button', class: 'count', onclick: seen(a, day, title) }, count(day.value)),
    change: h('span', {}, t(key, { n: count(Math.abs(more)), weekday: weekday(day.start, a.zone) })),
  });
}

function figures(a) {
  const series = [read(a, 0), read(a, 1), read(a, 2)];
  const cells = ['dau', 'wau', 'mau'].map((name, i) => {
    const [now, before] = complete(series[i], [7, 7, 30][i]);
    const title = t(name) + ' · ' + (now ? date(now.start, a.zone) : '');
    return figure(t(name), now && count(now.value), t('people'), change(now?.value, before?.value), before && t('vsLast', { day: date(before.start, a.zone), n: count(before.value) }), spark(series[i]), now && seen(a, now, title));
  });
  const sticky = series[0].map((d, i) => ({ ...d, value: series[2][i].value ? d.value / series[2][i].value : 0 }));
  const [now, before] = complete(sticky, 7);
  const points = now && before ? (now.value - before.value) * 100 : null;
  cells.push(figure(t('sticky'), now && (now.value * 100).toFixed(1), '%', points === null ? null : arrow(points, Math.abs(points).toFixed(1) + ' pp'), before && t('vsLast', { day: date(before.start, a.zone), n: rate(before.value) }), spark(sticky), now && seen(a, { ...now, value: series[0].find((d) => d.start === now.start).value }, t('dau') + ' · ' + date(now.start, a.zone))));
  return h('div', { class: 'figures' }, cells);
}

function figure(name, value, unit, delta, before, picture, open) {
  return h('div', { class: 'figure' },
    h('div', { class: 'top' }, h('span', {}, name), delta),
    h('div', { class: 'middle' },
      h('button', { type: 'button', class: 'big', disabled: !open, onclick: open }, value ?? '—', h('small', {}, unit)), picture),
    h('div', { class: 'under' }, before ?? '—'));
}

function change(now, before) {
  if (!before) return null;
  const by = (now / before - 1) * 100;
  return arrow(by, Math.abs(by).toFixed(1) + '%');
}

const arrow = (by, words) => (Math.abs(by) < 0.05 ? h('span', { class: 'flat' }, '— ' + words) : h('span', { class: by > 0 ? 'up' : 'down' }, (by > 0 ? '▲ ' : '▼ ') + words));

// spark is the last two weeks, without words.
function spark(all) {
  const p = all.slice(-14);
  const values = p.map((b) => b.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const xy = values.map((v, i) => [3 + i * (82 / (p.length - 1)), 29 - (high > low ? (v - low) / (high - low) : 0.5) * 24]);
  const open = p[p.length - 1].incomplete;
  const d = (list) => list.map(([x, y], i) => (i ? 'L' : 'M') + x.toFixed(1) + ' ' + y.toFixed(1)).join('');
  const [x, y] = xy[xy.length - 1];
  return s('svg', { class: 'spark', viewBox: '0 0 90 34', 'aria-hidden': 'true' },
    s('path', { d: d(open ? xy.slice(0, -1) : xy) }), open && s('path', { d: d(xy.slice(-2)), class: 'unfinished' }),
    s('circle', { cx: x, cy: y, r: 2.8, class: open ? 'open' : '' }));
}

const legend = () => h('div', { class: 'legend' },
  h('span', { class: 'key this' }, t('thisPeriod')), h('span', { class: 'key prev' }, t('previous')), h('span', { class: 'key dash' }, t('unfinished')));

function chart(a) {
  const all = read(a, 0);
  const points = all.slice(-days).map((b, i) => {
    const before = all[all.length - days - back + i];
    const label = date(b.start, a.zone) + ' ' + weekday(b.start, a.zone);
    return { value: b.value, before: before ? before.value : null, beforeDay: before && date(before.start, a.zone), label, axis: shortDate(b.start, a.zone), unfinished: b.incomplete, open: seen(a, b, label) };
  });
  return lineChart(points, tip);
}

const tip = (p) => [
  h('strong', {}, p.label, p.unfinished && h('span', { class: 'tag warn' }, t('soFar'))),
  h('div', { class: 'row' }, h('span', {}, t('activity')), h('b', {}, count(p.value))),
  p.before !== null && h('div', { class: 'row' }, h('span', {}, t('before', { day: p.beforeDay })), h('b', {}, count(p.before))),
  h('button', { type: 'button', class: 'link', onclick: p.open }, t('seePeople', { n: count(p.value) }), icon(icons.arrow, 14)),
].filter(Boolean);
