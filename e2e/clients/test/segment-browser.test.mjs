import { file, visit } from '../lib/browser.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({
  name: 'analytics-next',
  // Its queue lives with the page and goes by requests of its own: a retry comes after up to a minute.
  patience: 60_000,
  async open({ url, key }) {
    const { page, close } = await visit({
      script: file('@segment/analytics-next/dist/umd/index.js'), arg: { url, key },
      setup: async ({ url, key }) => { const [analytics] = await window.AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnURL: url }); window.client = analytics; },
    });
    return {
      page: (name) => page.evaluate((n) => void window.client.page(n), name),
      track: (event, properties) => page.evaluate(([e, p]) => void window.client.track(e, p), [event, properties]),
      identify: (id, traits) => page.evaluate(([i, t]) => void window.client.identify(i, t), [id, traits]),
      close,
    };
  },
});
