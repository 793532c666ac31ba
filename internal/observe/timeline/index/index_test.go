package index

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

func open(t *testing.T, ix *Index, props ...string) timeline.Snapshot {
	t.Helper()
	s, err := ix.Snapshot(t.Context(), props)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestRandomHistories(t *testing.T) {
	for seed := range uint64(9) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := newModel(seed, 1+rand.New(rand.NewPCG(seed, 1)).Uint32N(3000))
			m.stride = []uint32{1, 32, 64, 1}[seed%4]
			options := Options{Workers: 2, ColumnBytes: []int64{1, 400_000, 0}[seed%3]}
			ix := New(m.names, options)
			ix.SetLoader(m.load)
			for range 45 {
				ix = step(t, m, ix, options)
			}
			checkStats(t, m, ix)
		})
	}
}

// step does one random thing to the index, and looks at it often.
func step(t *testing.T, m *model, ix *Index, options Options) *Index {
	switch n := m.rng.IntN(10); {
	case n < 4:
		ix.Apply(m.batch(m.rng.IntN([]int{5, 300, 8_000}[m.rng.IntN(3)])+1), nil)
	case n == 4:
		ix.Apply(m.batch(m.rng.IntN(50)), timeline.Merges(m.pairs(m.rng.IntN(30))))
	case n == 5:
		for range 20 {
			if err := ix.compact(t.Context(), m.rng.IntN(shards)); err != nil {
				t.Fatal(err)
			}
		}
	case n == 6:
		path := filepath.Join(t.TempDir(), "index")
		if err := ix.Save(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		again, err := Open(t.Context(), path, m.names, options)
		if err != nil {
			t.Fatal(err)
		}
		again.SetLoader(m.load)
		again.Apply(nil, timeline.Merges(m.merges))
		ix = again
	default:
		var props []string
		for range m.rng.IntN(4) {
			props = append(props, append(m.props, "never sent")[m.rng.IntN(5)])
		}
		s := open(t, ix, props...)
		defer s.Close()
		m.check(t, s, props, m.merges)
	}
	return ix
}

func checkStats(t *testing.T, m *model, ix *Index) {
	people := map[uint32]bool{}
	for _, r := range m.rows {
		people[r.Person] = true
	}
	got := ix.Stats()
	if got.Persons != len(people) || got.Events != uint64(len(m.rows)) || got.Seq != uint64(len(m.rows)) {
		t.Errorf("stats are %d persons, %d events, row %d; want %d, %d, %[5]d", got.Persons, got.Events, got.Seq, len(people), len(m.rows))
	}
	s := open(t, ix)
	if n := len(m.rows); n > 0 && !s.Info().Latest.Equal(time.UnixMicro(m.rows[n-1].Received)) {
		t.Errorf("latest is %v", s.Info().Latest)
	}
}

// Readers must see, at any moment, exactly the rows and merges up to the row
// that their snapshot names, while a writer, compactions and loads go on.
func TestReadersBesideWriter(t *testing.T) {
	const batches = 100
	m := newModel(99, 800)
	m.stride = 32 // two shards: several compactions
	d := fingerprint{maphash.MakeSeed()}
	type turn struct {
		rows   []*timeline.Row
		merges []timeline.Pair
	}
	var turns []turn
	want := map[uint64][]uint64{0: make([]uint64, len(m.props))} // by row, by property
	for range batches {
		turn := turn{rows: m.batch(1 + m.rng.IntN(500)), merges: m.pairs(m.rng.IntN(4))}
		turns = append(turns, turn)
		want[uint64(len(m.rows))] = d.model(m, uint64(len(m.rows)))
	}
	ix := New(m.names, Options{ColumnBytes: 1 << 20})
	ix.SetLoader(m.load)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = ix.Run(ctx) })
	var looks atomic.Int64
	for reader := range 3 {
		wg.Go(func() {
			for n := reader; ctx.Err() == nil; n++ {
				prop := n % len(m.props)
				s, err := ix.Snapshot(t.Context(), m.props[prop:prop+1])
				if err != nil {
					t.Error(err)
					return
				}
				if got, want := d.snapshot(s), want[s.Info().Seq][prop]; got != want {
					t.Errorf("at row %d the histories with %s differ", s.Info().Seq, m.props[prop])
				}
				s.Close()
				looks.Add(1)
			}
		})
	}
	for i, turn := range turns {
		for looks.Load() < int64(i/4) && !t.Failed() { // let readers look now and then
			runtime.Gosched()
		}
		ix.Apply(turn.rows, timeline.Merges(turn.merges))
	}
	stop()
	wg.Wait()
	if ix.state.Load().shards[0].base.len() == 0 {
		t.Error("nothing was compacted")
	}
	m.check(t, open(t, ix, m.props...), m.props, m.merges)
}

// model digests the histories up to seq, with the merges so far, once for each property.
func (d fingerprint) model(m *model, seq uint64) []uint64 {
	out := make([]uint64, len(m.props))
	for p, rows := range m.histories(seq, m.merges) {
		for k := range m.props {
			out[k] += d.person(p, len(rows), func(i int) printRow {
				return printRow{uint32(rows[i].Time / 1e6), rows[i].Code, value(rows[i], uint32(k))}
			})
		}
	}
	return out
}

func (d fingerprint) snapshot(s timeline.Snapshot) uint64 {
	var sum atomic.Uint64
	values := s.Dict(0).Values()
	_ = s.Scan(context.Background(), func() func(*timeline.View) {
		return func(v *timeline.View) {
			sum.Add(d.person(v.Person, v.Len(), func(i int) printRow {
				return printRow{v.Secs[i], v.Codes[i], values[v.Cols[0].At(i)]}
			}))
		}
	})
	return sum.Load()
}

