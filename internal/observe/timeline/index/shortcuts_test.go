package index

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kith/internal/observe/timeline"
)

// seen is one person's history as a scan gave it.
type seen struct {
	secs  []uint32
	codes []uint16
	cols  [][]uint32
	cuts  []uint32
}

func look(v *timeline.View) seen {
	out := seen{secs: slices.Clone(v.Secs), codes: slices.Clone(v.Codes), cuts: slices.Clone(v.Cuts)}
	for c := range v.Cols {
		var col []uint32
		for i := range v.Codes {
			col = append(col, v.Cols[c].At(i))
		}
		out.cols = append(out.cols, col)
	}
	return out
}

// only keeps the events of some codes.
func (s seen) only(codes *timeline.CodeSet) string {
	var b strings.Builder
	for i, c := range s.codes {
		if codes[c] {
			fmt.Fprint(&b, s.secs[i], " ", c)
			for _, col := range s.cols {
				fmt.Fprint(&b, " ", col[i])
			}
			b.WriteString("; ")
		}
	}
	return b.String()
}

// gather runs a scan and keeps what it hands over.
func gather(t *testing.T, scan func(visitor func() func(*timeline.View)) error) map[uint32]seen {
	t.Helper()
	var mu sync.Mutex
	out := map[uint32]seen{}
	err := scan(func() func(*timeline.View) {
		return func(v *timeline.View) {
			mu.Lock()
			defer mu.Unlock()
			if _, twice := out[v.Person]; twice {
				t.Errorf("person %d was visited twice", v.Person)
			}
			out[v.Person] = look(v)
		}
	})
	if err != nil {
		t.Error(err)
	}
	return out
}

// checkShortcuts holds whatever a snapshot may leave out against a full scan.
// cols is how many properties it was asked with.
func checkShortcuts(t *testing.T, s timeline.Shortcuts, src *rand.Rand, cols int) {
	t.Helper()
	ctx := t.Context()
	all := gather(t, func(v func() func(*timeline.View)) error { return s.Scan(ctx, v) })
	everything := &timeline.CodeSet{}
	for c := range everything {
		everything[c] = true
	}
	codes := []timeline.Codes{drawCodes(src), drawCodes(src)}
	checkOnly(t, all, codes[0], gather(t, func(v func() func(*timeline.View)) error { return s.ScanOnly(ctx, codes[0], v) }))
	cutter := timeline.Cutter{Key: "zero", Cut: cutAt(-1)}
	if cols > 0 && src.IntN(2) == 0 {
		cutter = timeline.Cutter{Key: "zero or first", Cols: []int{cols - 1}, Cut: cutAt(cols - 1)}
	}
	for p, got := range gather(t, func(v func() func(*timeline.View)) error { return s.ScanCut(ctx, cutter, v) }) {
		want := all[p]
		if got.only(everything) != want.only(everything) {
			t.Fatalf("person %d: cutting changed the history", p)
		}
		v := viewOf(&want)
		if cuts := cutter.Cut(v, nil); got.cuts != nil && !slices.Equal(got.cuts, cuts) {
			t.Fatalf("person %d is cut at %v, want %v", p, got.cuts, cuts)
		}
	}
	checkActive(t, s, all, []timeline.Activity{{Codes: codes[0], Units: fineUnits}, {Codes: codes[1], Units: coarseUnits}})
}

func drawCodes(src *rand.Rand) timeline.Codes {
	set, key := &timeline.CodeSet{}, ""
	for range 1 + src.IntN(3) {
		set[src.IntN(9)] = true
	}
	for c, in := range set {
		if in {
			key += fmt.Sprint(c, " ")
		}
	}
	return timeline.Codes{Key: key, Set: set}
}

// cutAt cuts at code 0, and where a column's value is the one of code 1.
func cutAt(col int) func(v *timeline.View, to []uint32) []uint32 {
	return func(v *timeline.View, to []uint32) []uint32 {
		from := 0
		if n := len(to); n > 0 {
			from = int(to[n-1]) + 1
		}
		for i := from; i < v.Len(); i++ {
			if c := v.Codes[i]; c == 0 || col >= 0 && v.Cols[col].At(i) == 1 {
				to = append(to, uint32(i))
			}
		}
		return to
	}
}

