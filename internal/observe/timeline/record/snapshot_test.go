package record

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

func TestSnapshot(t *testing.T) {
	for _, people := range []uint32{60, 400_000} { // one range of persons; several
		s := newScene(t, uint64(people), Options{SealRows: 400})
		s.people = people
		overrides := timeline.NewOverrides()
		var before *timeline.OverrideView
		for step := range 14 {
			s.come(400)
			if step == 7 {
				before = overrides.View()
				s.checkSnapshot(before)
			}
			s.seal()
			if step%4 == 1 {
				s.ok(s.rec.mergeAll(context.Background()))
			}
			for range 3 {
				overrides.Merge([]timeline.Pair{{From: s.somebody(), Into: s.somebody()}})
			}
		}
		overrides.Merge([]timeline.Pair{{From: s.somebody(), Into: people + 1000}}) // into one without rows
		s.come(300)
		s.checkSnapshot(&timeline.OverrideView{})
		s.checkSnapshot(before)
		s.checkSnapshot(overrides.View())
	}
}

func (s *scene) somebody() uint32 {
	if len(s.rows) == 0 {
		return s.rand.Uint32N(s.people)
	}
	return s.rows[s.rand.IntN(len(s.rows))].Person
}

type told struct {
	sec    uint32
	code   uint16
	values string
}

// plainHistories are what a snapshot should hand over, by canonical person.
func (s *scene) plainHistories(view *timeline.OverrideView, maxSeq uint64, props []string) map[uint32][]told {
	rows := s.all(func(r *timeline.Row) bool { return r.Seq <= maxSeq })
	slices.SortFunc(rows, func(a, b *timeline.Row) int {
		return cmp.Or(cmp.Compare(a.Millis(), b.Millis()), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Seq, b.Seq))
	})
	out := map[uint32][]told{}
	for _, r := range rows {
		var values []kith.Value
		for _, p := range props {
			values = append(values, s.valueOf(r, p))
		}
		c := view.Canonical(r.Person)
		out[c] = append(out[c], told{uint32(r.Time / 1e6), r.Code, fmt.Sprintf("%+v", values)})
	}
	return out
}

func tell(v *timeline.View, values [][]kith.Value) []told {
	var out []told
	for i := range v.Len() {
		row := make([]kith.Value, len(v.Cols))
		for k := range v.Cols {
			row[k] = values[k][v.Cols[k].At(i)]
		}
		out = append(out, told{v.Secs[i], v.Codes[i], fmt.Sprintf("%+v", row)})
	}
	return out
}

func (s *scene) checkSnapshot(view *timeline.OverrideView) {
	s.t.Helper()
	ctx := context.Background()
	props := []string{"plan", "mixed", "rare", "never seen"}
	dicts := newDicts(len(props))
	maxSeq := s.last() - 20
	snap, err := NewSnapshot(ctx, s.rec, SnapshotRequest{Props: props, Dicts: dicts, Tail: s.tail, MaxSeq: maxSeq, Overrides: view})
	s.ok(err)
	defer snap.Close()
	values := make([][]kith.Value, len(props))
	for k := range values {
		values[k] = snap.Dict(k).Values() // as of the snapshot: all of its values
	}
	want := s.plainHistories(view, maxSeq, props)
	var mu sync.Mutex
	got := map[uint32][]told{}
	s.ok(snap.Scan(ctx, func() func(*timeline.View) {
		return func(v *timeline.View) {
			mu.Lock()
			defer mu.Unlock()
			if _, twice := got[v.Person]; twice {
				s.t.Errorf("person %d came twice", v.Person)
			}
			got[v.Person] = tell(v, values)
		}
	}))
	if !maps.EqualFunc(got, want, slices.Equal) {
		s.t.Fatalf("%d histories, want %d", len(got), len(want))
	}
	for range 20 {
		p := s.somebody()
		calls := 0
		s.ok(snap.One(ctx, p, func(v *timeline.View) {
			calls++
			c := view.Canonical(p)
			if v.Person != c || !slices.Equal(tell(v, values), want[c]) {
				s.t.Errorf("history of %d is %v, want %v", p, tell(v, values), want[c])
			}
		}))
		s.ok(snap.One(ctx, s.people+5, func(v *timeline.View) {
			if v.Len() != 0 {
				s.t.Errorf("an unknown person has %d events", v.Len())
			}
		}))
		if calls != 1 {
			s.t.Fatalf("handed over %d times", calls)
		}
	}
}

// TestValuesAreNumberedOnce shows that a dictionary meets each segment once,
// also when segments it has met were merged.
func TestValuesAreNumberedOnce(t *testing.T) {
	s := newScene(t, 9, Options{SealRows: 100})
	ctx := context.Background()
	dicts := newDicts(1)
	key, _ := s.rec.names.Properties.Find("plan")
	for range 8 {
		s.come(100)
		s.seal()
	}
	s.ok(s.rec.number(ctx, []string{"plan"}, dicts))
	s.ok(s.rec.mergeAll(ctx))
	segments := s.rec.list()
	if len(segments) != 1 || !s.rec.numbered.has(dicts[0], key, segments[0]) {
		t.Fatalf("the merged one of %d segments is not known to be numbered", len(segments))
	}
	if s.rec.numbered.has(timeline.NewDict(), key, segments[0]) {
		t.Fatal("a new dictionary is taken for a full one")
	}
}
