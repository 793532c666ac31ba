// The API, as the page uses it.

const workspace = new URLSearchParams(location.search).get('workspace');

// Failure is what the server said was wrong, or that it could not be reached.
export class Failure extends Error {
  constructor({ code, message, hint, field, retry }, status) {
    super(message);
    Object.assign(this, { code, hint, field, retry, status });
  }
}

async function call(method, path, body) {
  const headers = {};
  if (body) headers['Content-Type'] = 'application/json';
  if (workspace) headers['X-Kith-Workspace'] = workspace;
  let r;
  try {
    r = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  } catch (cause) {
    throw new Failure({ code: 'unreachable', message: String(cause.message), retry: true }, 0);
  }
  const text = await r.text();
  let value = null;
  try {
    value = text && JSON.parse(text);
  } catch {
    // Not the program itself but something before it: only the status says why.
  }
  if (!r.ok) throw new Failure(value?.error ?? { code: 'http_' + r.status, message: r.statusText, retry: r.status >= 500 }, r.status);
  return value;
}

export const whoAmI = () => call('GET', '/api/session');
export const signIn = (email, password) => call('POST', '/api/session', { email, password });
export const signOut = () => call('DELETE', '/api/session');
export const ask = (question) => call('POST', '/api/v1/questions', question);
export const personsBehind = (question, cell, after, limit) =>
  call('POST', '/api/v1/questions/persons', { question, cell, limit, ...(after ? { after } : {}) });
