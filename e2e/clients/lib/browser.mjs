// A page of a site in Chromium that has a client's own file, and Kith on another origin.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

import { chromium } from 'playwright-core';

export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/**
 * Opens a page that loads script (a file of a package) and then runs setup in it. The visit is a session: what
 * its functions run, they run in the page.
 */
export async function visit({ script, setup, arg, init }) {
  const file = script && await readFile(script);
  const site = createServer((req, res) => {
    if (req.url.startsWith('/client.js')) { res.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(file); return; }
    if (req.url === '/favicon.ico') { res.writeHead(204).end(); return; }
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html><html><head><title>A site</title>${file ? '<script src="/client.js"></script>' : ''}</head><body><a id="a" href="#there">go</a></body></html>`);
  });
  await new Promise((resolve) => { site.listen(0, '127.0.0.1', resolve); });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  const context = await browser.newContext();
  if (init) await context.addInitScript(init, arg);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (e) => errors.push(e.message));
  await page.goto(`http://127.0.0.1:${site.address().port}/start?utm_source=letter&utm_medium=mail`);
  if (setup) await page.evaluate(setup, arg);
  return {
    page, context, errors,
    async close() {
      await browser.close();
      site.closeAllConnections();
      await new Promise((resolve) => { site.close(resolve); });
    },
  };
}

/** The path of a file of an installed package. */
export const file = (path) => new URL(`../node_modules/${path}`, import.meta.url);
