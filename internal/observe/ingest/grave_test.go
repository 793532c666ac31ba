package ingest

import (
	"testing"

	"kith/internal/kith"
)

func TestGraves(t *testing.T) {
	g := NewGraves([]byte("salt"))
	var none *Graves
	event := &kith.Event{UserID: "ann", AnonymousID: "device"}
	if none.has(event, 1) || g.has(event, 1) {
		t.Error("nobody is erased, and an event is refused")
	}
	g.Add(g.Of("device"), 100)
	g.Add(g.Of("open"), 100)
	for _, c := range []struct {
		event kith.Event
		at    int64
		want  bool
	}{
		{kith.Event{UserID: "ann", AnonymousID: "device"}, 100, true},
		{kith.Event{UserID: "ann", AnonymousID: "device"}, 101, false},
		{kith.Event{UserID: "ann"}, 1, false},
		{kith.Event{PreviousID: "device"}, 1, true},
		{kith.Event{IDs: []kith.ID{{Type: "openid", Value: "open"}}}, 1, true},
		{kith.Event{UserID: "devic"}, 1, false},
	} {
		if got := g.has(&c.event, c.at); got != c.want {
			t.Errorf("%+v at %d: %v", c.event, c.at, got)
		}
	}
	if !g.speaks(&kith.Rejected{Raw: []byte(`{"userId":"open","x":1}`)}, 1) || g.speaks(&kith.Rejected{Raw: []byte(`{"userId":"opened"}`)}, 1) {
		t.Error("a rejected event is taken for another's")
	}
}
