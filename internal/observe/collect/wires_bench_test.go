package collect

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

// perWire is 100 events of each wire, as its clients send them.
var perWire = map[string]map[string]string{
	wires.Segment: {
		"browser": `{"batch":[%s]}|{"timestamp":"2026-01-02T03:04:05.%03[1]dZ","integrations":{},"type":"track","event":"Product Viewed","userId":"user-%[1]d","anonymousId":"6f1c2b1e-7f0e-4d8e-9a39-0123456%05[1]d",` +
			`"properties":{"product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR","quantity":1,"in_stock":true},"context":{"page":{"path":"/products/%[1]d","referrer":"https://www.example.com/",` +
			`"search":"","title":"Cotton scarf","url":"https://shop.example.com/products/%[1]d"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",` +
			`"locale":"de-DE","library":{"name":"analytics.js","version":"npm:next-1.84.3"},"timezone":"Europe/Berlin"},"messageId":"ajs-next-1767323041-%08[1]x"}`,
		"server": `{"batch":[%s]}|{"timestamp":"2026-01-02T03:04:05.%03[1]dZ","type":"track","event":"Product Viewed","userId":"user-%[1]d","properties":{"product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR",` +
			`"quantity":1,"in_stock":true},"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"integrations":{},"messageId":"node-next-1767323041-%08[1]x","_metadata":{"nodeVersion":"20.20.2"}}`,
	},
	wires.PostHog: {
		"browser": `{"api_key":"wk","batch":[%s],"sent_at":"2026-01-02T11:59:59.000Z"}|{"uuid":"01a21522-c266-7949-a24d-bfc7e88f%04[1]x","event":"Product Viewed","properties":{"$os":"Linux","$browser":"Chrome","$device_type":"Desktop",` +
			`"$timezone":"Europe/Berlin","$timezone_offset":-60,"$current_url":"https://shop.example/products/%[1]d","$host":"shop.example","$pathname":"/products/%[1]d","$raw_user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 ` +
			`(KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36","$browser_version":156,"$browser_language":"de-DE","$browser_language_prefix":"de","$screen_height":720,"$screen_width":1280,"$viewport_height":720,"$viewport_width":1280,` +
			`"$lib":"web","$lib_version":"1.449.2","$insert_id":"nisjd1ye7g797%03[1]d","$time":1767355190.355,"$sdk_dist_channel":"npm","$initialization_time":"2026-01-02T11:59:00.181Z","$configured_session_timeout_ms":1800000,` +
			`"distinct_id":"user-%[1]d","$device_id":"01a21522-c233-7bf8-9cf3-a8a7871427ed","$user_id":"user-%[1]d","$sdk_debug_extensions_init_method":"synchronous","$sdk_debug_extensions_init_time_ms":7,"$referrer":"$direct",` +
			`"$referring_domain":"$direct","title":"Cotton scarf","token":"wk","$config_defaults":"unset","$session_id":"01a21522-c2cc-79f4-85d2-531387a5564d","$window_id":"01a21522-c2cc-79f4-85d2-531438e186df",` +
			`"$session_entry_referrer":"$direct","$session_entry_referring_domain":"$direct","$session_entry_url":"https://shop.example/","$session_entry_host":"shop.example","$session_entry_pathname":"/","$recording_status":"disabled",` +
			`"$sdk_debug_retry_queue_size":0,"$lib_custom_api_host":"https://kith.example","$pageview_id":"01a21522-c266-7949-a24d-bfc7e88fea5a","$is_identified":true,"$process_person_profile":true,"$lib_rate_limit_remaining_tokens":99,` +
			`"product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR","quantity":1,"in_stock":true},"timestamp":"2026-01-02T11:59:50.%03[1]dZ"}`,
		"server": `{"api_key":"wk","batch":[%s],"sent_at":"2026-01-02T11:59:59.000Z"}|{"event":"Product Viewed","properties":{"product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR","quantity":1,"in_stock":true,` +
			`"$lib":"posthog-node","$lib_version":"5.70.0","$is_server":true,"$geoip_disable":true},"timestamp":"2026-01-02T11:59:50.%03[1]dZ","uuid":"01a21528-55b2-7ba3-9c41-38531033%04[1]x","distinct_id":"user-%[1]d"}`,
	},
	wires.Mixpanel: {
		"browser": `[%s]|{"event":"Product Viewed","properties":{"$os":"Linux","$browser":"Chrome","$current_url":"https://shop.example/products/%[1]d","$browser_version":156,"$screen_height":720,"$screen_width":1280,"mp_lib":"web",` +
			`"$lib_version":"2.83.0","$insert_id":"pg1aslnecv0nu%03[1]d","time":1767355190.%03[1]d,"distinct_id":"user-%[1]d","$device_id":"0575d005-2c4f-4559-9bf1-d8b9e27e7924","$user_id":"user-%[1]d","$initial_referrer":"$direct",` +
			`"$initial_referring_domain":"$direct","token":"wk","mp_sent_by_lib_version":"2.83.0","product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR","quantity":1,"in_stock":true}}`,
	},
}

// BenchmarkWires is what an event of each wire costs from the JSON to the log's
// form. What is said of an event differs: per byte they compare.
func BenchmarkWires(b *testing.B) {
	for _, name := range []string{wires.Segment, wires.PostHog, wires.Mixpanel} {
		for _, from := range []string{"server", "browser"} {
			form, ok := perWire[name][from]
			if !ok {
				continue
			}
			around, one, _ := strings.Cut(form, "|")
			events := make([]string, 100)
			for i := range events {
				events[i] = fmt.Sprintf(one, i+100)
			}
			body := fmt.Sprintf(around, strings.Join(events, ","))
			title := name
			if name == wires.Segment {
				title = "segment"
			}
			b.Run(title+" "+from, func(b *testing.B) {
				var doc wire.Doc
				var out []byte
				d := wires.All()[name]
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				before := cpuTime(b)
				for b.Loop() {
					if err := doc.Scan(body); err != nil {
						b.Fatal(err)
					}
					batch, _, err := d.Decode(doc.Root(), wire.Call{Source: 1, Received: noon.UnixMicro(), Address: "198.51.100.7"})
					if err != nil || len(batch.Events) != 100 {
						b.Fatal(err, batch)
					}
					out = batch.AppendBinary(out[:0])
				}
				spent := cpuTime(b) - before
				b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N)/100, "cpu-ns/event")
				b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N)/float64(len(body)), "cpu-ns/byte")
			})
		}
	}
}

// cpuTime is what the process has used, which a busy machine does not change.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
