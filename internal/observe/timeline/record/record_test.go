package record

import (
	"cmp"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// TestRecord seals and merges random rows of every kind of value, late ones
// among them, and asks for them in every way at each step.
func TestRecord(t *testing.T) {
	for seed := range uint64(4) {
		opts := Options{Dir: t.TempDir(), SealRows: 300, ColumnShare: 0.02, MaxColumns: 6}
		s := newScene(t, seed, opts)
		s.checkAll()
		for step := range 30 {
			s.come(s.rand.IntN(700))
			if step%7 == 3 {
				s.checkAll()
			}
			s.seal()
			if s.rand.IntN(3) == 0 {
				s.ok(s.rec.mergeAll(context.Background()))
			}
		}
		s.ok(s.rec.mergeAll(context.Background()))
		s.checkAll()
		s.ok(s.rec.Close())
		s.rec = openRecord(t, opts)
		if s.rec.Position() != s.pos {
			t.Fatalf("position %+v after opening again, want %+v", s.rec.Position(), s.pos)
		}
		if got := s.rec.Names().Properties.All(); !slices.Equal(got, s.props) {
			t.Fatalf("property names %q, want %q", got, s.props)
		}
		s.checkAll()
	}
}

func (s *scene) checkAll() {
	s.t.Helper()
	last := s.last()
	s.checkStream(timeline.StreamRequest{MaxSeq: last})
	s.checkStream(timeline.StreamRequest{MaxSeq: last, Props: append(slices.Clone(s.props), "never seen")})
	s.checkStream(timeline.StreamRequest{MaxSeq: last / 2, MinSeq: last / 4, Props: []string{"mixed"}, PersonLo: 7, PersonHi: 23})
	s.checkStream(timeline.StreamRequest{})
	s.checkRows()
	s.checkEvents()
	s.checkMIDs()
	stats, err := s.rec.Stats(context.Background())
	s.ok(err)
	if int(stats.Rows) != len(s.rows) {
		s.t.Fatalf("stats say %d rows, want %d", stats.Rows, len(s.rows))
	}
}

// checkRows reads histories page by page, in both directions.
func (s *scene) checkRows() {
	s.t.Helper()
	for _, newest := range []bool{false, true} {
		persons := []uint32{s.rand.Uint32N(s.people), s.rand.Uint32N(s.people), s.people + 5}
		maxSeq := s.last() - uint64(s.rand.IntN(10))*s.last()/20
		narrow := Page{}
		if s.rand.IntN(2) == 0 {
			narrow.Codes = []uint16{uint16(s.rand.IntN(5)), 3}[:1+s.rand.IntN(2)]
			narrow.From = int64(1.7e15) + int64(s.rand.IntN(int(s.last())+1))*900
			narrow.To = []int64{0, narrow.From + 100_000}[s.rand.IntN(2)]
		}
		want := s.all(func(r *timeline.Row) bool {
			return slices.Contains(persons, r.Person) && r.Seq <= maxSeq && (narrow.Codes == nil || slices.Contains(narrow.Codes, r.Code)) &&
				r.Time >= narrow.From && (narrow.To == 0 || r.Time < narrow.To)
		})
		slices.SortFunc(want, func(a, b *timeline.Row) int {
			c := cmp.Or(cmp.Compare(a.Millis(), b.Millis()), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Seq, b.Seq))
			if newest {
				return -c
			}
			return c
		})
		var after *Place
		for n := 0; ; {
			got, err := s.rec.Rows(context.Background(), Page{Persons: persons, MaxSeq: maxSeq, Tail: s.tail, Newest: newest, After: after, Limit: 17,
				Codes: narrow.Codes, From: narrow.From, To: narrow.To})
			s.ok(err)
			for _, r := range got {
				if n == len(want) || !reflect.DeepEqual(normal(r), normal(want[n])) {
					s.t.Fatalf("row %d of %d is\n%+v", n, len(want), r)
				}
				n++
			}
			if len(got) < 17 {
				if n != len(want) {
					s.t.Fatalf("%d rows, want %d", n, len(want))
				}
				break
			}
			place := PlaceOf(got[len(got)-1])
			after = &place
		}
	}
}

// checkEvents compares the sealed rows of some events with the plain list.
func (s *scene) checkEvents() {
	s.t.Helper()
	req := EventsRequest{Codes: []uint16{1, 4}, MinSeq: uint64(s.rand.IntN(int(s.last()) + 1)), MaxSeq: s.last() - uint64(s.rand.IntN(20))}
	var got []*timeline.Row
	sealed, err := s.rec.Events(context.Background(), req, func(r *timeline.Row) { got = append(got, r) })
	s.ok(err)
	sortRows(got)
	want := s.all(func(r *timeline.Row) bool {
		return (r.Code == 1 || r.Code == 4) && r.Seq >= req.MinSeq && r.Seq <= sealed
	})
	if len(got) != len(want) {
		s.t.Fatalf("%d rows of the events, want %d", len(got), len(want))
	}
	for i := range want {
		if !reflect.DeepEqual(normal(got[i]), normal(want[i])) {
			s.t.Fatalf("row %d of the events is\n%+v, want\n%+v", i, got[i], want[i])
		}
	}
}

