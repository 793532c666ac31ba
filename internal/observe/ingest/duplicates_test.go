package ingest

import (
	"math/rand/v2"
	"testing"
)

const hour = int64(3600 * 1e6)

func TestWindowRemembersADay(t *testing.T) {
	for start := range int64(12) {
		w := newWindow(start * hour)
		if w.seen(7, start*hour) {
			t.Fatal("an id that never came was seen")
		}
		for h := int64(1); h <= 24; h++ {
			if !w.seen(7, (start+h)*hour) {
				t.Fatalf("from %d:00: forgotten after %d hours", start, h)
			}
		}
	}
}

// What is dropped as a duplicate is not remembered anew: an id that comes every
// hour is not dropped for ever.
func TestWindowForgets(t *testing.T) {
	for start := range int64(12) {
		w := newWindow(start * hour)
		w.seen(7, start*hour)
		h := int64(1)
		for w.seen(7, (start+h)*hour) {
			h++
		}
		if h <= 24 || h > 36 {
			t.Errorf("from %d:00: forgotten after %d hours", start, h)
		}
		if w.len() != 1 {
			t.Errorf("%d hashes are held", w.len())
		}
	}
}

func TestWindowPassesOverQuietDays(t *testing.T) {
	w := newWindow(0)
	w.seen(7, 0)
	if w.seen(7, 1000*24*hour) || w.seen(8, 1000*24*hour) || !w.seen(7, 1000*24*hour+1) {
		t.Error("after a thousand days the window is not as new")
	}
}

// A batch that waited for the disk arrives with an earlier time than the one
// before it; the window does not go back.
func TestWindowTakesArrivalsOutOfOrder(t *testing.T) {
	w := newWindow(12 * hour)
	w.seen(1, 12*hour)
	if w.seen(2, 11*hour) || !w.seen(2, 13*hour) || !w.seen(1, 11*hour) {
		t.Error("an arrival out of order was mistaken")
	}
}

func TestWindowEndsAFullGenerationEarly(t *testing.T) {
	w := newWindow(0)
	w.seen(7, 0)
	w.generations[0].n = maxGeneration - 1 // as if it had that many
	w.seen(8, 0)
	if w.generations[0].n != 0 || !w.seen(7, 0) || !w.seen(8, 0) {
		t.Error("a full generation was not put behind a new one")
	}
}

// Loaded from the record, a window knows what the one that was lost knew.
func TestWindowLoadedIsTheWindowLost(t *testing.T) {
	type arrival struct {
		mid uint64
		at  int64
	}
	random := rand.New(rand.NewPCG(1, 1))
	first := newWindow(0)
	var recorded []arrival
	at := int64(0)
	for range 3000 {
		at += random.Int64N(hour / 10)
		if a := (arrival{random.Uint64N(2000), at}); !first.seen(a.mid, a.at) {
			recorded = append(recorded, a)
		}
	}
	second := newWindow(recorded[len(recorded)-1].at)
	for _, a := range recorded {
		if a.at >= second.since() {
			second.load(a.mid, a.at)
		}
	}
	for range 3000 {
		at += random.Int64N(hour / 10)
		mid := random.Uint64N(2000)
		if a, b := first.seen(mid, at), second.seen(mid, at); a != b {
			t.Fatalf("hash %d at %d: seen %v, and %v after loading", mid, at, a, b)
		}
	}
}

func TestHashSet(t *testing.T) {
	s, want := &hashSet{}, map[uint64]bool{}
	random := rand.New(rand.NewPCG(2, 2))
	if s.has(0) || s.has(5) {
		t.Error("an empty set has something")
	}
	for range 4000 {
		h := random.Uint64N(1000) << 54 >> (random.Uint64N(2) * 54) // many share their low bits
		if s.add(h) == want[h] || !s.has(h) {
			t.Fatalf("add %x: known %v", h, want[h])
		}
		want[h] = true
		if other := random.Uint64(); s.has(other) != want[other] {
			t.Fatalf("has %x", other)
		}
	}
}
