package collect

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// BenchmarkDoor is a whole request of 100 events but for the disk.
func BenchmarkDoor(b *testing.B) {
	d, err := New(Options{Sources: shop{}, Now: time.Now, Log: logFunc(func(context.Context, string, []byte) (uint64, error) { return 1, nil })})
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