func TestLoadEqualsLive(t *testing.T) {
	m := newModel(5, 700)
	rows := m.batch(30_000)
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	const upTo = 20_000
	if err := ix.Load(t.Context(), newRowStream(m.names, slices.Clone(rows), timeline.StreamRequest{}), upTo, time.UnixMicro(rows[upTo-1].Received)); err != nil {
		t.Fatal(err)
	}
	m.check(t, open(t, ix, "plan"), []string{"plan"}, nil)
	ix.Apply(rows[upTo-100:], nil) // the first 100 are repeats
	m.check(t, open(t, ix, m.props...), m.props, nil)
	checkStats(t, m, ix)
	if err := ix.Load(t.Context(), newRowStream(m.names, nil, timeline.StreamRequest{}), 1, time.Time{}); err == nil {
		t.Error("an index with rows can be loaded again")
	}
}

func TestLoadRefusesDisorder(t *testing.T) {
	m := newModel(6, 50)
	s := newRowStream(m.names, m.batch(500), timeline.StreamRequest{})
	s.rows[100], s.rows[200] = s.rows[200], s.rows[100]
	ix := New(m.names, Options{})
	if err := ix.Load(t.Context(), s, 500, time.Time{}); err == nil {
		t.Error("a stream out of order is taken")
	}
	if ix.Seq() != 0 {
		t.Error("a failed load leaves rows")
	}
}

func TestApplyTakesAnyOrder(t *testing.T) {
	m := newModel(8, 90)
	rows := m.batch(5000)
	m.rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	ix.Apply(rows, nil)
	m.check(t, open(t, ix, "amount"), []string{"amount"}, nil)
}

// What arrives while a shard is being compacted stays, with its columns, and a
// column that is refused meanwhile does not come back.
func TestRowsArriveDuringCompaction(t *testing.T) {
	m := newModel(12, 60)
	m.stride = shards
	ix := New(m.names, Options{MaxValues: 3000})
	ix.SetLoader(m.load)
	ix.Apply(m.batch(2500), nil)
	open(t, ix, "plan", "id").Close()
	start := ix.freezeShard(0)
	for range 10 {
		ix.Apply(m.batch(300), timeline.Merges(m.pairs(1))) // more than 3,000 ids now
	}
	ix.settle(0, start, start.shards[0].folded(start.whole()))
	for at := range 2 {
		if b := ix.state.Load().shards[0].base; ix.state.Load().slots[at].column == nil && width(b.col(at)) != 0 {
			t.Error("the refused column came back")
		}
	}
	m.check(t, open(t, ix, "plan", "city"), []string{"plan", "city"}, m.merges)
	if c := ix.Stats().Columns; len(c) != 2 {
		t.Errorf("columns are %v", c)
	}
	if err := ix.compact(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	m.check(t, open(t, ix, "plan", "city"), []string{"plan", "city"}, m.merges)
}

func TestMergedPersonWithoutRows(t *testing.T) {
	m := newModel(9, 10)
	ix := New(m.names, Options{})
	ix.Apply(m.batch(100), nil)
	m.merges = []timeline.Pair{{From: 3, Into: 9_000}, {From: 67, Into: 3}, {From: 800, Into: 801}}
	ix.Apply(nil, timeline.Merges(m.merges))
	s := open(t, ix)
	m.check(t, s, nil, m.merges)
	if err := s.One(t.Context(), 77_777, func(v *timeline.View) {
		if v.Len() != 0 || v.Person != 77_777 {
			t.Errorf("an unknown person is %d with %d events", v.Person, v.Len())
		}
	}); err != nil {
		t.Fatal(err)
	}
}

func TestScanStops(t *testing.T) {
	m := newModel(10, 1000)
	ix := New(m.names, Options{Workers: 2})
	ix.Apply(m.batch(5000), nil)
	s := open(t, ix)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Scan(ctx, func() func(*timeline.View) { return func(*timeline.View) {} }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled scan returns %v", err)
	}
	defer func() {
		if p := recover(); p != "a fold's fault" {
			t.Errorf("the panic came out as %v", p)
		}
	}()
	_ = s.Scan(t.Context(), func() func(*timeline.View) { return func(*timeline.View) { panic("a fold's fault") } })
}

func TestErrorsAreForUsers(t *testing.T) {
	m := newModel(11, 100)
	ix := New(m.names, Options{MaxValues: 1000})
	ix.Apply(m.batch(900), nil)
	if _, err := ix.Snapshot(t.Context(), []string{"id"}); kith.CodeOf(err) != kith.Unavailable {
		t.Errorf("without a loader: %v", err)
	}
	ix.SetLoader(m.load)
	open(t, ix, "id")
	ix.Apply(m.batch(200), nil) // 1,100 values now
	for range 2 {
		if _, err := ix.Snapshot(t.Context(), []string{"plan", "id"}); kith.CodeOf(err) != kith.TooLarge {
			t.Errorf("too many values: %v", err)
		}
	}
	fresh := New(m.names, Options{MaxValues: 1000})
	fresh.SetLoader(m.load)
	fresh.Apply(m.batch(0), nil)
	fresh.Apply(m.rows, nil)
	if _, err := fresh.Snapshot(t.Context(), []string{"id"}); kith.CodeOf(err) != kith.TooLarge {
		t.Errorf("too many values in the record: %v", err)
	}
	m.check(t, open(t, ix, "plan"), []string{"plan"}, nil)
}
