package quarantine

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

func open(t *testing.T, d *db.DB, o Options) *Store {
	t.Helper()
	if err := d.Migrate(t.Context(), "quarantine", Migrations); err != nil {
		t.Fatal(err)
	}
	return New(d, o)
}

func entry(seq uint64, index int, reason string) Entry {
	return Entry{LogSeq: seq, Index: index, Source: 3, Received: int64(seq) * 1000, Rejected: kith.Rejected{
		MessageID: fmt.Sprintf("m%d.%d", seq, index), Name: "Bought", Reason: reason, Detail: "batch[0]: what and why", Raw: []byte(`{"a":1}`),
	}}
}

func insert(t *testing.T, s *Store, workspace int64, entries ...Entry) {
	t.Helper()
	if err := s.Insert(t.Context(), workspace, entries); err != nil {
		t.Fatal(err)
	}
}

// walk reads all pages.
func walk(t *testing.T, s *Store, q Query) (found []Position) {
	t.Helper()
	for {
		page, next, err := s.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			found = append(found, Position{e.LogSeq, e.Index})
		}
		if next == nil {
			return found
		}
		q.Before = next
	}
}

func TestEntriesComeBackAsTheyWere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		want := entry(7, 2, "bad_timestamp")
		want.Raw = []byte("\x00\xff'; DROP TABLE quarantine; -- ?")
		insert(t, s, 1, want)
		got, err := s.Get(t.Context(), 1, Position{7, 2})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Raw, want.Raw) || got.MessageID != want.MessageID || got.Source != want.Source ||
			got.Received != want.Received || got.Detail != want.Detail || got.Name != want.Name || got.RawSize != len(want.Raw) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if _, err := s.Get(t.Context(), 2, Position{7, 2}); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("another workspace's entry: %v", err)
		}
	})
}

func TestInsertingTwiceAddsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		batch := []Entry{entry(1, 0, "no_identity"), entry(1, 1, "no_identity"), entry(2, 0, "bad_timestamp")}
		insert(t, s, 1, batch...)
		insert(t, s, 1, append(batch, entry(2, 1, "no_identity"))...)
		counts, err := s.Counts(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if want := []Count{{"no_identity", 3, 2000}, {"bad_timestamp", 1, 2000}}; !slices.Equal(counts, want) {
			t.Errorf("counts %v, want %v", counts, want)
		}
	})
}

func TestPagesGoFromNewestToOldest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		var all, odd []Position
		var entries []Entry
		for seq := uint64(1); seq <= 30; seq++ {
			for index := range 3 {
				reason := "even"
				if index%2 == 1 {
					reason = "odd"
					odd = append(odd, Position{seq, index})
				}
				entries = append(entries, entry(seq, index, reason))
				all = append(all, Position{seq, index})
			}
		}
		insert(t, s, 1, entries...)
		insert(t, s, 2, entry(99, 0, "odd"))
		slices.Reverse(all)
		slices.Reverse(odd)
		if got := walk(t, s, Query{Workspace: 1, Limit: 7}); !slices.Equal(got, all) {
			t.Errorf("pages of all: %v", got)
		}
		if got := walk(t, s, Query{Workspace: 1, Reason: "odd", Limit: 7}); !slices.Equal(got, odd) {
			t.Errorf("pages of one reason: %v", got)
		}
	})
}

func TestOnlyTheNewestStay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{Keep: 100, MaxRaw: 4})
		for seq := uint64(1); seq <= 40; seq++ {
			for _, workspace := range []int64{1, 2} {
				insert(t, s, workspace, entry(seq, 0, "r"), entry(seq, 1, "r"), entry(seq, 2, "r"), entry(seq, 3, "r"), entry(seq, 4, "r"), entry(seq, 5, "r"))
			}
		}
		got := walk(t, s, Query{Workspace: 1, Limit: 50})
		if len(got) < 100 || len(got) > 105 || got[0] != (Position{40, 5}) {
			t.Errorf("kept %d, newest %v", len(got), got[0])
		}
		e, err := s.Get(t.Context(), 1, got[0])
		if err != nil || string(e.Raw) != `{"a"` || e.RawSize != 7 {
			t.Errorf("raw %q of %d bytes, %v", e.Raw, e.RawSize, err)
		}
	})
}

func TestBrokenTextsAreStored(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		bad := entry(1, 0, "unreadable")
		bad.Name, bad.MessageID, bad.Detail, bad.Raw = "a\x00b", "\xff", "\xed\xa0\x80", nil
		insert(t, s, 1, bad)
		got, err := s.Get(t.Context(), 1, Position{1, 0})
		if err != nil || got.Name != "a\uFFFDb" || got.MessageID != "\uFFFD" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestAnInsertOfManyIsSplit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d, Options{})
		entries := make([]Entry, 0, 2*insertRows+1)
		for i := range cap(entries) {
			e := entry(1, i, "r")
			e.Raw = bytes.Repeat([]byte("x"), 20<<10)
			entries = append(entries, e)
		}
		insert(t, s, 1, entries...)
		counts, err := s.Counts(t.Context(), 1)
		if err != nil || len(counts) != 1 || counts[0].Events != len(entries) {
			t.Errorf("counts %v, %v", counts, err)
		}
	})
}
