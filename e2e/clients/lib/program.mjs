// A client of another language: a program that reads commands as lines of JSON and answers each with a line.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../go', import.meta.url));

/** Builds ../go/<name> and starts it. */
export async function goProgram(name, { url, key }) {
  const path = `${folder}/bin/${name}`;
  await promisify(execFile)('go', ['build', '-o', path, `./${name}`], { cwd: folder });
  return drive(spawn(path, [url, key], { stdio: ['pipe', 'pipe', 'inherit'] }));
}

/** Starts ../programs/<name>.mjs: for a client that takes its process down with it, as the test's own it must not be. */
export const nodeProgram = (name, { url, key }) => drive(spawn(process.execPath, [fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url)), url, key], { stdio: ['pipe', 'pipe', 'inherit'] }));

/** A session that sends each command to a program and waits until it is done. */
function drive(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', () => waiting.shift()?.());
  const say = (command) => new Promise((resolve) => { waiting.push(resolve); child.stdin.write(`${JSON.stringify(command)}\n`); });
  return {
    page: (page) => say({ do: 'page', name: page }),
    track: (event, properties) => say({ do: 'track', name: event, properties }),
    identify: (id, traits) => say({ do: 'identify', id, properties: traits }),
    alias: (id, previous) => say({ do: 'alias', id, previous }),
    async close() { child.stdin.end(); await ended; },
  };
}
