import { file, visit } from '../lib/browser.mjs';
import { scenario } from '../lib/scenario.mjs';

const once = 'it sends each event once, by a picture or a request, and does not ask what became of it';
const all = { refusing: once, losing: once, down: once };

// Its four ways of sending; only batches are kept in the page until they are taken.
for (const [way, settings, loses] of [
  ['image', { send_type: 'image' }, all],
  ['ajax', { send_type: 'ajax' }, all],
  ['beacon', { send_type: 'beacon' }, all],
  ['batch', { batch_send: { datasend_timeout: 3000, send_interval: 700, storage_length: 200 } }, undefined],
]) {
  scenario({
    name: `sa-sdk-javascript ${way}`,
    patience: 60_000,
    loses,
    async open({ url, key }) {
      const { page, close } = await visit({
        script: file('sa-sdk-javascript/sensorsdata.min.js'), arg: { url, key, settings },
        setup: ({ url, key, settings }) => {
          const sensors = window.sensorsDataAnalytic201505;
          sensors.init({ server_url: `${url}/sa?project=default&token=${key}`, show_log: false, is_track_single_page: false, heatmap: { clickmap: 'not_collect', scroll_notice_map: 'not_collect' }, ...settings });
          window.client = sensors;
        },
      });
      return {
        page: (name) => page.evaluate((n) => void window.client.track('$pageview', { title: n }), name),
        track: (event, properties) => page.evaluate(([e, p]) => void window.client.track(e, p), [event, properties]),
        identify: (id, traits) => page.evaluate(([i, t]) => { window.client.login(i); window.client.setProfile(t); }, [id, traits]),
        close,
      };
    },
  });
}
