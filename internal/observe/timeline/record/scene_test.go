package record

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// scene writes random events and remembers them plainly.
type scene struct {
	t      testing.TB
	rand   *rand.Rand
	rec    *Record
	rows   []*timeline.Row // all, record order
	tail   []*timeline.Row // unsealed, record order
	pos    timeline.Position
	props  []string
	people uint32
}

func newScene(t testing.TB, seed uint64, opts Options) *scene {
	t.Helper()
	s := &scene{t: t, rand: rand.New(rand.NewPCG(seed, 1)), people: 60, pos: timeline.Position{NextSeq: 1}}
	if opts.Dir == "" {
		opts.Dir = t.TempDir()
	}
	s.rec = openRecord(t, opts)
	for i := range 5 {
		s.rec.Names().Events.Add(fmt.Sprintf("event %d", i))
	}
	s.props = []string{"plan", "price", "vip", "cart", "mixed", `we"ird\ name'\n` + "\n\t中", "rare", "Plan", "other rare"}
	for _, p := range s.props {
		s.rec.Names().Properties.Add(p)
	}
	return s
}

func openRecord(t testing.TB, opts Options) *Record {
	t.Helper()
	r, err := Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (s *scene) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

var texts = []string{"", "free", "pro", "a text that is longer than twelve bytes", "\"quoted\" \\ and\nlines\x01", "中文", "12345678901", "123456789012", "1234567890123", "true", "1"}

func (s *scene) value(prop int) kith.Value {
	pick := func(n int) bool { return s.rand.IntN(n) == 0 }
	kind := []kith.ValueKind{kith.String, kith.Number, kith.Bool, kith.JSON, kith.ValueKind(1 + s.rand.IntN(4)), kith.String, kith.Number, kith.String, kith.JSON}[prop]
	if pick(20) {
		kind = kith.ValueKind(1 + s.rand.IntN(4))
	}
	switch kind {
	case kith.Bool:
		return kith.BoolValue(pick(2))
	case kith.Number:
		return kith.NumberValue([]float64{0, 1, -2.5, 0.1, 1e300, 5e-324, 123456789.125, 1 << 60, s.rand.Float64()}[s.rand.IntN(9)])
	case kith.String:
		return kith.StringValue(texts[s.rand.IntN(len(texts))])
	}
	return kith.JSONValue([]string{`[]`, `{}`, `["a","b,}"]`, `{"x":{"y":[1,2,{"z":"\"]"}]},"n":null}`}[s.rand.IntN(4)])
}

// event makes the next row; one in ten is late.
func (s *scene) event() *timeline.Row {
	seq := s.pos.NextSeq
	s.pos.NextSeq++
	t := int64(1.7e15) + int64(seq)*900
	if s.rand.IntN(10) == 0 {
		t -= int64(s.rand.IntN(1e6))
	}
	r := &timeline.Row{
		Person: s.rand.Uint32N(s.people), Code: uint16(s.rand.IntN(5)), Source: s.rand.Uint32N(3),
		Time: t, Received: int64(1.7e15) + int64(seq)*1000, Seq: seq, MID: s.rand.Uint64(),
	}
	for i := range s.props {
		share := []int{2, 2, 2, 4, 3, 5, 400, 3, 300}[i]
		if s.rand.IntN(share) == 0 {
			key, _ := s.rec.Names().Properties.Find(s.props[i])
			r.Props = append(r.Props, timeline.Prop{Key: key, Value: s.value(i)})
		}
	}
	return r
}

// come lets n events come; they stay in the tail.
func (s *scene) come(n int) {
	for range n {
		s.tail = append(s.tail, s.event())
	}
	sortRows(s.tail)
}

func sortRows(rows []*timeline.Row) {
	slices.SortFunc(rows, func(a, b *timeline.Row) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Millis(), b.Millis()), cmp.Compare(a.Seq, b.Seq))
	})
}

func (s *scene) seal() {
	s.t.Helper()
	s.pos.LogSeq++
	s.ok(s.rec.Seal(context.Background(), s.tail, s.pos))
	s.rows = append(s.rows, s.tail...)
	sortRows(s.rows)
	s.tail = nil
}

// all is every row up to maxSeq, record order.
func (s *scene) all(keep func(*timeline.Row) bool) []*timeline.Row {
	var out []*timeline.Row
	for _, r := range append(slices.Clone(s.rows), s.tail...) {
		if keep(r) {
			out = append(out, r)
		}
	}
	sortRows(out)
	return out
}

func (s *scene) last() uint64 { return s.pos.NextSeq - 1 }

func (s *scene) valueOf(r *timeline.Row, prop string) kith.Value {
	key, ok := s.rec.Names().Properties.Find(prop)
	for _, p := range r.Props {
		if ok && p.Key == key {
			return p.Value
		}
	}
	return kith.Value{}
}

func newDicts(n int) []*timeline.Dict {
	out := make([]*timeline.Dict, n)
	for i := range out {
		out[i] = timeline.NewDict()
	}
	return out
}

// checkStream compares a stream with what a plain sort gives.
func (s *scene) checkStream(req timeline.StreamRequest) {
	s.t.Helper()
	req.Dicts, req.Tail = newDicts(len(req.Props)), s.tail
	stream, err := s.rec.Stream(context.Background(), req)
	s.ok(err)
	defer stream.Close()
	want := s.all(func(r *timeline.Row) bool {
		return r.Seq >= req.MinSeq && r.Seq <= req.MaxSeq && r.Person >= req.PersonLo && (req.PersonHi == 0 || r.Person < req.PersonHi)
	})
	n := 0
	for {
		c, err := stream.Next()
		s.ok(err)
		if c == nil {
			break
		}
		for i := range c.Persons {
			if n == len(want) {
				s.t.Fatalf("more than %d rows", n)
			}
			w := want[n]
			n++
			if c.Persons[i] != w.Person || c.Times[i] != w.Time || c.Codes[i] != w.Code || c.Seqs[i] != w.Seq {
				s.t.Fatalf("row %d is person %d time %d seq %d, want %+v", n, c.Persons[i], c.Times[i], c.Seqs[i], w)
			}
			for k, prop := range req.Props {
				if got, want := req.Dicts[k].Values()[c.Cols[k][i]], s.valueOf(w, prop); got != want {
					s.t.Fatalf("row %d (seq %d), %q: %+v, want %+v", n, w.Seq, prop, got, want)
				}
			}
		}
	}
	if n != len(want) {
		s.t.Fatalf("%d rows, want %d", n, len(want))
	}
}