func viewOf(s *seen) *timeline.View {
	v := &timeline.View{Secs: s.secs, Codes: s.codes}
	for _, col := range s.cols {
		v.Cols = append(v.Cols, timeline.Col{W32: col})
	}
	return v
}

func checkOnly(t *testing.T, all map[uint32]seen, codes timeline.Codes, got map[uint32]seen) {
	t.Helper()
	for p, want := range all {
		if g := got[p]; g.only(codes.Set) != want.only(codes.Set) {
			t.Fatalf("person %d, codes %s: got %q, want %q", p, codes.Key, g.only(codes.Set), want.only(codes.Set))
		}
	}
	for p := range got {
		if _, known := all[p]; !known {
			t.Fatalf("person %d has an excerpt but no history", p)
		}
	}
}

// The model's events lie within a few seconds of one day.
var (
	fineUnits   = unitsFrom("second", 1)
	coarseUnits = unitsFrom("three", 3)
)

func unitsFrom(key string, length uint32) *timeline.Units {
	u := &timeline.Units{Key: key, Usual: 1 << 31, Starts: []uint32{0}}
	for at := uint32(1_700_000_000 - 5); at < 1_700_000_100; at += length {
		u.Starts = append(u.Starts, at)
	}
	return u
}

// checkActive counts how many persons have each picture of units.
func checkActive(t *testing.T, s timeline.Shortcuts, all map[uint32]seen, asked []timeline.Activity) {
	t.Helper()
	want, got := map[string]int{}, map[string]int{}
	for _, h := range all {
		sets := make([]map[int]bool, len(asked))
		for k, a := range asked {
			sets[k] = map[int]bool{}
			for i, c := range h.codes {
				if a.Codes.Set[c] {
					sets[k][a.Units.Of(h.secs[i])] = true
				}
			}
		}
		want[picture(sets)]++
	}
	var mu sync.Mutex
	ok, err := s.ScanActive(t.Context(), asked, func() func(*timeline.ActiveBlock) {
		return func(b *timeline.ActiveBlock) {
			mu.Lock()
			defer mu.Unlock()
			for p := range b.Persons {
				sets := make([]map[int]bool, len(asked))
				for k := range b.Sets {
					sets[k] = unitsOf(&b.Sets[k], p)
				}
				got[picture(sets)]++
			}
		}
	})
	if err != nil {
		t.Error(err)
	}
	none := picture(make([]map[int]bool, len(asked)))
	delete(want, none) // numbers nobody has are handed over, too
	delete(got, none)
	if ok && !maps.Equal(got, want) {
		t.Fatalf("units of %s and %s: got %v, want %v", asked[0].Codes.Key, asked[1].Codes.Key, got, want)
	}
}

func unitsOf(s *timeline.ActiveSet, p int) map[int]bool {
	out, last := map[int]bool{}, -1
	for k := s.Offsets[p]; k < s.Offsets[p+1]; k++ {
		if int(s.At[k]) <= last || s.Words[k] == 0 {
			panic("words are not ascending, or empty")
		}
		last = int(s.At[k])
		for bit := range 64 {
			if s.Words[k]>>bit&1 == 1 {
				out[64*last+bit] = true
			}
		}
	}
	return out
}

func picture(sets []map[int]bool) string {
	out := ""
	for _, s := range sets {
		out += fmt.Sprint(slices.Sorted(maps.Keys(s)), " ")
	}
	return out
}

// What is kept beside the histories must never show: not while rows come in
// pieces, persons are merged, bases are rewritten, columns come and go, or memory
// is short; nor in an index that is built, or read from a file.
func TestShortcuts(t *testing.T) {
	for seed := range uint64(6) {
		m := newModel(seed, 60+40*uint32(seed))
		m.stride = []uint32{1, 32}[seed%2]
		src := rand.New(rand.NewPCG(seed, 3))
		ix := New(m.names, Options{ColumnBytes: []int64{1 << 30, 20_000, 100_000}[seed%3]})
		ix.SetLoader(m.load)
		if rows := m.batch(3000); seed%4 < 2 {
			s := newRowStream(m.names, slices.Clone(rows), timeline.StreamRequest{})
			if err := ix.Load(t.Context(), s, 3000, time.UnixMicro(rows[2999].Received)); err != nil {
				t.Fatal(err)
			}
		} else {
			ix.Apply(rows, nil)
		}
		for turn := range 5 {
			props := m.props[:src.IntN(4)]
			s := open(t, ix, props...)
			for range 3 {
				checkShortcuts(t, s.(timeline.Shortcuts), src, len(props))
			}
			s.Close()
			ix.Apply(m.batch(1+src.IntN(600)), timeline.Merges(m.pairs(src.IntN(3))))
			if src.IntN(2) == 0 {
				if err := ix.compact(t.Context(), src.IntN(shards)); err != nil {
					t.Fatal(err)
				}
			}
			if turn == 3 {
				ix = reopen(t, ix, m)
			}
		}
		m.check(t, open(t, ix, m.props[0]), m.props[:1], m.merges)
	}
}

