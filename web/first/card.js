// A card asks one question and draws its answer; it has the states that any
// card has, and says its definition in its last line.
import { ask } from './ask.js';
import { h, icon, icons } from './dom.js';
import { clock, large, millis } from './form.js';
import { failure, skeleton } from './states.js';
import { language, t } from './words.js';

// card({name, rows, question, draw}): draw(answer) returns the body's elements;
// title and note are the words name and nameNote.
export function card({ name, rows, question, draw }) {
  const el = h('section', { class: 'card ' + name, 'aria-labelledby': name + '-title' });
  const me = { el, answer: null, error: null, question };

  me.render = () => {
    el.replaceChildren(
      h('header', {}, h('h2', { id: name + '-title' }, t(name)), h('span', { class: 'note' }, t(name + 'Note'))),
      h('div', { class: 'body' }, body()),
      ...(me.answer ? [foot(me.answer)] : []));
  };

  function body() {
    if (me.answer) return draw(me.answer);
    if (me.error) return failure(me.error, me.load);
    return skeleton(rows);
  }

  // load asks anew. An answer at hand stays until the next one is there, and
  // while somebody points at it.
  me.load = async () => {
    if (!me.answer) {
      me.error = null;
      me.render();
    }
    try {
      const answer = await ask(question);
      if (me.answer && el.matches(':hover, :focus-within')) return;
      me.answer = answer;
    } catch (err) {
      if (err.status === 401) throw err;
      if (me.answer) return; // the live line says that the server is away
      me.error = err;
    }
    me.render();
  };
  return me;
}

function foot(a) {
  return h('footer', {}, h('span', {}, icon(icons.info, 14), a.definition[language]), h('span', {}, t('zone', { zone: a.zone })),
    h('span', {}, t('asOf', { time: clock(a.as_of, a.zone) })),
    h('span', {}, t('cost', { events: large(a.cost.events), ms: millis(a.cost.ms) })));
}
