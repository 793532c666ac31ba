package collect

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kith/internal/observe/collect/wire"
	"kith/internal/observe/plan"
)

// BenchmarkDoor is a whole request of 100 events but for the disk.
func BenchmarkDoor(b *testing.B) { benchDoor(b, nil) }

// BenchmarkDoorWithRules judges every event by 50 rules.
func BenchmarkDoorWithRules(b *testing.B) {
	r := plan.Rules{Status: plan.Locked}
	for _, name := range []string{"product_id", "name", "currency"} {
		r.Properties = append(r.Properties, plan.PropertyRule{Name: name, Type: plan.Text, Required: true, Pattern: "[A-Za-z0-9 -]+"})
	}
	for i := range 47 {
		r.Properties = append(r.Properties, plan.PropertyRule{Name: fmt.Sprint("other", i), Type: plan.Number})
	}
	p := &plan.Plan{Events: map[string]plan.Rules{"Product Viewed": r}}
	if err := p.Check(); err != nil {
		b.Fatal(err)
	}
	c := plan.Compile(p)
	benchDoor(b, func(uint32) wire.Rules { return c })
}

func benchDoor(b *testing.B, rules func(uint32) wire.Rules) {
	d, err := New(Options{Sources: shop{}, Rules: rules, Now: time.Now, Log: logFunc(func(context.Context, string, []byte) (uint64, error) { return 1, nil })})
	if err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	d.Register(mux)
	events := make([]string, 100)
	for i := range events {
		events[i] = fmt.Sprintf(`{"type":"track","event":"Product Viewed","userId":"user-%d","messageId":"ajs-next-%d","timestamp":"2026-01-02T03:04:05.678Z",`+
			`"properties":{"product_id":"sku-%d","name":"Cotton scarf","price":%d.5,"currency":"EUR","quantity":1,"in_stock":true},`+
			`"context":{"page":{"path":"/products/%d","referrer":"https://www.example.com/","search":"","title":"Cotton scarf","url":"https://shop.example.com/products/%d"},`+
			`"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36","locale":"de-DE",`+
			`"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"timezone":"Europe/Berlin"},"integrations":{},"anonymousId":"6f1c2b1e-7f0e-4d8e-9a39-0123456789ab"}`, i, i, i, i, i, i)
	}
	body := `{"batch":[` + strings.Join(events, ",") + `]}`
	for _, c := range []struct{ name, body string }{{"plain", body}, {"gzip", packed(body)}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("POST", "/v1/batch?writeKey=wk", strings.NewReader(c.body))
				w := httptest.NewRecorder()
				if mux.ServeHTTP(w, r); w.Code != 200 {
					b.Fatal(w.Body)
				}
			}
			b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "events/s")
		})
	}
}