// reopen saves the index and opens the file.
func reopen(t *testing.T, ix *Index, m *model) *Index {
	t.Helper()
	path := t.TempDir() + "/index"
	if err := ix.Save(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), path, m.names, ix.options)
	if err != nil {
		t.Fatal(err)
	}
	again.SetLoader(m.load)
	again.Apply(nil, timeline.Merges(m.merges))
	return again
}

// The same while a writer, compactions and loads go on, and with little memory,
// so that what is kept is dropped all the time.
func TestShortcutsBesideWriter(t *testing.T) {
	m := newModel(77, 400)
	m.stride = 32
	var batches [][]*timeline.Row
	for range 60 {
		batches = append(batches, m.batch(1+m.rng.IntN(400)))
	}
	ix := New(m.names, Options{ColumnBytes: 60_000})
	ix.SetLoader(m.load)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = ix.Run(ctx) })
	var looks atomic.Int64
	for reader := range uint64(3) {
		wg.Go(func() {
			src := rand.New(rand.NewPCG(reader, 5))
			for ctx.Err() == nil && !t.Failed() {
				props := m.props[:src.IntN(3)]
				s, err := ix.Snapshot(t.Context(), props)
				if err != nil {
					t.Error(err)
					return
				}
				checkShortcuts(t, s.(timeline.Shortcuts), src, len(props))
				s.Close()
				looks.Add(1)
			}
		})
	}
	for i, rows := range batches {
		for looks.Load() < int64(i/2) && !t.Failed() {
			runtime.Gosched()
		}
		ix.Apply(rows, timeline.Merges(m.pairs(m.rng.IntN(3))))
	}
	stop()
	wg.Wait()
	var bytes int64
	for _, d := range ix.Stats().Digests {
		bytes += d.Bytes
	}
	if ix.room(nil); bytes > 2*60_000 {
		t.Errorf("%d bytes are kept, more than twice the budget", bytes)
	}
}

// Where there is room for them, questions do read less.
func TestShortcutsAreTaken(t *testing.T) {
	m := newModel(1, 500)
	rows := m.batch(20_000)
	ix := New(m.names, Options{})
	s := newRowStream(m.names, slices.Clone(rows), timeline.StreamRequest{})
	if err := ix.Load(t.Context(), s, 20_000, time.UnixMicro(rows[19_999].Received)); err != nil {
		t.Fatal(err)
	}
	snap := open(t, ix).(timeline.Shortcuts)
	codes := timeline.Codes{Key: "3", Set: &timeline.CodeSet{3: true}}
	for p, h := range gather(t, func(v func() func(*timeline.View)) error { return snap.ScanOnly(t.Context(), codes, v) }) {
		if slices.ContainsFunc(h.codes, func(c uint16) bool { return c != 3 }) {
			t.Fatalf("person %d has other events in an excerpt of one code", p)
		}
	}
	for p, h := range gather(t, func(v func() func(*timeline.View)) error {
		return snap.ScanCut(t.Context(), timeline.Cutter{Key: "k", Cut: cutAt(-1)}, v)
	}) {
		if h.cuts == nil && slices.Contains(h.codes, 0) {
			t.Fatalf("person %d has no cuts", p)
		}
	}
	ok, err := snap.ScanActive(t.Context(), []timeline.Activity{{Codes: codes, Units: fineUnits}}, func() func(*timeline.ActiveBlock) {
		return func(*timeline.ActiveBlock) {}
	})
	if !ok || err != nil {
		t.Fatalf("activity: %v, %v", ok, err)
	}
	if n := len(ix.Stats().Digests); n != 3 {
		t.Errorf("%d digests are kept, want 3", n)
	}
}
