// From reading to buying: one funnel, its rates and median times.
import { card } from './card.js';
import { h, icon, icons } from './dom.js';
import { count, rate, span } from './form.js';
import { people } from './people.js';
import { nothing } from './states.js';
import { say, t } from './words.js';

const events = ['chapter_view', 'cart_add', 'order_paid'];
const question = { range: { last: '30d' }, funnel: { steps: events.map((event) => ({ event })), window: '7d' } };

export const funnel = () => card({ name: 'funnel', rows: 4, question, draw });

function draw(a) {
  const group = a.funnel.groups[0];
  const first = group.steps[0].persons;
  if (!first) return nothing(t('noStep'), t('noStepNote'));
  return [
    sentence(group.steps),
    h('ol', { class: 'steps' }, group.steps.map((step, i) => row(step, i, group.steps))),
    group.open > 0 && h('p', { class: 'waiting' }, icon(icons.hourglass, 14), t('stillOpen', { n: count(group.open) })),
  ];
}

function sentence(steps) {
  const last = steps[steps.length - 1];
  const per = (s) => h('b', {}, (s.from_first * 100).toFixed(1));
  const said = last.persons ? say('funnelSentence', { cart: per(steps[1]), paid: per(last), time: h('b', {}, span(last.total_median_seconds)) }) : say('funnelNoTime', { n: h('b', {}, count(steps[0].persons)) });
  return h('p', { class: 'sentence' }, said);
}

function row(step, i, steps) {
  const name = t(events[i]);
  const open = (cell, title, n) => () => people({ question, cell, title, count: n });
  const reached = open({ step: i + 1 }, name, step.persons);
  const share = step.from_first ?? 0;
  const came = i ? steps[i - 1].from_first ?? 0 : 1;
  const lost = i ? steps[i - 1].persons - step.persons : 0;
  const bar = h('div', { class: 'bar' });
  const full = h('button', { type: 'button', class: 'full', 'aria-label': name + ' ' + count(step.persons), onclick: reached });
  full.style.width = share * 100 + '%';
  bar.append(full);
  if (lost > 0) {
    const title = t('left', { n: count(lost) });
    const gone = h('button', { type: 'button', class: 'gone', title, 'aria-label': title, onclick: open({ step: i, dropped: true }, t(events[i - 1]) + ' · ' + title, lost) });
    gone.style.width = (came - share) * 100 + '%';
    bar.append(gone);
  }
  return h('li', {},
    h('span', { class: 'stop' }, String(i + 1)),
    h('div', { class: 'head' }, h('span', { class: 'name' }, name, h('code', {}, step.label)),
      h('button', { type: 'button', class: 'count', onclick: reached }, count(step.persons))),
    bar,
    i > 0 && h('dl', {}, pair('fromPrevious', rate(step.from_previous)), i > 1 && pair('fromFirst', rate(step.from_first)), pair('median', span(step.median_seconds)),
      h('button', { type: 'button', class: 'quiet', onclick: open({ step: i, dropped: true }, t(events[i - 1]) + ' · ' + t('left', { n: count(lost) }), lost) }, t('left', { n: count(lost) }))));
}

const pair = (word, value) => h('div', {}, h('dt', {}, t(word)), h('dd', {}, value));
