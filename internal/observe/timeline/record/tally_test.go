package record

import (
	"maps"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// plain counts rows one by one.
func plain(rows []*timeline.Row) *Tally {
	t := NewTally()
	for _, r := range rows {
		t.Add(r, 1<<31, 1<<31)
	}
	return t
}

func (s *scene) checkTally() {
	s.t.Helper()
	got, sealed, err := s.rec.Tally(s.t.Context())
	s.ok(err)
	if want := uint64(len(s.rows)); got.Rows != want || sealed != want {
		s.t.Fatalf("%d rows counted, sealed %d, want %d", got.Rows, sealed, want)
	}
	want := plain(s.rows)
	for code, e := range want.Events {
		if got.Events[code] == nil || got.Events[code].Rows != e.Rows {
			s.t.Fatalf("event %d: %+v, want %d rows", code, got.Events[code], e.Rows)
		}
		for key, p := range e.Props {
			found := got.Events[code].Props[key]
			if found == nil || found.Counts != p.Counts {
				s.t.Errorf("event %d property %d: %+v, want %v", code, key, found, p.Counts)
			} else if len(found.Examples) == 0 || len(found.Examples) > maxExamples {
				s.t.Errorf("event %d property %d has no example", code, key)
			}
		}
		if len(got.Events[code].Props) != len(e.Props) {
			s.t.Errorf("event %d: %d properties, want %d", code, len(got.Events[code].Props), len(e.Props))
		}
	}
	for id, of := range want.Sources {
		if found := got.Sources[id]; found.Rows != of.Rows || found.First != of.First || found.Last != of.Last {
			s.t.Errorf("source %d: %+v, want %+v", id, found, of)
		}
	}
}

func TestTally(t *testing.T) {
	s := newScene(t, 11, Options{SealRows: 400})
	s.checkTally()
	for range 9 {
		s.come(400)
		s.seal()
		s.checkTally()
	}
	s.ok(s.rec.mergeAll(t.Context()))
	s.checkTally()
}

func TestTallyKnowsLibraries(t *testing.T) {
	s := newScene(t, 12, Options{})
	lib, _ := s.rec.Names().Properties.Add(LibraryProperty)
	version, _ := s.rec.Names().Properties.Add(VersionProperty)
	s.come(100)
	for i, r := range s.tail {
		r.Source = 1
		if i%2 == 0 {
			r.Props = append(r.Props, timeline.Prop{Key: lib, Value: kith.StringValue("analytics.js")}, timeline.Prop{Key: version, Value: kith.StringValue("1.2")})
		}
	}
	s.seal()
	got, _, err := s.rec.Tally(t.Context())
	s.ok(err)
	if of := got.Sources[1].Libraries[Library{"analytics.js", "1.2"}]; of == nil || of.Rows != 50 || of.Last == 0 {
		t.Errorf("%+v", got.Sources[1])
	}
}

func TestValues(t *testing.T) {
	s := newScene(t, 13, Options{SealRows: 400})
	for range 5 {
		s.come(400)
		s.seal()
	}
	s.come(200)
	for _, codes := range [][]uint16{nil, {2}, {1, 3}, {}} {
		for _, prop := range s.props {
			key, _ := s.rec.Names().Properties.Find(prop)
			got, err := s.rec.Values(t.Context(), ValuesRequest{Key: key, Codes: codes, Tail: s.tail})
			s.ok(err)
			want := map[kith.Value]uint64{}
			for _, r := range s.all(func(r *timeline.Row) bool { return true }) {
				for _, c := range codes {
					if v := s.valueOf(r, prop); c == r.Code && v.Kind != kith.None {
						want[v]++
					}
				}
				if v := s.valueOf(r, prop); codes == nil && v.Kind != kith.None {
					want[v]++
				}
			}
			if !maps.Equal(got.Counts, want) {
				t.Errorf("%q of %v: %v, want %v", prop, codes, got.Counts, want)
			}
		}
	}
}
