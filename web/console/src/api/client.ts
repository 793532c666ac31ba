import createClient, { type Middleware } from 'openapi-fetch';

import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** What an answer that is not a success says: the server's error, or that there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** invalid, unauthorized, forbidden, not_found, conflict, too_large, too_many, unavailable, internal, or unreachable */
    readonly code: string,
    message: string,
    readonly hint = '',
    /** Path of the part of the request at fault: trend.series[1].event */
    readonly field = '',
    readonly retry = false,
    /** Follows the request into the server's log. */
    readonly request = '',
    /** Seconds until it is worth trying again; 0 when unknown. */
    readonly retryAfter = 0,
    /** How often one may still guess before a wait, where guessing is held back. */
    readonly triesLeft: number | undefined = undefined,
    /** The whole error, for answers that say more, such as where in a statement. */
    readonly detail: unknown = null,
  ) {
    super(message);
  }
}

let workspace = '';
/** Every request from now on is about this workspace (its slug). */
export const aboutWorkspace = (slug: string): void => { workspace = slug; };

const about: Middleware = {
  onRequest({ request }) {
    if (workspace && !request.headers.has('X-Kith-Workspace')) request.headers.set('X-Kith-Workspace', workspace);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return response;
    throw await failureOf(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new ApiError(0, 'unreachable', String(error), '', '', true);
  },
};

async function failureOf(response: Response): Promise<ApiError> {
  const request = response.headers.get('X-Request-Id') ?? '';
  try {
    const { error } = (await response.json()) as Schemas['Failure'];
    if (response.status === 401) for (const tell of signedOut) tell();
    return new ApiError(response.status, error.code, error.message, error.hint, error.field, error.retry, request, error.retry_after, error.tries_left, error);
  } catch {
    return new ApiError(response.status, 'internal', response.statusText, '', '', response.status >= 500, request);
  }
}

const signedOut = new Set<() => void>();
/** Calls tell when an answer says that nobody is signed in any more; returns what ends it. */
export function onSignedOut(tell: () => void): () => void {
  signedOut.add(tell);
  return () => void signedOut.delete(tell);
}

/**
 * The API by its OpenAPI description. A promise of it rejects with ApiError:
 * `const { data } = await api.GET('/api/workspaces')`.
 */
export const api = createClient<paths>({ baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin });
api.use(about);

/** The body of an answer that is known to have one. */
export function body<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new ApiError(0, 'internal', 'the answer has no body');
  return answer.data;
}

/** For what the description cannot type, such as streams and files: fetch with the workspace and the same errors. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (workspace && !headers.has('X-Kith-Workspace')) headers.set('X-Kith-Workspace', workspace);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', String(error), '', '', true);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}
