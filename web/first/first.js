// The page: who are you, how are we doing, who are they.
import { activity, headline } from './activity.js';
import { signOut, whoAmI } from './ask.js';
import { h, s } from './dom.js';
import { funnel } from './funnel.js';
import { liveLine } from './live.js';
import { retention } from './retention.js';
import { signInForm } from './signin.js';
import { failure, noEvents, skeleton } from './states.js';
import { language, locale, speak, t } from './words.js';

const root = document.getElementById('page');
const refresh = 30_000; // ms between answers of the charts
let show = () => {}; // draws the present view in the present language
let leave = () => {}; // ends what the present view does in the background

function change(view) {
  leave();
  leave = () => {};
  show = view;
  show();
}

const logo = () => s('svg', { class: 'logo', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
  s('rect', { width: 32, height: 32, rx: 7 }), s('path', { d: 'M11 8v16M22 8l-8 8 8 8' }));

function frame(main, ...tools) {
  document.documentElement.lang = locale();
  const name = new URLSearchParams(location.search).get('workspace');
  root.replaceChildren(
    h('a', { class: 'skip', href: '#main' }, t('skip')),
    h('header', { class: 'top-bar' }, logo(), h('span', { class: 'brand' }, 'Kith'), h('span', { class: 'crumb' }, name ?? t('product')), h('span', { class: 'spring' }),
      tools, h('button', { type: 'button', class: 'plain language', lang: language === 'zh' ? 'en' : 'zh-CN', onclick: () => {
        speak(language === 'zh' ? 'en' : 'zh');
        show();
      } }, t('language'))),
    h('main', { id: 'main', tabindex: '-1' }, main));
}

function door() {
  change(() => frame(signInForm(today)));
}

function broken(err) {
  change(() => frame(h('section', { class: 'card' }, failure(err, start))));
}

function today() {
  const cards = [activity(), funnel(), retention()];
  const title = h('h1', { class: 'headline' });
  const body = h('div', { class: 'cards' }, cards.map((c) => c.el));
  const out = h('button', { type: 'button', class: 'plain' });
  let empty = null; // not known before the first answer
  let asked = 0;

  const load = () => {
    asked = Date.now();
    return Promise.all(cards.map((c) => c.load().catch(refused))).then(say);
  };
  const say = () => title.replaceChildren(...((cards[0].answer && headline(cards[0].answer)) || []).flat());
  const refused = (err) => (err.status === 401 ? door() : broken(err));
  const live = liveLine((answer) => {
    const none = answer.freshness.seq === 0;
    if (none !== empty) {
      empty = none;
      show();
      if (!none) load();
    } else if (!none && Date.now() - asked > refresh) {
      load();
    }
  }, refused);
  out.addEventListener('click', () => signOut().then(door, refused));

  change(() => {
    out.textContent = t('signOut');
    live.render();
    cards.forEach((c) => c.render());
    say();
    frame(empty ? [noEvents(), live.line] : [title, body, live.line], live.dot, out);
  });
  leave = live.stop;
  live.beat();
}

function start() {
  change(() => frame(h('section', { class: 'card' }, skeleton(5))));
  whoAmI().then(today, (err) => (err.status === 401 ? door() : broken(err)));
}

start();
