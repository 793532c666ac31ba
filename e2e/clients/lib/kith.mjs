// The built program on a data folder of its own: started, killed, started again; and its API, to see what became of events.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = process.env.KITH_PROGRAM ?? fileURLToPath(new URL('../../../bin/kith', import.meta.url));

export const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once('error', reject);
  probe.listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

export class Kith {
  static async start() {
    const k = new Kith();
    k.data = await mkdtemp(join(tmpdir(), 'kith-clients-'));
    k.port = await freePort();
    k.url = `http://127.0.0.1:${k.port}`;
    await k.up();
    const [source] = await k.api('GET', '/api/workspaces/1/sources');
    k.key = source.write_key;
    return k;
  }

  /** Starts it, again after kill, and waits until it is ready. */
  async up() {
    this.said = '';
    const child = spawn(program, ['serve', '--data', join(this.data, 'kith'), '--listen', `127.0.0.1:${this.port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => { this.said = (this.said + d).slice(-20_000); });
    this.child = child;
    for (let i = 0; i < 600; i++) {
      if (child.exitCode !== null) throw new Error(`kith serve ended:\n${this.said}`);
      if ((await fetch(`${this.url}/readyz`).catch(() => null))?.ok) return;
      await sleep(100);
    }
    throw new Error(`kith serve did not get ready:\n${this.said}`);
  }

  /** Ends it as a power cut would. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await Promise.race([this.ended, sleep(10_000, undefined, { ref: false }).then(() => this.kill())]);
    await rm(this.data, { recursive: true, force: true });
  }

  async api(method, path, body) {
    const token = (await readFile(join(this.data, 'kith', 'local.token'), 'utf8')).trim();
    const answer = await fetch(this.url + path, { method, headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) }, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** How often events of a name happened, whoever did. */
  async count(event) {
    const answer = await this.api('POST', '/api/v1/questions', { range: { last: '7d' }, trend: { unit: 'total', series: [{ event, measure: 'total' }] } });
    return answer.trend.lines[0].values[0] ?? 0;
  }

  /** The person who has an id, or null. */
  async person(id) {
    const found = await this.api('POST', '/api/v1/persons/search', { text: id, limit: 10 });
    const row = (found.rows ?? []).find((r) => (r.ids ?? []).some((i) => i.id === id));
    return row ? this.api('GET', `/api/v1/persons/${row.person}`) : null;
  }

  /** A person's whole timeline, the latest first; properties as an object. */
  async timeline(person) {
    const out = [];
    for (let before = ''; ;) {
      const page = await this.api('GET', `/api/v1/persons/${person}/timeline?limit=200${before && `&before=${encodeURIComponent(before)}`}`);
      for (const e of page.events ?? []) out.push({ event: e.event, at: Date.parse(e.at), properties: Object.fromEntries((e.properties ?? []).map((p) => [p.name, p.value])) });
      if (!page.older) return out;
      before = page.older;
    }
  }

  /** What was rejected, to be told when something is missing. */
  async rejected() {
    const page = await this.api('GET', '/api/v1/quarantine?limit=20');
    return page.entries ?? page.rejected ?? page;
  }
}
