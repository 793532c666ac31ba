import type { Kind } from '../data';

/** What the examples speak of, in the reader's language. */
export interface Said { event: string; property: string; value: string; user: string; trait: string; name: string }
interface Given { origin: string; key: string; said: Said }

export interface Snippet { name: string; /** Where it comes from: an install line, or what it needs. */ install?: string; code: string }

const bare = (origin: string) => origin.replace(/^https?:\/\//, '');

/** Text that any address can carry, as the pixel wants it. */
const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Clients that the server takes today, by what they are for. */
export const snippetNames: Record<string, Kind[]> = {
  Kith: ['web'],
  'Kith Go': ['server'],
  'analytics.js': ['web', 'mini'], 'sa-sdk-javascript': ['web'], 'rudder-js': ['web'], 'rudder-node': ['server'], 'posthog-js': ['web'], 'mixpanel-browser': ['web'], 'Node.js': ['server'], Python: ['server'], Go: ['server'], 'iOS (Swift)': ['app'], 'Android (Kotlin)': ['app'],
  'posthog-node': ['server'], 'posthog-go': ['server'],
  curl: ['web', 'app', 'mini', 'server', 'import'], HTTP: ['mini', 'server', 'import', 'app'], Pixel: ['web', 'server'],
};

/** Ready to be copied: the key and the address are those of the source. */
export function snippets({ origin, key, said: s }: Given): Snippet[] {
  const host = bare(origin);
  const pixel = base64(JSON.stringify({ event: 'mail_opened', userId: s.user }));
  return [
    { name: 'Kith', code: `<script>
  !function (w, d, host) {
    var k = w.kith = w.kith || { q: [], host: host }, s = d.createElement('script')
    'init track page identify alias group set setOnce reset consent flush'.split(' ').forEach(function (m) {
      k[m] = k[m] || function () { k.q.push([m, arguments]) }
    })
    s.async = 1; s.src = host + '/sdk.js'; d.head.appendChild(s)
  }(window, document, '${origin}')

  kith.init('${key}')
  kith.track('${s.event}', { ${s.property}: '${s.value}' })
  kith.identify('${s.user}', { ${s.trait}: '${s.name}' })
</script>` },
    { name: 'analytics.js', install: 'npm install @segment/analytics-next', code: `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({
  writeKey: '${key}',
  cdnURL: '${origin}',
})
analytics.page()
analytics.track('${s.event}', { ${s.property}: '${s.value}' })
analytics.identify('${s.user}', { ${s.trait}: '${s.name}' })` },
    { name: 'Node.js', install: 'npm install @segment/analytics-node', code: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  writeKey: '${key}',
  host: '${origin}',
})
analytics.track({
  userId: '${s.user}',
  event: '${s.event}',
  properties: { ${s.property}: '${s.value}' },
})
await analytics.closeAndFlush()` },
    { name: 'Python', install: 'pip install segment-analytics-python', code: `import segment.analytics as analytics

analytics.write_key = '${key}'
analytics.host = '${origin}'

analytics.track('${s.user}', '${s.event}', {'${s.property}': '${s.value}'})
analytics.flush()` },
    { name: 'Go', install: 'go get github.com/segmentio/analytics-go/v3@v3.3.0', code: `client, err := analytics.NewWithConfig("${key}", analytics.Config{
	Endpoint: "${origin}",
})
if err != nil {
	return err
}
defer client.Close()

return client.Enqueue(analytics.Track{
	UserId:     "${s.user}",
	Event:      "${s.event}",
	Properties: analytics.NewProperties().Set("${s.property}", "${s.value}"),
})` },
    { name: 'iOS (Swift)', install: 'https://github.com/segmentio/analytics-swift', code: `let analytics = Analytics(configuration: Configuration(writeKey: "${key}")
  .apiHost("${host}/v1")
  .cdnHost("${host}/v1"))

analytics.track(name: "${s.event}", properties: ["${s.property}": "${s.value}"])
analytics.identify(userId: "${s.user}", traits: ["${s.trait}": "${s.name}"])` },
    { name: 'Android (Kotlin)', install: 'com.segment.analytics.kotlin:android', code: `val analytics = Analytics("${key}", applicationContext) {
  apiHost = "${host}/v1"
  cdnHost = "${host}/v1"
}

analytics.track("${s.event}", buildJsonObject { put("${s.property}", "${s.value}") })
analytics.identify("${s.user}", buildJsonObject { put("${s.trait}", "${s.name}") })` },
    { name: 'Kith Go', install: 'kith/client', code: `k, err := client.New(client.Options{
    Address:  "${origin}",
    WriteKey: "${key}",
})
if err != nil {
    return err
}
defer k.Close(ctx)
k.Track(client.Event{
    UserID:     "${s.user}",
    Name:       "${s.event}",
    Properties: map[string]any{"${s.property}": "${s.value}"},
})` },
    { name: 'sa-sdk-javascript', install: 'npm install sa-sdk-javascript', code: `import sensors from 'sa-sdk-javascript'

sensors.init({
  server_url: '${origin}/sa?project=default&token=${key}',
  batch_send: true,
})
sensors.quick('autoTrack')
sensors.track('${s.event}', { ${s.property}: '${s.value}' })
sensors.login('${s.user}')
sensors.setProfile({ ${s.trait}: '${s.name}' })` },
    { name: 'rudder-js', install: 'npm install @rudderstack/analytics-js', code: `import { RudderAnalytics } from '@rudderstack/analytics-js'

const analytics = new RudderAnalytics()
analytics.load('${key}', '${origin}', { configUrl: '${origin}' })
analytics.page()
analytics.track('${s.event}', { ${s.property}: '${s.value}' })
analytics.identify('${s.user}', { ${s.trait}: '${s.name}' })` },
    { name: 'rudder-node', install: 'npm install @rudderstack/rudder-sdk-node', code: `import Analytics from '@rudderstack/rudder-sdk-node'

const analytics = new Analytics('${key}', {
  dataPlaneUrl: '${origin}',
})
analytics.track({
  userId: '${s.user}',
  event: '${s.event}',
  properties: { ${s.property}: '${s.value}' },
})
await analytics.flush()` },
    { name: 'posthog-js', install: 'npm install posthog-js', code: `import posthog from 'posthog-js'

posthog.init('${key}', {
  api_host: '${origin}',
})
posthog.capture('${s.event}', { ${s.property}: '${s.value}' })
posthog.identify('${s.user}', { ${s.trait}: '${s.name}' })` },
    { name: 'posthog-node', install: 'npm install posthog-node', code: `import { PostHog } from 'posthog-node'

const posthog = new PostHog('${key}', {
  host: '${origin}',
})
posthog.capture({
  distinctId: '${s.user}',
  event: '${s.event}',
  properties: { ${s.property}: '${s.value}' },
})
await posthog.shutdown()` },
    { name: 'posthog-go', install: 'go get github.com/posthog/posthog-go@v1.5.2', code: `client, err := posthog.NewWithConfig("${key}", posthog.Config{
	Endpoint: "${origin}",
})
if err != nil {
	return err
}
defer client.Close()

return client.Enqueue(posthog.Capture{
	DistinctId: "${s.user}",
	Event:      "${s.event}",
	Properties: posthog.NewProperties().Set("${s.property}", "${s.value}"),
})` },
    { name: 'mixpanel-browser', install: 'npm install mixpanel-browser', code: `import mixpanel from 'mixpanel-browser'

mixpanel.init('${key}', {
  api_host: '${origin}',
})
mixpanel.track('${s.event}', { ${s.property}: '${s.value}' })
mixpanel.identify('${s.user}')
mixpanel.people.set({ ${s.trait}: '${s.name}' })` },
    { name: 'curl', code: `curl ${origin}/v1/track \\
  -u ${key}: \\
  -H 'Content-Type: application/json' \\
  -d '{ "event": "${s.event}", "userId": "${s.user}", "properties": { "${s.property}": "${s.value}" } }'` },
    { name: 'HTTP', code: `POST ${origin}/v1/batch
Content-Type: application/json
Authorization: Basic ${base64(`${key}:`)}

{
  "batch": [
    { "type": "track", "event": "${s.event}", "userId": "${s.user}", "messageId": "order-1001",
      "timestamp": "2026-01-31T08:00:00Z", "properties": { "${s.property}": "${s.value}" } },
    { "type": "identify", "userId": "${s.user}", "traits": { "${s.trait}": "${s.name}" } }
  ]
}` },
    { name: 'Pixel', code: `<img src="${origin}/v1/pixel/track?writeKey=${key}&data=${pixel.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}"
  width="1" height="1" alt="">` },
  ];
}
