import { mkdir, writeFile } from 'node:fs/promises';

import { demo } from './server.ts';
import { results, shots } from './places.ts';

/** Who the demo lets in. */
export const account = { email: 'demo@kith.example', password: 'kith-demo-2026' };

/** Starts the demo, signs in once for all tests, and ends what it started. */
export default async function setup(): Promise<() => Promise<void>> {
  await mkdir(results, { recursive: true });
  await mkdir(shots, { recursive: true });
  const server = process.env.KITH_URL ? { url: process.env.KITH_URL, stop: async () => undefined } : await demo();
  process.env.KITH_URL = server.url;
  const answer = await fetch(`${server.url}/api/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(account) });
  if (!answer.ok) throw new Error(`sign-in answers ${answer.status}: ${await answer.text()}`);
  const [pair] = (answer.headers.get('set-cookie') ?? '').split(';');
  const [name = '', value = ''] = (pair ?? '').split('=');
  const { hostname } = new URL(server.url);
  await writeFile(`${results}/signed-in.json`, JSON.stringify({ cookies: [{ name, value, domain: hostname, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' }], origins: [] }));
  return server.stop;
}
