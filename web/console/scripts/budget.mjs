// What a first visit loads before any page of it: index.html's own scripts and what they import at once, gzipped.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 350 * 1024;
const dist = new URL('../dist/', import.meta.url);
const size = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const seen = new Set();
const follow = (name) => {
  if (seen.has(name)) return;
  seen.add(name);
  const text = readFileSync(new URL(name, dist), 'utf8');
  for (const m of text.matchAll(/(?:import|from)\s*["']\.\/([^"']+\.js)["']/g)) follow(`assets/${m[1]}`);
};
const html = readFileSync(new URL('index.html', dist), 'utf8');
for (const m of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) follow(m[1]);
// The words of one language come with it.
const words = readdirSync(new URL('assets/', dist)).filter((n) => /^zh-.*\.js$/.test(n)).map((n) => `assets/${n}`);
for (const w of words) seen.add(w);
const rows = [...seen].map((n) => [size(n), n]).sort((a, b) => b[0] - a[0]);
const total = rows.reduce((n, [s]) => n + s, 0);
for (const [s, n] of rows) console.log(`${(s / 1024).toFixed(1).padStart(7)} KB  ${n}`);
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  initial JavaScript, gzipped; ${limit / 1024} KB allowed`);
if (total > limit) process.exit(1);
