import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { flags } from '../lib/browser.mjs';
import { Kith } from '../lib/kith.mjs';
import { scenario } from '../lib/scenario.mjs';
import { Weather } from '../lib/weather.mjs';

// The stub is the one that the console hands out, to the letter.
const snippets = await readFile(new URL('../../../web/console/src/features/observe/sources/snippets.ts', import.meta.url), 'utf8');
const stub = /<script>\n(\s*!function[\s\S]*?\$\{origin\}'\))/.exec(snippets)[1];

/** A site of three pages with our script, and a browser for its visitor. */
async function site(place, options = '{ pageviews: false, wait: 200 }') {
  const html = `<!doctype html><html><head><title>A site</title><script>${stub.replace('${origin}', place.url)}\nkith.init('${place.key}', ${options})</script></head>
    <body><a href="#x" data-kith="more">Read more</a><form name="join" onsubmit="return false"><input name="secret" value="hunter2"><button>Join</button></form><div data-kith-ignore><button id="quiet">Quiet</button></div></body></html>`;
  const server = createServer((_, res) => res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  const context = await browser.newContext();
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    context, url,
    async open(path = '/?utm_source=letter') { const page = await context.newPage(); await page.goto(url + path); return page; },
    async close() { await browser.close(); server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}

scenario({
  name: 'kith-web',
  async open(place) {
    const s = await site(place), page = await s.open();
    const say = (...call) => page.evaluate(([m, ...args]) => void window.kith[m](...args), call);
    return {
      page: (name) => say('page', name), track: (event, properties) => say('track', event, properties),
      identify: (id, traits) => say('identify', id, traits), alias: (id, previous) => say('alias', id, previous), close: s.close,
    };
  },
});

test('kith-web: pages killed, offline, in two tabs, while the server refuses and is started again', async () => {
  const kith = await Kith.start(), weather = await Weather.before(kith), s = await site({ url: weather.url, key: kith.key });
  const step = (page, n) => page.evaluate((i) => void window.kith.track('step', { n: i }), n);
  try {
    const one = await s.open(), two = await s.open('/second');
    await one.evaluate(() => void window.kith.identify('tabs'));
    for (let n = 1; n <= 10; n++) await step(n % 2 ? one : two, n); // both at once
    weather.turn('refusing');
    await step(one, 11);
    await sleep(800);
    await one.close(); // with what it could not send
    await s.context.setOffline(true);
    await step(two, 12);
    await sleep(500);
    await kith.kill();
    weather.turn('calm');
    await s.context.setOffline(false);
    await step(two, 13);
    await two.close({ runBeforeUnload: false });
    await kith.up();
    weather.turn('losing'); // the server has it, the page never hears so
    const three = await s.open('/third');
    await step(three, 14);
    await sleep(2500);
    weather.turn('calm');
    await three.goto(`${s.url}/fourth`);
    await step(three, 15);
    await three.goto('about:blank'); // at once: it goes by a request that outlives the page
    let mine = [], who = null;
    for (let i = 0; i < 100; i++) {
      who = await kith.person('tabs');
      mine = who ? (await kith.timeline(who.person)).filter((e) => e.event === 'step') : [];
      if (new Set(mine.map((e) => e.properties.n)).size === 15) break;
      if (i === 30) await (await s.open('/fifth')).waitForTimeout(100);
      await sleep(300);
    }
    await sleep(1500);
    mine = (await kith.timeline(who.person)).filter((e) => e.event === 'step');
    assert.deepEqual(mine.map((e) => e.properties.n).sort((a, b) => a - b), Array.from({ length: 15 }, (_, i) => i + 1), JSON.stringify(weather.seen));
    assert.equal(await kith.count('step'), 15);
    assert.ok(mine.every((e) => e.properties.utm_source === 'letter'), 'the touch of the session is on its events');
    assert.equal(new Set(mine.map((e) => e.properties.$session_id)).size, 1, 'one session');
  } finally {
    await s.close();
    await weather.stop();
    await kith.stop();
  }
});

test('kith-web: clicks and forms are heard, what is written in them is not; before consent nothing is stored', async () => {
  const kith = await Kith.start(), s = await site({ url: kith.url, key: kith.key }, "{ autocapture: true, consent: 'required', wait: 200 }");
  try {
    const page = await s.open(), errors = [];
    page.on('pageerror', (e) => errors.push(e.message));
    await page.waitForFunction(() => !window.kith.q.length && window.kith.ids);
    await page.click('[data-kith=more]');
    await page.click('form button');
    await page.click('#quiet');
    await page.evaluate(() => history.pushState({}, '', '/inside'));
    await sleep(800);
    assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), document.cookie]), [[], '']);
    await page.evaluate(() => { window.kith.consent({ analytics: true, marketing: false }); window.kith.identify('clicker'); });
    let events = [];
    for (let i = 0; i < 50; i++) {
      const who = await kith.person('clicker');
      events = who ? await kith.timeline(who.person) : [];
      if (events.some((e) => e.event === '$identify')) break;
      await sleep(200);
    }
    const heard = events.filter((e) => e.event === '$autocapture').map((e) => [e.properties.$event_type, e.properties.$selector, e.properties.$text ?? '']).sort();
    assert.deepEqual(heard, [['click', 'a[data-kith="more"]', 'Read more'], ['click', 'form[name="join"]>button', 'Join'], ['submit', 'form[name="join"]', '']].sort());
    assert.ok(!JSON.stringify(events).includes('hunter2'));
    assert.deepEqual(events.filter((e) => e.event === '$pageview').map((e) => e.properties.$pathname).sort(), ['/', '/inside']);
    assert.deepEqual(events.find((e) => e.event === '$consent')?.properties.marketing, false);
    assert.equal(events.find((e) => e.event === '$set_once')?.properties.$initial_utm_source, 'letter');
    assert.deepEqual(errors, []);
  } finally {
    await s.close();
    await kith.stop();
  }
});
