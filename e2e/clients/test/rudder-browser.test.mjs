import { file, visit } from '../lib/browser.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({
  name: 'rudder analytics-js',
  patience: 60_000,
  async open({ url, key }) {
    const { page, close } = await visit({
      script: file('@rudderstack/analytics-js/dist/npm/legacy/bundled/umd/index.js'), arg: { url, key },
      setup: ({ url, key }) => new Promise((resolve, reject) => {
        const client = new window.rudderanalytics.RudderAnalytics();
        client.load(key, url, { configUrl: url, lockIntegrationsVersion: true, lockPluginsVersion: true });
        client.ready(resolve);
        setTimeout(() => reject(new Error('it does not get ready')), 20_000);
        window.client = client;
      }),
    });
    return {
      page: (name) => page.evaluate((n) => void window.client.page(n), name),
      track: (event, properties) => page.evaluate(([e, p]) => void window.client.track(e, p), [event, properties]),
      identify: (id, traits) => page.evaluate(([i, t]) => void window.client.identify(i, t), [id, traits]),
      alias: (id, previous) => page.evaluate(([i, p]) => void window.client.alias(i, p), [id, previous]),
      close,
    };
  },
});
