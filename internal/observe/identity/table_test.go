package identity

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestTable: what was added is found while others are added, by the adder and
// by other goroutines, with ids from empty to longer than half a chunk.
func TestTable(t *testing.T) {
	const n = 60_000
	table := newTable()
	name := func(i int) (Kind, string) {
		if i%5000 == 4999 {
			return User, fmt.Sprint(i, strings.Repeat("x", chunkSize*2/3))
		}
		return Kind(i % 2), fmt.Sprint("id-", i/2) // every text with both kinds
	}
	check := func(i int, want bool) {
		kind, id := name(i)
		if p, ok := table.find(kind, id); ok != want || ok && p != uint32(i+1) {
			t.Errorf("%d: person %d, found %v", i, p, ok)
		}
	}
	var added atomic.Int64
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for i := int64(0); i < n && !t.Failed(); {
				if upTo := added.Load(); i < upTo {
					check(int(i), true)
					i += 1 + upTo/1000
				}
			}
		})
	}
	for i := range n {
		if i%100 == 0 {
			check(i, false)
		}
		kind, id := name(i)
		ref := table.add(kind, id, uint32(i+1))
		if k, text, p := table.arena.at(ref); k != kind || text != id || p != uint32(i+1) {
			t.Fatalf("%d reads back as %v %.20q %d", i, k, text, p)
		}
		added.Store(int64(i + 1))
	}
	readers.Wait()
	for i := range n {
		check(i, true)
	}
	check(n+1, false)
	if table.count.Load() != n {
		t.Errorf("%d ids", table.count.Load())
	}
}

func TestNoAllocations(t *testing.T) {
	d := inMemory(DefaultMaxIDs)
	e := event("u1 a1", 1)
	d.Resolve(1, e)
	if n := testing.AllocsPerRun(100, func() { d.Resolve(2, e) }); n > 0 {
		t.Errorf("resolving known ids allocates %v times", n)
	}
}
