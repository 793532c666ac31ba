// What a card shows when it has no answer to show.
import { h, icon, icons } from './dom.js';
import { t, why } from './words.js';

export function skeleton(rows) {
  const bars = Array.from({ length: rows }, (_, i) => h('span', { class: 'bone bone-' + (i % 4) }));
  return h('div', { class: 'skeleton', role: 'status', 'aria-label': t('loading') }, bars, h('span', { class: 'late' }, t('loading')));
}

export function failure(err, retry) {
  const away = err.code === 'unreachable';
  return h('div', { class: 'state', role: 'alert' },
    h('span', { class: 'badge bad' }, icon(icons.alert, 20)),
    h('strong', {}, why(err.code)),
    h('p', {}, away ? t('unreachableNote') : err.message),
    !away && err.hint && h('p', { class: 'hint' }, err.hint),
    h('div', { class: 'actions' }, h('button', { type: 'button', class: 'plain', onclick: retry }, t('retry')), !away && h('code', {}, [err.code, err.field].filter(Boolean).join(' · '))));
}

export const nothing = (title, note) =>
  h('div', { class: 'state' }, h('span', { class: 'badge good' }, icon(icons.seed, 20)), h('strong', {}, title), h('p', {}, note));

// noEvents says how to send the first event.
export function noEvents() {
  const curl = `curl -u WRITE_KEY: ${location.origin}/v1/batch \\
  -H 'Content-Type: application/json' \\
  -d '{"batch": [{
        "type": "track", "userId": "u1", "event": "chapter_view",
        "properties": {"category": "travel"}
      }]}'`;
  const copy = h('button', { type: 'button', class: 'plain', onclick: async () => {
    await navigator.clipboard.writeText(curl);
    copy.textContent = t('copied');
  } }, t('copy'));
  return h('section', { class: 'card first-event' },
    h('span', { class: 'badge good' }, icon(icons.seed, 20)),
    h('h2', {}, t('emptyTitle')), h('p', {}, t('emptyNote')),
    h('pre', { tabindex: '0' }, curl), navigator.clipboard && copy);
}
