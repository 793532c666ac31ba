package table

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kith/internal/kith"
)

// What Parse lets through can be kept, reads the same again, and becomes events
// that the log takes.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"order_id":"A1","user_id":"u","total":"1,200.50","currency":"cny","paid_at":1772337600,"lines":[{"item_id":7,"quantity":2,"x":{"y":[1]}}]}`,
		`{"subscription_id":1,"status":"expired","ended_at":"2026-01-01","plan":null}`, `{"item_id":"I","tags":"a, b；c","price":"9"}`, `[]`, `{"order_id":"\u0000"}`,
	} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		for _, table := range Tables {
			r, err := table.Parse(v, time.UTC, now)
			if err != nil {
				continue
			}
			if r.Key == "" || !utf8.ValidString(r.encoded) || strings.Contains(r.encoded, "\x00") || len(r.encoded) > maxRow {
				t.Fatalf("%s: kept %q", table, r.encoded)
			}
			var again any
			if err := json.Unmarshal([]byte(r.encoded), &again); err != nil {
				t.Fatal(err)
			}
			second, err := table.Parse(again, time.UTC, now)
			if err != nil || second.encoded != r.encoded {
				t.Fatalf("%s: read again %v, %v; first %s", table, second, err, r.encoded)
			}
			for _, h := range table.happened(r) {
				b := kith.Batch{Events: []kith.Event{h.Event}}
				if got, err := kith.DecodeBatch(b.AppendBinary(nil)); err != nil || got.Events[0].MessageID != h.Event.MessageID {
					t.Fatal(err)
				}
				if h.Event.Time < kith.MinTime {
					t.Fatalf("an event at %d", h.Event.Time)
				}
			}
		}
	})
}
