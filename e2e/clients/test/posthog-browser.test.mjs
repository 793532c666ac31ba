import { file, visit } from '../lib/browser.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({
  name: 'posthog-js',
  patience: 60_000,
  async open({ url, key }) {
    const { page, close } = await visit({
      script: file('posthog-js/dist/array.full.js'), arg: { url, key },
      // Without opt_out_useragent_filter it sends nothing from a browser that a program drives.
      setup: ({ url, key }) => new Promise((resolve) => { window.posthog.init(key, { api_host: url, opt_out_useragent_filter: true, capture_pageview: false, capture_pageleave: false, autocapture: false, disable_session_recording: true, loaded: resolve }); }),
    });
    return {
      page: (name) => page.evaluate((n) => void window.posthog.capture('$pageview', { title: n }), name),
      track: (event, properties) => page.evaluate(([e, p]) => void window.posthog.capture(e, p), [event, properties]),
      identify: (id, traits) => page.evaluate(([i, t]) => void window.posthog.identify(i, t), [id, traits]),
      alias: (id, previous) => page.evaluate(([i, p]) => void window.posthog.alias(i, p), [id, previous]),
      close,
    };
  },
});
