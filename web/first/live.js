// The live line: how many events there are, how fresh, and what folding costs.
import { ask } from './ask.js';
import { h } from './dom.js';
import { ago, clock, count, large, millis } from './form.js';
import { t } from './words.js';

const every = 5000; // ms
const question = { range: { last: '1d' }, trend: { unit: 'total', series: [{ event: '*' }, { event: '*', measure: 'unique' }] } };

// liveLine asks every five seconds while the page is seen. tell(answer) hears
// of each answer, and fail(err) of a refusal.
export function liveLine(tell, fail) {
  const dot = h('span', { class: 'beat' });
  const line = h('p', { class: 'live', role: 'status', 'aria-live': 'off' });
  let answer = null;
  let lost = false;
  let timer = 0;

  function render() {
    dot.className = 'beat' + (lost ? ' lost' : '');
    dot.replaceChildren(h('i'), lost ? t('liveLost') : t('live') + (answer ? ' ' + clock(answer.as_of, answer.zone) : ''));
    if (!answer) return line.replaceChildren();
    const [events, persons] = [0, 1].map((n) => (answer.trend.lines ?? []).find((l) => l.series === n)?.total ?? 0);
    line.replaceChildren(
      h('span', {}, h('b', {}, t('total', { n: count(answer.freshness.seq) }))),
      h('span', {}, t('today', { n: count(persons), events: count(events) })),
      answer.freshness.seq ? h('span', {}, t('fresh', { ago: ago(answer.freshness.latest) })) : '',
      h('span', {}, t('costLine', { events: large(answer.cost.events), ms: millis(answer.cost.ms) }) + ' · ' + t(answer.cost.source === 'memory' ? 'fromMemory' : 'fromRecord')));
  }

  async function beat() {
    clearTimeout(timer);
    if (!document.hidden) {
      try {
        answer = await ask(question);
        lost = false;
        tell(answer);
      } catch (err) {
        if (err.status === 401) return fail(err);
        lost = true;
        if (!answer) fail(err);
      }
      render();
    }
    timer = setTimeout(beat, every);
  }
  const seen = () => document.hidden || beat();
  document.addEventListener('visibilitychange', seen);
  return { dot, line, render, beat, stop: () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  } };
}
