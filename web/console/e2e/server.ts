import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';

import { root } from './places.ts';

export interface Server { url: string; data: string; process: ChildProcess; /** What it has printed so far. */ said: () => string; stop: () => Promise<void> }

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** Starts the built program in a folder of its own and waits until it is ready. */
export async function start(command: string, name: string, args: string[] = []): Promise<Server> {
  const data = `${tmpdir()}/kith-e2e-${process.pid}-${name}`;
  await rm(data, { recursive: true, force: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(`${root}bin/kith`, [command, '--data', data, '--listen', `127.0.0.1:${port}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let ended = false;
  child.stdout.on('data', (d: Buffer) => { output += d.toString(); });
  child.stderr.on('data', (d: Buffer) => { output += d.toString(); });
  child.on('exit', () => { ended = true; });
  const stop = async () => {
    if (!ended) await new Promise<void>((resolve) => { child.once('exit', () => resolve()); child.kill('SIGTERM'); });
    await rm(data, { recursive: true, force: true });
  };
  const until = Date.now() + 240_000;
  const ready = async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok && (command !== 'demo' || output.includes('sign in'));
  while (!(await ready())) {
    if (ended || Date.now() > until) throw new Error(`kith ${command} did not get ready:\n${output.slice(-4000)}`);
    await new Promise((r) => setTimeout(r, 200));
  }
  return { url, data, process: child, said: () => output, stop };
}

export const demo = (args: string[] = []): Promise<Server> => start('demo', 'demo', args);
