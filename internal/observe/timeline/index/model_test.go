package index

import (
	"context"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// model is what an index should say, in the plainest form: a list of rows and a
// list of merges.
type model struct {
	mu     sync.Mutex // rows grow while a loader reads them
	rng    *rand.Rand
	names  *timeline.Names
	rows   []*timeline.Row // by ordinal
	merges []timeline.Pair
	people uint32
	stride uint32 // between persons: 32 puts all in two shards, which then fill quickly
	props  []string
}

func newModel(seed uint64, people uint32) *model {
	m := &model{rng: rand.New(rand.NewPCG(seed, 7)), names: timeline.NewNames(), people: people, stride: 1}
	for i := range 9 {
		m.names.Events.Add(fmt.Sprintf("event %d", i))
	}
	m.props = []string{"plan", "amount", "city", "id"}
	for _, p := range m.props {
		m.names.Properties.Add(p)
	}
	return m
}

// batch makes n new rows in log order, some late, many in one millisecond.
func (m *model) batch(n int) []*timeline.Row {
	m.mu.Lock()
	defer m.mu.Unlock()
	from := len(m.rows)
	for range n {
		seq := uint64(len(m.rows) + 1)
		at := int64(seq)*300 + 1_700_000_000_000_000 // µs
		if m.rng.IntN(5) == 0 {
			at -= m.rng.Int64N(2_000_000)
		}
		row := &timeline.Row{
			Person: m.rng.Uint32N(m.people) * m.stride, Code: uint16(m.rng.IntN(9)), Time: at,
			Received: int64(seq) * 1_000_000, Seq: seq,
		}
		m.addProps(row)
		m.rows = append(m.rows, row)
	}
	return slices.Clone(m.rows[from:])
}

func (m *model) addProps(row *timeline.Row) {
	if m.rng.IntN(2) == 0 {
		row.Props = append(row.Props, timeline.Prop{Key: 0, Value: kith.StringValue([]string{"free", "pro"}[m.rng.IntN(2)])})
	}
	if m.rng.IntN(3) == 0 {
		row.Props = append(row.Props, timeline.Prop{Key: 1, Value: kith.NumberValue(float64(m.rng.IntN(900)))})
	}
	if m.rng.IntN(9) == 0 {
		row.Props = append(row.Props, timeline.Prop{Key: 2, Value: kith.StringValue(fmt.Sprint("city ", m.rng.IntN(5)))})
	}
	row.Props = append(row.Props, timeline.Prop{Key: 3, Value: kith.NumberValue(float64(row.Seq))})
}

// pairs makes merges, chains and repeats among them.
func (m *model) pairs(n int) []timeline.Pair {
	var out []timeline.Pair
	for range n {
		out = append(out, timeline.Pair{From: m.rng.Uint32N(m.people+m.people/4+1) * m.stride, Into: m.rng.Uint32N(m.people+m.people/4+1) * m.stride})
	}
	m.merges = append(m.merges, out...)
	return out
}

// histories are the rows up to seq by canonical person, in order.
func (m *model) histories(seq uint64, merges []timeline.Pair) map[uint32][]*timeline.Row {
	canonical := map[uint32]uint32{}
	stands := func(p uint32) uint32 {
		if c, ok := canonical[p]; ok {
			return c
		}
		return p
	}
	for _, pair := range merges {
		from, into := stands(pair.From), stands(pair.Into)
		canonical[from] = into
		for p, c := range canonical {
			if c == from {
				canonical[p] = into
			}
		}
		canonical[into] = into
	}
	m.mu.Lock()
	rows := m.rows[:seq]
	m.mu.Unlock()
	out := map[uint32][]*timeline.Row{}
	for _, r := range rows {
		out[stands(r.Person)] = append(out[stands(r.Person)], r)
	}
	for _, h := range out {
		slices.SortStableFunc(h, func(a, b *timeline.Row) int {
			switch {
			case a.Millis() != b.Millis():
				return int(a.Millis() - b.Millis())
			case a.Person != b.Person:
				return int(a.Person) - int(b.Person)
			}
			return int(a.Seq) - int(b.Seq)
		})
	}
	return out
}

// load is a Loader over the model's rows.
func (m *model) load(_ context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
	m.mu.Lock()
	rows := slices.Clone(m.rows[max(req.MinSeq, 1)-1 : min(uint64(len(m.rows)), req.MaxSeq)])
	m.mu.Unlock()
	return newRowStream(m.names, rows, req), nil
}

// rowStream is rows as the record would stream them.
type rowStream struct {
	rows  []*timeline.Row
	keys  []uint32
	dicts []*timeline.Dict
}

func newRowStream(names *timeline.Names, rows []*timeline.Row, req timeline.StreamRequest) *rowStream {
	slices.SortFunc(rows, func(a, b *timeline.Row) int {
		switch {
		case a.Less(b):
			return -1
		case b.Less(a):
			return 1
		}
		return 0
	})
	s := &rowStream{rows: rows, dicts: req.Dicts}
	for _, p := range req.Props {
		key, _ := names.Properties.Find(p)
		s.keys = append(s.keys, key)
	}
	return s
}

func (s *rowStream) Next() (*timeline.Chunk, error) {
	n := min(len(s.rows), 333)
	if n == 0 {
		return nil, nil
	}
	c := &timeline.Chunk{Cols: make([][]uint32, len(s.keys))}
	for _, r := range s.rows[:n] {
		c.Persons, c.Times = append(c.Persons, r.Person), append(c.Times, r.Time)
		c.Codes, c.Seqs = append(c.Codes, r.Code), append(c.Seqs, r.Seq)
		for i, key := range s.keys {
			c.Cols[i] = append(c.Cols[i], s.dicts[i].Code(value(r, key)))
		}
	}
	s.rows = s.rows[n:]
	return c, nil
}

func (s *rowStream) Close() {}

func value(r *timeline.Row, key uint32) kith.Value {
	for _, p := range r.Props {
		if p.Key == key {
			return p.Value
		}
	}
	return kith.Value{}
}

// check compares a snapshot with the model, every person by Scan and some by One.
func (m *model) check(t *testing.T, s timeline.Snapshot, props []string, merges []timeline.Pair) {
	t.Helper()
	want := m.histories(s.Info().Seq, merges)
	var mu sync.Mutex
	seen := map[uint32]bool{}
	err := s.Scan(t.Context(), func() func(*timeline.View) {
		return func(v *timeline.View) {
			mu.Lock()
			defer mu.Unlock()
			if seen[v.Person] {
				t.Errorf("person %d is visited twice", v.Person)
			}
			seen[v.Person] = true
			m.checkView(t, s, v, want[v.Person], props)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(want) {
		t.Errorf("%d persons are visited, want %d", len(seen), len(want))
	}
	if s.Info().Events != s.Info().Seq {
		t.Errorf("%d events at row %d", s.Info().Events, s.Info().Seq)
	}
	asked := 0
	for p, rows := range want {
		if asked++; asked > 20 {
			break
		}
		raw := rows[len(rows)-1].Person
		if err := s.One(t.Context(), raw, func(v *timeline.View) {
			if v.Person != p {
				t.Errorf("One(%d) is person %d, want %d", raw, v.Person, p)
			}
			m.checkView(t, s, v, rows, props)
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func (m *model) checkView(t *testing.T, s timeline.Snapshot, v *timeline.View, want []*timeline.Row, props []string) {
	t.Helper()
	if v.Len() != len(want) || len(v.Secs) != len(want) || len(v.Cols) != len(props) {
		t.Errorf("person %d has %d events and %d columns, want %d and %d", v.Person, v.Len(), len(v.Cols), len(want), len(props))
		return
	}
	for i, r := range want {
		if v.Secs[i] != uint32(r.Time/1e6) || v.Codes[i] != r.Code {
			t.Errorf("person %d event %d is (%d, %d), want (%d, %d)", v.Person, i, v.Secs[i], v.Codes[i], r.Time/1e6, r.Code)
			return
		}
		for k, p := range props {
			key, known := m.names.Properties.Find(p)
			var wanted kith.Value
			if known {
				wanted = value(r, key)
			}
			if got := s.Dict(k).Values()[v.Cols[k].At(i)]; got != wanted {
				t.Errorf("person %d event %d has %s = %v, want %v", v.Person, i, p, got, wanted)
				return
			}
		}
	}
}

// fingerprint is a hash of all histories that does not depend on the order of
// persons: the sum of theirs.
type fingerprint struct{ seed maphash.Seed }

type printRow struct {
	sec  uint32
	code uint16
	val  kith.Value
}

func (d fingerprint) person(p uint32, rows int, at func(i int) printRow) uint64 {
	var h maphash.Hash
	h.SetSeed(d.seed)
	maphash.WriteComparable(&h, p)
	for i := range rows {
		maphash.WriteComparable(&h, at(i))
	}
	return h.Sum64()
}
