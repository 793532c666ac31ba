package record

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// CPU seconds are reported rather than wall time: they stay the same on a busy
// machine. Sizes: KITH_BENCH_ROWS rows a segment (300,000), eight segments, ten
// properties a row, of which one is in the tail.

func benchRows() int {
	if n, err := strconv.Atoi(os.Getenv("KITH_BENCH_ROWS")); err == nil {
		return n
	}
	return 300_000
}

const benchSegments = 8

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func reportCPU(b *testing.B, spent time.Duration, rows int) {
	b.ReportMetric(float64(spent.Microseconds())/float64(rows), "cpu-µs/row")
	b.ReportMetric(float64(rows)/spent.Seconds()/1e6, "Mrows/cpu-s")
}

// benchBatch makes a seal's rows: persons spread over a fifteenth of the rows.
func benchBatch(r *rand.Rand, from uint64, n int) []*timeline.Row {
	plans := []string{"free", "basic", "professional", "enterprise plus", "trial"}
	rows := make([]timeline.Row, n)
	out := make([]*timeline.Row, n)
	for i := range rows {
		seq := from + uint64(i)
		t := int64(1.7e15) + int64(seq)*20_000
		rows[i] = timeline.Row{
			Person: r.Uint32N(uint32(max(benchRows()*benchSegments/60, 1000))), Code: uint16(r.IntN(30)), Source: 1,
			Time: t - int64(r.IntN(5e6)), Received: t, Seq: seq, MID: r.Uint64(),
			Props: []timeline.Prop{
				{Key: 0, Value: kith.StringValue(plans[r.IntN(5)])},
				{Key: 1, Value: kith.StringValue("https://shop.example/item/" + strconv.Itoa(r.IntN(5000)))},
				{Key: 2, Value: kith.NumberValue(float64(r.IntN(10000)) / 100)},
				{Key: 3, Value: kith.NumberValue(float64(r.IntN(10)))},
				{Key: 4, Value: kith.BoolValue(r.IntN(2) == 0)},
				{Key: 5, Value: kith.StringValue([]string{"iOS", "Android", "Web"}[r.IntN(3)])},
				{Key: 6, Value: kith.StringValue([]string{"Shanghai", "London", "Nairobi", "San Francisco"}[r.IntN(4)])},
				{Key: 7, Value: kith.StringValue("1." + strconv.Itoa(r.IntN(40)))},
				{Key: 8, Value: kith.StringValue([]string{"zh-CN", "en"}[r.IntN(2)])},
				{Key: uint32(9 + r.IntN(300)), Value: kith.StringValue("some long tail")},
			},
		}
		out[i] = &rows[i]
	}
	slices.SortFunc(out, func(a, b *timeline.Row) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Millis(), b.Millis()), cmp.Compare(a.Seq, b.Seq))
	})
	return out
}

func benchRecord(b *testing.B) *Record {
	b.Helper()
	r, err := Open(context.Background(), Options{Dir: b.TempDir(), SealRows: benchRows()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { r.Close() })
	for i := range 310 {
		r.names.Properties.Add(fmt.Sprintf("property %d", i))
	}
	return r
}

func fill(b *testing.B, r *Record) (spent time.Duration) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range benchSegments {
		rows := benchBatch(random, r.Position().NextSeq, benchRows())
		start := cpu()
		if err := r.Seal(context.Background(), rows, timeline.Position{LogSeq: uint64(i), NextSeq: r.Position().NextSeq + uint64(len(rows))}); err != nil {
			b.Fatal(err)
		}
		spent += cpu() - start
	}
	return spent
}

func BenchmarkSeal(b *testing.B) {
	for b.Loop() {
		r := benchRecord(b)
		reportCPU(b, fill(b, r), benchSegments*benchRows())
		stats, _ := r.Stats(context.Background())
		b.ReportMetric(float64(stats.Bytes)/float64(stats.Rows), "bytes/row")
	}
}

func BenchmarkMerge(b *testing.B) {
	for b.Loop() {
		r := benchRecord(b)
		fill(b, r)
		start := cpu()
		if err := r.mergeAll(context.Background()); err != nil {
			b.Fatal(err)
		}
		reportCPU(b, cpu()-start, benchSegments*benchRows())
		if n := len(r.list()); n != 1 {
			b.Fatalf("%d segments", n)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	for _, merged := range []bool{false, true} {
		r := benchRecord(b)
		fill(b, r)
		if merged {
			if err := r.mergeAll(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		for _, props := range [][]string{nil, {"property 5"}, {"property 1"}, {"property 2"}, {"property 100"}} {
			b.Run(fmt.Sprintf("segments=%d/props=%v", len(r.list()), props), func(b *testing.B) {
				dicts := newDicts(len(props))
				start, rows := cpu(), 0
				for b.Loop() {
					stream, err := r.Stream(context.Background(), timeline.StreamRequest{MaxSeq: math.MaxUint64, Props: props, Dicts: dicts})
					if err != nil {
						b.Fatal(err)
					}
					for c, err := stream.Next(); c != nil || err != nil; c, err = stream.Next() {
						if err != nil {
							b.Fatal(err)
						}
						rows += len(c.Persons)
					}
					stream.Close()
				}
				reportCPU(b, cpu()-start, rows)
			})
		}
	}
}

func BenchmarkPerson(b *testing.B) {
	r := benchRecord(b)
	fill(b, r)
	read := func(name string, fn func(p uint32) error) {
		b.Run(fmt.Sprintf("segments=%d/%s", len(r.list()), name), func(b *testing.B) {
			start := cpu()
			for i := 0; b.Loop(); i++ {
				if err := fn(uint32(i * 7919 % 10_000)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
	snap, err := NewSnapshot(context.Background(), r, SnapshotRequest{Props: []string{"property 5"}, Dicts: newDicts(1), MaxSeq: math.MaxUint64})
	if err != nil {
		b.Fatal(err)
	}
	for range 2 {
		read("page", func(p uint32) error {
			_, err := r.Rows(context.Background(), Page{Persons: []uint32{p}, MaxSeq: math.MaxUint64, Newest: true, Limit: 50})
			return err
		})
		read("one", func(p uint32) error {
			return snap.One(context.Background(), p, func(*timeline.View) {})
		})
		if err := r.mergeAll(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSnapshot(b *testing.B) {
	r := benchRecord(b)
	fill(b, r)
	overrides := timeline.NewOverrides()
	random := rand.New(rand.NewPCG(3, 4))
	var pairs []timeline.Pair
	for range benchRows() / 100 {
		pairs = append(pairs, timeline.Pair{From: random.Uint32N(40_000), Into: random.Uint32N(40_000)})
	}
	for name, view := range map[string]*timeline.OverrideView{"merged=0": overrides.View(), "merged=some": func() *timeline.OverrideView { overrides.Merge(pairs); return overrides.View() }()} {
		b.Run(name, func(b *testing.B) {
			start, rows := cpu(), 0
			dicts := newDicts(1)
			for b.Loop() {
				snap, err := NewSnapshot(context.Background(), r, SnapshotRequest{Props: []string{"property 5"}, Dicts: dicts, MaxSeq: math.MaxUint64, Overrides: view})
				if err != nil {
					b.Fatal(err)
				}
				if err := snap.Scan(context.Background(), func() func(*timeline.View) { return func(v *timeline.View) {} }); err != nil {
					b.Fatal(err)
				}
				rows += benchSegments * benchRows()
			}
			reportCPU(b, cpu()-start, rows)
		})
	}
}
