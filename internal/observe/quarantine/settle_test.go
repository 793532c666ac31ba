package quarantine

import (
	"slices"
	"testing"

	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

func TestSettling(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		insert(t, s, 1, entry(1, 0, "a"), entry(2, 0, "b"), entry(2, 1, "a"), entry(3, 0, "a"))
		insert(t, s, 2, entry(1, 0, "a"))
		list := func(state State) []Position { return walk(t, s, Query{Workspace: 1, State: state}) }
		n, err := s.Settle(t.Context(), Settlement{Workspace: 1, As: Replayed, By: 4, At: 70}, []Position{{1, 0}, {9, 9}})
		if err != nil || n != 1 || len(list(Open)) != 3 || !slices.Equal(list(Settled), []Position{{1, 0}}) {
			t.Errorf("%d %v: open %v, settled %v", n, err, list(Open), list(Settled))
		}
		if e, err := s.Get(t.Context(), 1, Position{1, 0}); err != nil || e.Settled != 70 || e.SettledAs != Replayed || e.SettledBy != 4 {
			t.Errorf("%+v %v", e, err)
		}
		if n, err = s.DiscardAll(t.Context(), Settlement{Workspace: 1, By: 4, At: 80}, Query{Reason: "a"}); err != nil || n != 2 || !slices.Equal(list(Open), []Position{{2, 0}}) {
			t.Errorf("%d %v: open %v", n, err, list(Open))
		}
		if n, err = s.Reopen(t.Context(), 1, 70); err != nil || n != 0 {
			t.Errorf("what was replayed is open again: %d %v", n, err)
		}
		if n, err = s.Reopen(t.Context(), 1, 80); err != nil || n != 2 || len(list(Open)) != 3 || len(list(Any)) != 4 {
			t.Errorf("%d %v: open %v", n, err, list(Open))
		}
		insert(t, s, 1, entry(1, 0, "a")) // the log read again
		if len(list(Open)) != 3 {
			t.Errorf("open %v", list(Open))
		}
	})
}

func TestGroups(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		late := entry(3, 0, "a")
		late.Name, late.Source, late.Received = "Looked", 7, 2*hour+5
		insert(t, s, 1, entry(1, 0, "b"), entry(2, 0, "a"), entry(2, 1, "a"), late)
		groups, err := s.Groups(t.Context(), 1)
		if err != nil || len(groups) != 2 {
			t.Fatalf("%+v %v", groups, err)
		}
		g := groups[0]
		if g.Reason != "a" || g.Events != 3 || g.First != 2000 || g.Latest != 2*hour+5 || g.Names[0] != (Named{"Bought", 2}) || g.Sources[1] != (Source{7, 1}) {
			t.Errorf("%+v", g)
		}
		hours, err := s.Hours(t.Context(), 1, 0)
		if err != nil || len(hours) != 3 || hours[0] != (Hour{0, "a", 3, 2}) || hours[2] != (Hour{2, "a", 7, 1}) {
			t.Errorf("%+v %v", hours, err)
		}
		if m, err := s.Minutes(t.Context(), 1, 7, hour); err != nil || len(m) != 1 || m[120] != 1 {
			t.Errorf("%+v %v", m, err)
		}
	})
}
