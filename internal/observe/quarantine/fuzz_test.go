package quarantine

import (
	"bytes"
	"testing"
)

// FuzzReread reads any bytes as an event that an operator edited: it becomes one
// event with the entry's message id, or a failure that says why.
func FuzzReread(f *testing.F) {
	for _, raw := range []string{`{"type":"track","event":"x","userId":"a"}`, `{"traits":{}}`, `[]`, `{"a":`, `{},{}`, "\xff", `{"type":"alias","previousId":1,"userId":"b"}`} {
		f.Add([]byte(raw), "track", "name", true)
	}
	r := newRereader()
	f.Fuzz(func(t *testing.T, raw []byte, kind, name string, drop bool) {
		c := Change{Type: kind, Event: name, ArrivalTime: drop, DropProperties: drop}
		before := bytes.Clone(raw)
		e := Entry{LogSeq: 7, Index: 2, Received: 1_700_000_000_000_000}
		event, failure := r.read(&e, c.edit(raw))
		if !bytes.Equal(raw, before) {
			t.Fatal("what was received has changed")
		}
		switch {
		case failure != nil && (failure.Reason == "" || failure.ID != "7.2"):
			t.Fatalf("%+v", failure)
		case failure == nil && (event.Name == "" || event.MessageID != "quarantine-7.2" || event.UserID == "" && event.AnonymousID == ""):
			t.Fatalf("%+v", event)
		}
	})
}
