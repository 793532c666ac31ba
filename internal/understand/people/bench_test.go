package people

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// told is a Histories of nothing but a million $identify events.
type told struct {
	Histories
	names *timeline.Names
	rows  int
}

func (h told) Names() *timeline.Names { return h.names }

func (h told) Withdrawals() int { return 0 }

func (h told) Events(_ context.Context, codes []uint16, after uint64, visit func(*timeline.Row)) (uint64, error) {
	var keys [8]uint32
	for i := range keys {
		keys[i], _ = h.names.Properties.Find(fmt.Sprint("trait", i))
	}
	for n := range h.rows {
		r := &timeline.Row{Person: uint32(n + 1), Code: codes[0], Time: int64(n) * 1e6, Seq: uint64(n + 1)}
		for i, key := range keys {
			v := kith.StringValue(fmt.Sprint("value ", n%(10*(i+1))))
			if i >= 6 { // a mail address and a phone number
				v = kith.StringValue(fmt.Sprintf("somebody%07d@example.com", n))
			}
			r.Props = append(r.Props, timeline.Prop{Key: key, Value: v})
		}
		visit(r)
	}
	return uint64(h.rows), nil
}

// BenchmarkTraits builds the traits of a million persons, eight each, two of
// them unique, and says what they take.
func BenchmarkTraits(b *testing.B) {
	names := timeline.NewNames()
	names.Events.Add(kith.EventIdentify)
	for i := range 8 {
		names.Properties.Add(fmt.Sprint("trait", i))
	}
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		t := newTraits(told{names: names, rows: 1_000_000})
		if err := t.catchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "B/person")
		runtime.KeepAlive(t)
	}
}

// BenchmarkOrder sorts a million persons by a number.
func BenchmarkOrder(b *testing.B) {
	all := make([]entry, 1_000_000)
	for b.Loop() {
		for i := range all {
			all[i] = entry{ordered(float64(1_790_000_000 + uint32(i)*2654435761%10_000_000)), uint32(i) * 2654435761}
		}
		(&order{}).finish(all, true)
	}
}
