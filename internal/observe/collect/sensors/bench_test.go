package sensors

import (
	"fmt"
	"strings"
	"testing"

	"kith/internal/observe/collect/segment"
	"kith/internal/observe/collect/wire"
)

// BenchmarkDecode is what an event of this wire costs beside one of Segment's
// that says as much.
func BenchmarkDecode(b *testing.B) {
	var ours, theirs []string
	for i := range 100 {
		ours = append(ours, fmt.Sprintf(`{"identities":{"$identity_cookie_id":"c%[1]d","$identity_login_id":"u%[1]d","$identity_anonymous_id":"c%[1]d"},"distinct_id":"u%[1]d","lib":{"$lib":"js","$lib_method":"code","$lib_version":"1.27.11"},"login_id":"u%[1]d","anonymous_id":"c%[1]d","type":"track","event":"Product Viewed","time":1767323100000,"_track_id":%[1]d,"_flush_time":1767323100020,`+
			`"properties":{"$timezone_offset":0,"$screen_height":720,"$screen_width":1280,"$lib":"js","$lib_version":"1.27.11","$url":"https://shop.example.com/products/%[1]d","$url_path":"/products/%[1]d","$title":"Cotton scarf","$referrer":"https://www.example.com/","product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR","quantity":1,"in_stock":true}}`, i))
		theirs = append(theirs, fmt.Sprintf(`{"timestamp":"2026-01-02T03:04:05.678Z","integrations":{},"type":"track","event":"Product Viewed","userId":"u%[1]d","anonymousId":"c%[1]d","properties":{"product_id":"sku-%[1]d","name":"Cotton scarf","price":%[1]d.5,"currency":"EUR","quantity":1,"in_stock":true},`+
			`"context":{"page":{"path":"/products/%[1]d","referrer":"https://www.example.com/","search":"","title":"Cotton scarf","url":"https://shop.example.com/products/%[1]d"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36","locale":"de-DE","library":{"name":"analytics.js","version":"npm:next-1.84.3"},"timezone":"Europe/Berlin"},"messageId":"ajs-next-%[1]d"}`, i))
	}
	for _, c := range []struct {
		name, body string
		by         wire.Decoder
	}{
		{"sensors", "[" + strings.Join(ours, ",") + "]", NewDecoder()},
		{"segment", `{"batch":[` + strings.Join(theirs, ",") + `]}`, segment.NewDecoder()},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var doc wire.Doc
			var out []byte
			for b.Loop() {
				if err := doc.Scan(c.body); err != nil {
					b.Fatal(err)
				}
				batch, _, err := c.by.Decode(doc.Root(), wire.Call{Source: 1, Received: 1767323100e6, Address: "198.51.100.7"})
				if err != nil || len(batch.Events) != 100 {
					b.Fatal(err)
				}
				out = batch.AppendBinary(out[:0])
			}
			b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "events/s")
		})
	}
}
