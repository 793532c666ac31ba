import { Analytics } from '@segment/analytics-node';

import { scenario } from '../lib/scenario.mjs';

scenario({
  name: 'analytics-node',
  async open({ url, key }) {
    const client = new Analytics({ writeKey: key, host: url, flushAt: 5, flushInterval: 400, maxRetries: 20 });
    let who = { anonymousId: 'visitor-node' };
    return {
      page: (name) => client.page({ ...who, name }),
      track: (event, properties) => client.track({ ...who, event, properties }),
      // A server speaks of many people: that a visitor became a user it says with an alias.
      identify: (userId, traits) => { client.identify({ userId, traits }); client.alias({ userId, previousId: 'visitor-node' }); who = { userId }; },
      alias: (userId, previousId) => client.alias({ userId, previousId }),
      close: () => client.closeAndFlush({ timeout: 10_000 }),
    };
  },
});
