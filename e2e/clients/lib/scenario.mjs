// One day of a client, whatever the weather: every event it sends must arrive once, on the right person, at the right time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Kith } from './kith.mjs';
import { Weather } from './weather.mjs';

/**
 * @typedef {object} Client
 * @property {string} name
 * @property {(place: { url: string, key: string }) => Promise<Session>} open  begins as a stranger
 * @property {string} [event]       how the events are called; "step" when left out
 * @property {string} [pageEvent]   how page views are called: $pageview when left out
 * @property {number} [patience]    ms until everything must have arrived, counted from the last calm; 45,000
 * @property {Record<string, string>} [loses]  weather → why the client gives up then what it sent; it may be missing, never doubled
 *
 * @typedef {object} Session
 * @property {(name: string) => unknown} [page]
 * @property {(name: string, properties: object) => unknown} track
 * @property {(id: string, traits: object) => unknown} identify
 * @property {(id: string, previous: string) => unknown} [alias]
 * @property {() => Promise<unknown>} [flush]
 * @property {() => Promise<unknown>} close
 */

/** Each weather, what the client sends in it, and how long it lasts. */
const day = [
  { weather: 'calm', lasts: 500 },
  { weather: 'calm', identify: true, lasts: 500 },
  { weather: 'refusing', lasts: 2500 },
  { weather: 'slow', lasts: 2500 },
  { weather: 'losing', lasts: 1500 },
  { weather: 'down', lasts: 2500 },
  { weather: 'calm', lasts: 500 },
];
const each = 3;

/** @param {Client} client */
export function scenario(client) {
  test(`${client.name}: everything arrives once, on the right person, at the right time`, async () => {
    const kith = await Kith.start();
    const weather = await Weather.before(kith);
    const event = client.event ?? 'step';
    const user = `user-${client.name.replace(/\W+/g, '-')}`;
    const sent = [];
    try {
      const session = await client.open({ url: weather.url, key: kith.key });
      let pages = 0;
      for (const part of day) {
        if (part.weather === 'down') await kith.kill(); else weather.turn(part.weather);
        if (part.identify) await session.identify(user, { plan: 'pro' });
        for (let i = 0; i < each; i++) {
          sent.push({ n: sent.length + 1, at: Date.now(), weather: part.weather });
          await session.track(event, { n: sent.length, weather: part.weather });
          await sleep(30);
        }
        if (session.page && part.weather === 'calm') { await session.page(`page ${++pages}`); }
        await Promise.race([session.flush?.(), sleep(part.lasts)]);
        await sleep(part.lasts);
        if (part.weather === 'down') { weather.turn('calm'); await kith.up(); }
      }
      if (session.alias) await session.alias(`${user}-renamed`, user);
      const must = sent.filter((s) => !client.loses?.[s.weather]);
      const until = Date.now() + (client.patience ?? 45_000);
      const flushed = session.flush?.().catch(() => undefined);
      let mine = [], person = null;
      for (;;) {
        person = await kith.person(user);
        mine = person ? await kith.timeline(person.person) : [];
        const have = new Set(mine.filter((e) => e.event === event).map((e) => e.properties.n));
        const aliased = !session.alias || person?.ids.some((i) => i.id === `${user}-renamed`);
        if (must.every((s) => have.has(s.n)) && aliased && mine.filter((e) => e.event === (client.pageEvent ?? '$pageview')).length >= pages) break;
        if (Date.now() > until) break;
        await sleep(300);
      }
      await flushed;
      await session.close();
      await sleep(1500); // what comes twice comes now
      mine = person ? await kith.timeline(person.person) : [];

      const times = new Map();
      for (const e of mine.filter((x) => x.event === event)) times.set(e.properties.n, [...(times.get(e.properties.n) ?? []), e.at]);
      const story = () => JSON.stringify({ requests: weather.seen, ids: person?.ids, events: mine.map((e) => [e.event, e.properties.n, new Date(e.at).toISOString()]) }, null, 1);
      for (const s of sent) {
        const at = times.get(s.n) ?? [];
        const allowed = client.loses?.[s.weather];
        assert.ok(at.length === 1 || (at.length === 0 && allowed), `event ${s.n}, sent while ${s.weather}, is there ${at.length} times\n${story()}`);
        for (const t of at) assert.ok(Math.abs(t - s.at) < 1500, `event ${s.n}, sent while ${s.weather}, is ${t - s.at} ms off\n${story()}`);
      }
      assert.ok(times.size > sent.length / 2, `only ${times.size} of ${sent.length} events arrived\n${story()}`);
      assert.equal(await kith.count(event), times.size, `somebody else has events of this person\n${story()}`);
      assert.equal(mine.filter((e) => e.event === (client.pageEvent ?? '$pageview')).length, pages, `page views\n${story()}`);
      if (session.alias) assert.ok(person.ids.some((i) => i.id === `${user}-renamed`), `the alias joined nothing\n${story()}`);
      assert.equal(person.traits?.find((x) => x.name === 'plan')?.value, 'pro', `the trait of identify\n${story()}`);
    } catch (error) {
      if (process.env.KITH_SAID) console.error(kith.said);
      throw error;
    } finally {
      await weather.stop();
      await kith.stop();
    }
  });
}
