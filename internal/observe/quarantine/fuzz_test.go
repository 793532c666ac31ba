package quarantine

import (
	"bytes"
	"testing"

	"kith/internal/observe/collect/wires"
)

// FuzzReread reads any bytes as an event that an operator edited: it becomes an
// event with the entry's message id, maybe with others beside it, or a failure
// that says why.
func FuzzReread(f *testing.F) {
	for _, raw := range []string{`{"type":"track","event":"x","userId":"a"}`, `{"traits":{}}`, `[]`, `{"a":`, `{},{}`, "\xff", `{"type":"alias","previousId":1,"userId":"b"}`,
		`{"event":"x","distinct_id":"a","properties":{"$set":{"b":1},"$unset":["c"]}}`, `{"$token":"t","$distinct_id":"a","$set":{"b":1},"$add":{"c":1}}`} {
		for wire := range uint8(3) {
			f.Add([]byte(raw), "track", "name", true, wire)
		}
	}
	all := []string{wires.Segment, wires.PostHog, wires.Mixpanel}
	r := newRereader()
	f.Fuzz(func(t *testing.T, raw []byte, kind, name string, drop bool, wire uint8) {
		c := Change{Type: kind, Event: name, ArrivalTime: drop, DropProperties: drop}
		before := bytes.Clone(raw)
		e := Entry{LogSeq: 7, Index: 2, Received: 1_700_000_000_000_000, Wire: all[int(wire)%len(all)]}
		events, failure := r.read(&e, c.edit(e.Wire, raw))
		if !bytes.Equal(raw, before) {
			t.Fatal("what was received has changed")
		}
		switch {
		case failure != nil && (failure.Reason == "" || failure.ID != "7.2"):
			t.Fatalf("%+v", failure)
		case failure == nil && len(events) == 0:
			t.Fatal("nothing came of it")
		}
		seen := map[string]bool{}
		for i, event := range events {
			if event.Name == "" || i == 0 && event.MessageID != "quarantine-7.2" || seen[event.MessageID] || event.UserID == "" && event.AnonymousID == "" {
				t.Fatalf("%d: %+v", i, event)
			}
			seen[event.MessageID] = true
		}
	})
}
