import { createServer, type Server, type Socket } from 'node:net';

export interface Received { to: string; raw: string }
export interface MailServer { port: number; mails: Received[]; stop: () => Promise<void> }

/** A mail server that takes everything and keeps it. */
export function mailServer(): Promise<MailServer> {
  const mails: Received[] = [];
  const server: Server = createServer((socket) => talk(socket, mails));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      resolve({ port, mails, stop: () => new Promise((done) => { server.close(() => done()); }) });
    });
  });
}

function talk(socket: Socket, mails: Received[]): void {
  let rest = '', to = '', data: string[] | null = null;
  const say = (line: string) => socket.write(`${line}\r\n`);
  socket.on('error', () => undefined);
  say('220 mail.example.com');
  socket.on('data', (chunk: Buffer) => {
    rest += chunk.toString('latin1');
    const lines = rest.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (data !== null) {
        if (line === '.') { mails.push({ to, raw: data.join('\r\n') }); data = null; say('250 taken'); } else data.push(line.startsWith('.') ? line.slice(1) : line);
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250 mail.example.com');
      else if (verb === 'RCPT') { to = /<([^>]*)>/.exec(line)?.[1] ?? ''; say('250 ok'); }
      else if (verb === 'DATA') { data = []; say('354 go on'); }
      else if (verb === 'QUIT') { say('221 bye'); socket.end(); }
      else say('250 ok');
    }
  });
}

export interface Read { subject: string; html: string; text: string; pictures: Record<string, Buffer> }

/** A mail taken apart. */
export function read(raw: string): Read {
  const out: Read = { subject: '', html: '', text: '', pictures: {} };
  const [head] = split(raw);
  out.subject = (header(head, 'subject') ?? '').replace(/=\?UTF-8\?[Qq]\?([^?]*)\?=\s*/g, (_, t: string) => quoted(t.replaceAll('_', ' ')).toString('utf8')).replace(/=\?UTF-8\?[Bb]\?([^?]*)\?=\s*/g, (_, t: string) => Buffer.from(t, 'base64').toString('utf8'));
  part(raw, out);
  return out;
}

function split(raw: string): [string, string] {
  const at = raw.indexOf('\r\n\r\n');
  return [raw.slice(0, at), raw.slice(at + 4)];
}

const header = (head: string, name: string): string | undefined => new RegExp(`^${name}:\\s*((?:.*)(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1]?.replace(/\r\n[ \t]+/g, ' ');

function part(raw: string, out: Read): void {
  const [head, body] = split(raw);
  const type = header(head, 'content-type') ?? '';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) {
    for (const piece of body.split(`--${boundary}`).slice(1, -1)) part(piece.replace(/^\r\n/, ''), out);
    return;
  }
  const encoding = (header(head, 'content-transfer-encoding') ?? '').toLowerCase();
  const content = encoding === 'base64' ? Buffer.from(body, 'base64') : encoding === 'quoted-printable' ? quoted(body) : Buffer.from(body, 'latin1');
  if (/text\/html/i.test(type)) out.html = content.toString('utf8');
  else if (/text\/plain/i.test(type)) out.text = content.toString('utf8');
  else out.pictures[(header(head, 'content-id') ?? '').replace(/[<>]/g, '')] = content;
}

const quoted = (text: string): Buffer => Buffer.from(text.replace(/=\r\n/g, '').replace(/=([0-9A-Fa-f]{2})/g, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))), 'latin1');