// normal is the row with its properties by key.
func normal(r *timeline.Row) timeline.Row {
	out := *r
	out.Props = slices.Clone(r.Props)
	slices.SortFunc(out.Props, func(a, b timeline.Prop) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

func (s *scene) checkMIDs() {
	s.t.Helper()
	since := int64(1.7e15) + int64(s.last()/2)*1000
	var want, got []uint64
	ask := []uint64{1, 2, 3}
	for _, r := range s.rows {
		if r.Received >= since {
			want = append(want, r.MID)
		}
		ask = append(ask, r.MID)
	}
	s.ok(s.rec.MIDs(context.Background(), since, func(mids []uint64, received []int64) {
		for i, mid := range mids {
			if received[i] < since {
				s.t.Fatalf("received %d, want at least %d", received[i], since)
			}
			got = append(got, mid)
		}
	}))
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		s.t.Fatalf("%d message hashes, want %d", len(got), len(want))
	}
	have, err := s.rec.HaveMIDs(context.Background(), ask)
	s.ok(err)
	for i := range ask {
		if have[i] != (i >= 3) {
			s.t.Fatalf("hash %d: have is %v", i, have[i])
		}
	}
}

func TestSealRefusesWhatWouldSpoilTheRecord(t *testing.T) {
	s := newScene(t, 1, Options{})
	s.come(10)
	s.seal()
	s.come(5)
	shuffled := slices.Clone(s.tail)
	shuffled[0], shuffled[4] = shuffled[4], shuffled[0]
	unnamed := *s.tail[0]
	unnamed.Props = []timeline.Prop{{Key: 999, Value: kith.StringValue("x")}}
	for name, seal := range map[string]struct {
		rows []*timeline.Row
		pos  timeline.Position
	}{
		"rows out of order":           {shuffled, s.pos},
		"rows beyond the position":    {s.tail, timeline.Position{LogSeq: 9, NextSeq: 12}},
		"rows sealed before":          {s.rows[:1], s.pos},
		"a position behind":           {nil, timeline.Position{LogSeq: 0, NextSeq: 11}},
		"a property without its name": {[]*timeline.Row{&unnamed}, s.pos},
	} {
		if err := s.rec.Seal(context.Background(), seal.rows, seal.pos); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
	s.seal()
	s.checkAll()
}

func TestSealWithoutRowsMovesThePosition(t *testing.T) {
	s := newScene(t, 1, Options{})
	s.pos.LogSeq = 41
	s.seal()
	if got := s.rec.Position(); got != s.pos || got.LogSeq != 42 || len(s.rec.list()) != 0 {
		t.Fatalf("position %+v", got)
	}
}

func TestCancelledOperationsLeaveTheRecordAsItWas(t *testing.T) {
	s := newScene(t, 2, Options{SealRows: 300})
	for range 8 {
		s.come(300)
		s.seal()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s.come(20)
	if err := s.rec.Seal(ctx, s.tail, s.pos); err == nil {
		t.Fatal("sealed")
	}
	if err := s.rec.mergeAll(ctx); err == nil {
		t.Fatal("merged")
	}
	if _, err := s.rec.Stream(ctx, timeline.StreamRequest{MaxSeq: 1}); err == nil {
		t.Fatal("streamed")
	}
	if got := len(s.rec.list()); got != 8 {
		t.Fatalf("%d segments", got)
	}
	s.checkAll()
}

// TestReadersDuringMerges keeps readers and a stream half read while segments
// are dropped under them.
func TestReadersDuringMerges(t *testing.T) {
	s := newScene(t, 3, Options{SealRows: 200})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.rec.Run(ctx) }()
	for range 40 {
		s.come(200)
		s.seal()
		stream, err := s.rec.Stream(context.Background(), timeline.StreamRequest{MaxSeq: s.last()})
		s.ok(err)
		s.checkStream(timeline.StreamRequest{MaxSeq: s.last(), Props: []string{"plan", "rare"}})
		s.checkRows()
		s.checkEvents()
		n := 0
		for c, err := stream.Next(); c != nil; c, err = stream.Next() {
			s.ok(err)
			n += len(c.Persons)
		}
		if n != len(s.rows) {
			t.Fatalf("stream has %d rows, want %d", n, len(s.rows))
		}
		stream.Close()
	}
	cancel()
	s.ok(<-done)
	if got := len(s.rec.list()); got > 20 {
		t.Errorf("%d segments are left", got)
	}
	s.checkAll()
}

func TestMergedSizesFormTiers(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	var segments []*segment
	written := 0
	for i := range 4000 {
		rows := 1 + random.IntN(500_000)
		segments = append(segments, &segment{ID: uint64(i), Rows: rows})
		for parts := pick(segments, 500_000); parts != nil; parts = pick(segments, 500_000) {
			s := union(0, parts)
			written += s.Rows
			segments = append(slices.DeleteFunc(segments, func(s *segment) bool { return slices.Contains(parts, s) }), s)
		}
	}
	whole := union(0, segments)
	most := slices.MaxFunc(segments, func(a, b *segment) int { return cmp.Compare(a.Rows, b.Rows) })
	if len(segments) > 7*4+whole.Rows/11_000_000 || float64(written) > 4*float64(whole.Rows) || most.Rows > 60_000_000 {
		t.Errorf("%d rows in %d segments, %d at most, %d written", whole.Rows, len(segments), most.Rows, written)
	}
}
