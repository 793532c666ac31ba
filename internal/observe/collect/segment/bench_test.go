package segment

import (
	"fmt"
	"strings"
	"testing"

	"github.com/valyala/fastjson"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// browserBatch is what analytics-next sends with batching, n events of about
// 770 bytes.
func browserBatch(n int) string {
	var b strings.Builder
	b.WriteString(`{"writeKey":"wk_demo","batch":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"timestamp":"2026-01-02T03:04:%02d.%03dZ","integrations":{},"type":"track","event":"Product Viewed",`+
			`"userId":"user-%d","anonymousId":"6f1c2b1e-7f0e-4d8e-9a39-%012d","properties":{"product_id":"sku-%d","name":"Cotton scarf",`+
			`"price":%d.5,"currency":"EUR","quantity":1,"in_stock":true},"context":{"page":{"path":"/products/%d","referrer":"https://www.example.com/",`+
			`"search":"","title":"Cotton scarf","url":"https://shop.example.com/products/%d"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",`+
			`"locale":"de-DE","library":{"name":"analytics.js","version":"npm:next-1.84.3"},"timezone":"Europe/Berlin"},`+
			`"messageId":"ajs-next-1767323041%03d-%08x"}`, i%60, i%1000, i, i, i%500, i%90, i%500, i%500, i%1000, i)
	}
	b.WriteString(`],"sentAt":"2026-01-02T03:05:00.000Z"}`)
	return b.String()
}

func BenchmarkDecode(b *testing.B) {
	body := []byte(browserBatch(100))
	perEvent := func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("to batch to binary", func(b *testing.B) {
		b.ReportAllocs()
		var doc wire.Doc
		var out []byte
		d := NewDecoder()
		for b.Loop() {
			if err := doc.Scan(string(body)); err != nil {
				b.Fatal(err)
			}
			batch, _, err := d.Decode(doc.Root(), wire.Call{Source: 1, Received: 1767323100e6, Address: "198.51.100.7"})
			if err != nil || len(batch.Events) != 100 {
				b.Fatal(err)
			}
			out = batch.AppendBinary(out[:0])
		}
		perEvent(b)
	})
	b.Run("scan only", func(b *testing.B) {
		var doc wire.Doc
		for b.Loop() {
			if err := doc.Scan(string(body)); err != nil {
				b.Fatal(err)
			}
		}
		perEvent(b)
	})
	b.Run("fastjson parse only", func(b *testing.B) {
		var p fastjson.Parser
		for b.Loop() {
			if _, err := p.ParseBytes(body); err != nil {
				b.Fatal(err)
			}
		}
		perEvent(b)
	})
	b.Run("binary to batch", func(b *testing.B) {
		var doc wire.Doc
		if err := doc.Scan(string(body)); err != nil {
			b.Fatal(err)
		}
		batch, _, err := NewDecoder().Decode(doc.Root(), wire.Call{Received: 1767323100e6})
		if err != nil {
			b.Fatal(err)
		}
		payload := batch.AppendBinary(nil)
		for b.Loop() {
			if _, err := kith.DecodeBatch(payload); err != nil {
				b.Fatal(err)
			}
		}
		perEvent(b)
	})
}
