import { PostHog } from 'posthog-node';

import { scenario } from '../lib/scenario.mjs';

scenario({
  name: 'posthog-node',
  async open({ url, key }) {
    const client = new PostHog(key, { host: url, flushAt: 5, flushInterval: 300, fetchRetryCount: 20, fetchRetryDelay: 500 });
    let who = 'visitor-posthog';
    return {
      page: (name) => client.capture({ distinctId: who, event: '$pageview', properties: { title: name } }),
      track: (event, properties) => client.capture({ distinctId: who, event, properties }),
      identify: (id, traits) => {
        client.identify({ distinctId: id, properties: traits });
        // A server speaks of many people: that a visitor became a user it says with an alias.
        client.alias({ distinctId: id, alias: 'visitor-posthog' });
        who = id;
      },
      alias: (id, previous) => client.alias({ distinctId: previous, alias: id }),
      close: () => client.shutdown(10_000),
    };
  },
});
