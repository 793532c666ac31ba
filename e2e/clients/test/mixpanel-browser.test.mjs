import { file, visit } from '../lib/browser.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({
  name: 'mixpanel-browser',
  pageEvent: '$mp_web_page_view',
  patience: 60_000,
  loses: { down: 'while the browser is online, it drops what a broken connection took' },
  async open({ url, key }) {
    const { page, close } = await visit({
      script: file('mixpanel-browser/dist/mixpanel.umd.js'), arg: { url, key },
      setup: ({ url, key }) => new Promise((resolve) => { window.mixpanel.init(key, { api_host: url, persistence: 'localStorage', ignore_dnt: true, batch_flush_interval_ms: 400, loaded: resolve }); }),
    });
    return {
      page: (name) => page.evaluate((n) => void window.mixpanel.track_pageview({ title: n }), name),
      track: (event, properties) => page.evaluate(([e, p]) => void window.mixpanel.track(e, p), [event, properties]),
      identify: (id, traits) => page.evaluate(([i, t]) => { window.mixpanel.identify(i); window.mixpanel.people.set(t); }, [id, traits]),
      alias: (id, previous) => page.evaluate(([i, p]) => void window.mixpanel.alias(i, p), [id, previous]),
      close,
    };
  },
});
