// Who of the newcomers comes back, week by week.
import { card } from './card.js';
import { h } from './dom.js';
import { count, date, rate } from './form.js';
import { people } from './people.js';
import { nothing } from './states.js';
import { say, t } from './words.js';

const periods = 8;
const question = {
  range: { last: periods + 1 + 'w' },
  retention: { start: { event: 'sign_up' }, return: { event: '*' }, cohort: 'first_ever', unit: 'week', periods },
};

export const retention = () => card({ name: 'retention', rows: 7, question, draw });

const week = (n) => (n ? t('week', { n }) : t('week0'));

function draw(a) {
  const group = a.retention.groups[0];
  if (!group.cohorts.some((c) => c.size)) return nothing(t('noCohort'), t('noCohortNote'));
  const heat = scale(group);
  return [
    sentence(group.average),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': 'retention-title' }, h('table', { class: 'heat' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('cohort')), h('th', { scope: 'col', class: 'size' }, t('size')),
        a.retention.columns.map((c) => h('th', { scope: 'col' }, week(c.first))))),
      h('tbody', {}, averages(group), group.cohorts.map((c) => row(a, c, heat))))),
    h('div', { class: 'scale' }, heat.high > heat.low && [
      h('span', {}, rate(heat.low, 0)), h('span', { class: 'steps' }, Array.from({ length: 8 }, (_, i) => h('i', { class: 'heat-' + (i + 1) }))), h('span', {}, rate(heat.high, 0))],
    h('span', { class: 'key hatch' }, t('risesOnly'))),
  ];
}

function sentence(average) {
  const b = (r) => h('b', {}, rate(r));
  const at = (n) => average[n] ?? null;
  if (at(1) === null) return h('p', { class: 'sentence' }, t('retentionWait'));
  return h('p', { class: 'sentence' }, at(4) === null ? say('retentionYoung', { one: b(at(1)) }) : say('retentionSentence', { one: b(at(1)), four: b(at(4)) }));
}

// scale spreads eight steps over the rates of the finished cells; period 0 is
// (nearly) everyone and would leave the rest one colour.
function scale(group) {
  const rates = group.cohorts.flatMap((c) => c.cells.slice(1).filter((x) => x.rate !== null && !x.future && !x.incomplete).map((x) => x.rate));
  const low = Math.min(...rates);
  const high = Math.max(...rates);
  return { low, high, step: (r) => (high > low ? 1 + Math.min(7, Math.max(0, Math.floor(((r - low) / (high - low)) * 8))) : 4) };
}

function averages(group) {
  const size = group.cohorts.reduce((sum, c) => sum + c.size, 0);
  return h('tr', { class: 'average' }, h('th', { scope: 'row' }, t('average')), h('td', { class: 'size' }, count(size)),
    group.average.map((r) => h('td', {}, r === null ? '—' : (r * 100).toFixed(1))));
}

function row(a, c, heat) {
  const name = date(c.start, a.zone);
  const bucket = c.start;
  const all = () => people({ question, cell: { bucket }, title: name, count: c.size });
  return h('tr', {},
    h('th', { scope: 'row' }, name, c.incomplete && h('span', { class: 'tag' }, t('running'))),
    h('td', { class: 'size' }, h('button', { type: 'button', class: 'count', onclick: all }, count(c.size))),
    c.cells.map((x, i) => cell(c, x, i, { bucket, name, heat })));
}

function cell(c, x, i, { bucket, name, heat }) {
  if (x.future || x.rate === null) return h('td', {});
  const title = t('cellOf', { cohort: name, week: week(i) });
  const said = title + '，' + t('cellText', { size: count(c.size), n: count(x.persons) }) + (x.incomplete ? '，' + t('risesOnly') : '');
  const look = i === 0 ? 'zero' : x.incomplete ? 'open' : 'heat-' + heat.step(x.rate);
  return h('td', {}, h('button', {
    type: 'button', class: 'cell ' + look, title: said, 'aria-label': said,
    onclick: () => people({ question, cell: { bucket, column: i }, title, count: x.persons }),
  }, (x.rate * 100).toFixed(x.rate === 1 ? 0 : 1)));
}
