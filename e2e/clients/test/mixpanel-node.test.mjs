import Mixpanel from 'mixpanel';

import { scenario } from '../lib/scenario.mjs';

// It sends each event at once and never again: the program that uses it is told, and here sends it again under the $insert_id it had.
scenario({
  name: 'mixpanel',
  async open({ url, key }) {
    const client = Mixpanel.init(key, { host: new URL(url).host, protocol: 'http', keepAlive: false });
    const under = new Set();
    let who = { $device_id: 'visitor-mixpanel' };
    const send = (act) => {
      const job = (async () => {
        for (let tries = 0; tries < 60; tries++) {
          if (await new Promise((resolve) => act((error) => resolve(!error)))) return;
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      })();
      under.add(job);
      void job.finally(() => under.delete(job));
    };
    let n = 0;
    const track = (event, properties) => {
      const all = { ...who, ...properties, time: Date.now(), $insert_id: `mp-${++n}` };
      send((done) => client.track(event, all, done));
    };
    return {
      page: (name) => track('$pageview', { title: name }),
      track,
      identify: (id, traits) => {
        who = { ...who, $user_id: id };
        send((done) => client.people.set(id, traits, done));
      },
      alias: (id, previous) => send((done) => client.alias(previous, id, done)),
      flush: () => Promise.all(under),
      close: () => Promise.all(under),
    };
  },
});
