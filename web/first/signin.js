// The door.
import { signIn } from './ask.js';
import { h } from './dom.js';
import { t, why } from './words.js';

// signInForm calls done(identity) once the server knows who it is.
export function signInForm(done) {
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const email = h('input', { type: 'email', name: 'email', autocomplete: 'username', required: true, autofocus: true });
  const password = h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true });
  const button = h('button', { type: 'submit', class: 'primary' }, t('signIn'));

  async function submit(e) {
    e.preventDefault();
    wrong.replaceChildren();
    button.disabled = true;
    button.textContent = t('signingIn');
    try {
      done(await signIn(email.value.trim(), password.value));
    } catch (err) {
      const away = err.code === 'unreachable';
      wrong.append(h('b', {}, why(err.code)), h('br'), away ? t('unreachableNote') : err.hint ?? '');
      password.focus();
      password.select();
    } finally {
      button.disabled = false;
      button.textContent = t('signIn');
    }
  }
  return h('form', { class: 'card door', onsubmit: submit },
    h('h1', {}, t('signInTitle')), h('p', { class: 'note' }, t('signInNote')),
    h('label', {}, t('email'), email), h('label', {}, t('password'), password), wrong, button);
}
