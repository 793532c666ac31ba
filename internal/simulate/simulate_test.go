package simulate_test

import (
	"crypto/sha256"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/simulate"
)

var now = time.Date(2026, 11, 20, 6, 32, 5, 0, time.UTC)

func history(p simulate.Params, each func(*kith.Batch)) {
	simulate.New(p).History(func(b *kith.Batch) bool { each(b); return true })
}

func digest(p simulate.Params) [32]byte {
	h := sha256.New()
	var buf []byte
	history(p, func(b *kith.Batch) {
		buf = b.AppendBinary(buf[:0])
		h.Write(buf)
	})
	return [32]byte(h.Sum(nil))
}

func TestSameSeedSameBytes(t *testing.T) {
	p := simulate.Params{Seed: 7, Persons: 400, Events: 20_000, Days: 60, Now: now}
	first := digest(p)
	if digest(p) != first {
		t.Error("the same parameters gave other events")
	}
	p.Seed = 8
	if digest(p) == first {
		t.Error("another seed gave the same events")
	}
}

func TestHistoryIsWellFormed(t *testing.T) {
	p := simulate.Params{Seed: 1, Persons: 3000, Events: 150_000, Days: 120, Now: now, Source: 9}
	ids := map[string]bool{}
	last := map[string]int64{} // by the person in the message id
	total := 0
	history(p, func(b *kith.Batch) {
		if n := len(b.Events); n == 0 || n > simulate.BatchSize || b.Source != 9 || b.Received != now.UnixMicro() {
			t.Fatalf("batch of %d events, source %d, received %d", n, b.Source, b.Received)
		}
		total += len(b.Events)
		for i := range b.Events {
			e := &b.Events[i]
			checkEvent(t, e)
			if ids[e.MessageID] {
				t.Fatalf("message id %s twice", e.MessageID)
			}
			ids[e.MessageID] = true
			person := e.MessageID[:strings.LastIndexByte(e.MessageID, '-')]
			if e.Time < last[person] {
				t.Fatalf("%s goes back in time", e.MessageID)
			}
			last[person] = e.Time
		}
	})
	if math.Abs(float64(total)/150_000-1) > 0.08 {
		t.Errorf("%d events, asked for 150,000", total)
	}
	if persons := len(last); persons < 2700 || persons > 3000 {
		t.Errorf("%d persons did something, asked for 3,000", persons)
	}
}

func checkEvent(t *testing.T, e *kith.Event) {
	t.Helper()
	if e.MessageID == "" || e.Name == "" || e.UserID == "" && e.AnonymousID == "" {
		t.Fatalf("event lacks an id or a name: %+v", e)
	}
	if len(e.UserID) > kith.MaxIDLen || len(e.AnonymousID) > kith.MaxIDLen || e.Server && e.AnonymousID != "" {
		t.Fatalf("ids: %+v", e)
	}
	if e.Time < now.Add(-120*24*time.Hour).UnixMicro() || e.Time > now.UnixMicro() {
		t.Fatalf("%s at %s", e.Name, time.UnixMicro(e.Time))
	}
	if n := len(e.Props); n < 4 || n > 16 {
		t.Fatalf("%s has %d properties", e.Name, n)
	}
	seen := map[string]bool{}
	for _, p := range e.Props {
		if p.Name == "" || seen[p.Name] || p.Value.Kind == kith.None || !utf8.ValidString(p.Value.Str) {
			t.Fatalf("%s: property %+v", e.Name, p)
		}
		seen[p.Name] = true
	}
}

func TestHistoryEndsWhenTold(t *testing.T) {
	batches := 0
	simulate.New(simulate.Params{Seed: 1, Persons: 500, Events: 20_000, Days: 30, Now: now}).History(func(*kith.Batch) bool {
		batches++
		return batches < 3
	})
	if batches != 3 {
		t.Errorf("%d batches after being told to end at 3", batches)
	}
}

func TestTimesStayWithinHistoryNearTheEpoch(t *testing.T) {
	p := simulate.Params{Seed: 1, Persons: 100, Events: 3000, Days: 90, Now: time.Unix(40*86400, 0)}
	history(p, func(b *kith.Batch) {
		for i := range b.Events {
			if at := b.Events[i].Time; at < 0 || at > p.Now.UnixMicro() {
				t.Fatalf("event at %s", time.UnixMicro(at))
			}
		}
	})
}
