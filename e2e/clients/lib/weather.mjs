// What stands between a client and the server: a proxy that is calm, refuses, is slow, or loses answers on their way back.
import { createServer, request } from 'node:http';

export class Weather {
  static async before(kith) {
    const w = new Weather();
    w.kith = kith;
    w.now = 'calm';
    /** Requests by weather, for the story that a failing test tells. */
    w.seen = {};
    w.server = createServer((req, res) => void w.pass(req, res));
    await new Promise((resolve) => { w.server.listen(0, '127.0.0.1', resolve); });
    w.url = `http://127.0.0.1:${w.server.address().port}`;
    return w;
  }

  /** calm, refusing (503, Retry-After: 1), slow (a second) or losing (the server has it, the client never hears so). */
  turn(now) { this.now = now; }

  async pass(req, res) {
    const now = this.now;
    const body = [];
    for await (const chunk of req) body.push(chunk);
    (this.seen[now] ??= []).push(`${req.method} ${req.url.split('?')[0]}`);
    const cors = { 'Access-Control-Allow-Origin': req.headers.origin ?? '*', 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'Retry-After' };
    if (now === 'refusing' && req.method !== 'OPTIONS') {
      res.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'application/json', ...cors }).end('{"error":{"code":"unavailable","message":"not now"}}');
      return;
    }
    if (now === 'slow') await new Promise((r) => setTimeout(r, 1000));
    const { hostname, port } = new URL(this.kith.url);
    const onward = request({ hostname, port, method: req.method, path: req.url, headers: req.headers }, (answer) => {
      if (now === 'losing' && req.method !== 'OPTIONS') {
        answer.resume();
        answer.once('end', () => res.destroy());
        return;
      }
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
    onward.once('error', () => res.destroy()); // the server is down: so is the connection
    onward.end(Buffer.concat(body));
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }
}
