package ingest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"kith/internal/observe/timeline"
)

func TestTailGivesEveryUnsealedRowInRecordOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	var all tail
	var want []*timeline.Row
	sealing, next := 0, uint64(1)
	for range 500 {
		switch random.IntN(4) {
		case 0: // the rows being sealed reach the record
			all.release()
			want = want[sealing:]
			sealing = 0
		case 1:
			if sealing > 0 {
				continue // one at a time
			}
			rows := all.rotate()
			if !slices.IsSortedFunc(rows, order) || len(rows) != len(want) {
				t.Fatalf("%d rows to seal of %d, sorted: %v", len(rows), len(want), slices.IsSortedFunc(rows, order))
			}
			sealing = len(want)
		default:
			var rows []*timeline.Row
			for range random.IntN(5) {
				rows = append(rows, &timeline.Row{Person: random.Uint32N(5), Time: random.Int64N(4) * 1000, Seq: next})
				next++
			}
			all.add(rows, 10*len(rows))
			want = append(want, rows...)
		}
		sorted := slices.SortedFunc(slices.Values(want), order)
		if got := all.rows(); !slices.Equal(got, sorted) {
			t.Fatalf("%d rows, want %d", len(got), len(sorted))
		}
		if rows, bytes := all.size(); rows != len(want)-sealing || bytes != 10*rows {
			t.Fatalf("size %d rows, %d bytes; want %d", rows, bytes, len(want)-sealing)
		}
	}
}

// Whoever was given the tail keeps what was given, whatever happens next.
func TestTailOnceGivenStays(t *testing.T) {
	var all tail
	all.add([]*timeline.Row{{Person: 2, Seq: 1}, {Person: 1, Seq: 2}}, 0)
	given := all.rows()
	before := slices.Clone(given)
	all.rotate()
	all.add([]*timeline.Row{{Person: 1, Seq: 3}}, 0)
	all.rows()
	all.release()
	if !slices.Equal(given, before) {
		t.Error("rows that were given out have changed")
	}
}
