import { useSyncExternalStore } from 'react';

import { ApiError, api, body, request, type Schemas } from '@/api/client';

type Import = Schemas['ImporterView'];

/** A file on its way. It goes on while the operator looks at other pages. */
export interface Upload { number: number; file: File; sent: number; error?: ApiError; done?: Import }

const all = new Map<number, Upload>();
const stops = new Map<number, AbortController>();
const listeners = new Set<() => void>();
const say = (u: Upload) => { all.set(u.number, u); for (const l of listeners) l(); };
const listen = (l: () => void) => { listeners.add(l); return () => { listeners.delete(l); }; };

export const useUpload = (number: number): Upload | undefined => useSyncExternalStore(listen, () => all.get(number));

/** Announces a file and begins to send it. */
export async function begin(file: File): Promise<Import> {
  const made = body(await api.POST('/api/v1/imports', { body: { name: file.name, size: file.size } }));
  void send(made.number, file, 0);
  return made;
}

const part = 8 << 20;

/** Sends the file from an offset on, in parts; what breaks off goes on from what the server has. */
export async function send(number: number, file: File, from: number): Promise<void> {
  stop(number);
  const own = new AbortController();
  stops.set(number, own);
  say({ number, file, sent: from });
  try {
    for (let sent = from, tries = 0; sent < file.size;) {
      try {
        const answer = await request(`/api/v1/imports/${number}/file?offset=${sent}`, {
          method: 'PUT', headers: { 'Content-Type': 'application/octet-stream' }, body: file.slice(sent, sent + part), signal: own.signal,
        });
        const view = (await answer.json()) as Import;
        sent = view.received;
        tries = 0;
        say({ number, file, sent, done: view.state === 'uploading' ? undefined : view });
      } catch (error) {
        if (own.signal.aborted || !(error instanceof ApiError) || !error.retry || ++tries > 4) throw error;
        await new Promise((r) => setTimeout(r, 500 * 2 ** tries));
        sent = body(await api.GET('/api/v1/imports/{number}', { params: { path: { number } } })).received;
      }
    }
  } catch (error) {
    if (!own.signal.aborted) say({ number, file, sent: all.get(number)?.sent ?? from, error: error instanceof ApiError ? error : new ApiError(0, 'internal', String(error)) });
  }
}

/** Stops sending; what the server has stays there. */
export function stop(number: number): void {
  stops.get(number)?.abort();
  stops.delete(number);
}
