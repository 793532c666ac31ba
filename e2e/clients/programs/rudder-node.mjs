// Drives RudderStack's client of Node by lines of JSON; what it could not send it tells as a rejection that nobody can catch.
import { createInterface } from 'node:readline';

import Analytics from '@rudderstack/rudder-sdk-node';

const [url, key] = process.argv.slice(2);
process.on('unhandledRejection', () => undefined);
const client = new Analytics(key, { dataPlaneUrl: url, flushAt: 3, flushInterval: 300, logLevel: 'none' });
const visitor = 'visitor-rudder';
let who = { anonymousId: visitor };
const said = () => undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const c = JSON.parse(line);
  if (c.do === 'page') client.page({ ...who, name: c.name }, said);
  if (c.do === 'track') client.track({ ...who, event: c.name, properties: c.properties }, said);
  if (c.do === 'alias') client.alias({ userId: c.id, previousId: c.previous }, said);
  if (c.do === 'identify') {
    client.identify({ userId: c.id, traits: c.properties }, said);
    // A server speaks of many people: that a visitor became a user it says with an alias.
    client.alias({ userId: c.id, previousId: visitor }, said);
    who = { userId: c.id };
  }
  console.log('done');
}
await client.flush().catch(said);
