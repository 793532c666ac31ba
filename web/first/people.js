// The people behind a number, in a drawer.
import { personsBehind } from './ask.js';
import { h, icon, icons } from './dom.js';
import { count } from './form.js';
import { failure, nothing, skeleton } from './states.js';
import { t } from './words.js';

const page = 50;

// people opens the drawer on one cell of a question's answer.
export function people({ question, cell, title, count: total }) {
  const list = h('ol', { class: 'persons' });
  const rest = h('div', { class: 'rest' });
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': t('close'), onclick: () => drawer.close() }, icon(icons.close, 18));
  const drawer = h('dialog', { class: 'drawer', 'aria-label': t('peopleBehind') },
    h('header', {}, h('div', {}, h('h2', {}, title), h('p', { class: 'note' }, h('b', {}, count(total)), ' ' + t('people'))), close),
    list, rest);
  drawer.addEventListener('close', () => drawer.remove());
  drawer.addEventListener('click', (e) => e.target === drawer && drawer.close()); // the scrim
  document.body.append(drawer);
  drawer.showModal();

  async function load(after) {
    rest.replaceChildren(skeleton(after ? 1 : 6));
    try {
      const got = await personsBehind(question, cell, after, page);
      list.append(...got.persons.map(row));
      const more = got.next && h('button', { type: 'button', class: 'plain', onclick: () => load(got.next) }, t('more'));
      const end = list.childElementCount ? h('span', { class: 'note' }, t('shown', { n: count(list.childElementCount) })) : nothing(t('nobody'), t('nobodyNote'));
      rest.replaceChildren(...[more, end].filter(Boolean));
    } catch (err) {
      rest.replaceChildren(failure(err, () => load(after)));
    }
  }
  load(0);
}

function row({ person, ids }) {
  const sorted = [...(ids ?? [])].sort((a, b) => (a.kind < b.kind ? 1 : -1)); // user before anonymous
  return h('li', {}, h('span', { class: 'who' }, t('person', { n: person })),
    h('span', { class: 'ids' }, sorted.length ? sorted.map((i) => h('code', { class: i.kind, title: i.id }, h('small', {}, t(i.kind === 'user' ? 'userId' : 'anonymousId')), i.id)) : h('span', { class: 'note' }, t('noIds'))));
}
