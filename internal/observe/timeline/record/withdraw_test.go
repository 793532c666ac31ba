package record

import (
	"context"
	"slices"
	"testing"

	"kith/internal/observe/timeline"
)

// TestWithdraw takes sources back between seals, merges and restarts, and asks
// for everything in every way at each step.
func TestWithdraw(t *testing.T) {
	for seed := range uint64(3) {
		opts := Options{Dir: t.TempDir(), SealRows: 300, ColumnShare: 0.02, MaxColumns: 6}
		s := newScene(t, seed, opts)
		hidden := uint64(0)
		for step := range 24 {
			s.come(s.rand.IntN(700))
			for _, r := range s.tail { // each import has a source of its own
				if r.Source == 0 {
					r.Source = uint32(100 + step/3)
				}
			}
			s.seal()
			if step%3 == 2 {
				hidden += s.withdraw(uint32(100 + step/3))
				s.checkAll()
			}
			if s.rand.IntN(2) == 0 {
				s.ok(s.rec.mergeAll(context.Background()))
				s.checkAll()
			}
			if step == 11 {
				s.ok(s.rec.Close())
				s.rec = openRecord(t, opts)
				s.checkAll()
			}
		}
		if s.rec.Hidden() != hidden || s.rec.Withdrawals() != 8 || !s.rec.Withdrawn(103) || s.rec.Withdrawn(1) {
			t.Fatalf("%d rows of %d sources are said to be hidden, want %d of 8", s.rec.Hidden(), s.rec.Withdrawals(), hidden)
		}
		s.ok(s.rec.mergeAll(context.Background()))
		for _, seg := range s.rec.list() {
			if len(seg.gone) > 0 {
				t.Fatalf("segment %d still has rows that were withdrawn", seg.ID)
			}
		}
		s.checkAll()
		s.checkExact()
	}
}

// withdraw takes a source back twice and returns how many rows went.
func (s *scene) withdraw(source uint32) uint64 {
	s.t.Helper()
	ctx := context.Background()
	of := func(r *timeline.Row) bool { return r.Source == source }
	want := uint64(len(s.all(of)))
	touched, err := s.rec.Touched(ctx, source, nil)
	s.ok(err)
	if touched.Rows != want {
		s.t.Fatalf("source %d is said to have %d rows, want %d", source, touched.Rows, want)
	}
	for p := range s.people {
		ours := slices.ContainsFunc(s.rows, func(r *timeline.Row) bool { return r.Person == p && of(r) })
		others := slices.ContainsFunc(s.rows, func(r *timeline.Row) bool { return r.Person == p && !of(r) })
		if touched.By.Has(p) != ours || touched.Others.Has(p) != others {
			s.t.Fatalf("person %d: touched %v, by others %v", p, touched.By.Has(p), touched.Others.Has(p))
		}
	}
	got, err := s.rec.Withdraw(ctx, source)
	s.ok(err)
	again, err := s.rec.Withdraw(ctx, source)
	s.ok(err)
	if got != want || again != want {
		s.t.Fatalf("%d rows withdrawn, then %d; want %d each time", got, again, want)
	}
	s.rows = slices.DeleteFunc(s.rows, of)
	s.pos = s.rec.Position()
	return got + 1 // its own ordinal
}

// checkExact: after rewriting, a segment says of itself what its rows say.
func (s *scene) checkExact() {
	s.t.Helper()
	rows := 0
	for _, seg := range s.rec.list() {
		w := newWide(seg)
		c, err := s.rec.db.connect()
		s.ok(err)
		var all []*timeline.Row
		s.ok(c.each(context.Background(), w.sql(""), nil, func(q *result) error {
			w.show(q)
			for i := range q.n {
				all = append(all, w.row(i, s.rec.names))
			}
			return nil
		}))
		c.close()
		want := describe(seg.ID, all)
		if want.Rows != seg.Rows || want.SeqLo != seg.SeqLo || want.TimeHi != seg.TimeHi || want.PersonHi != seg.PersonHi || len(want.Properties) != len(seg.Properties) {
			s.t.Fatalf("segment %d says %+v of itself, its rows %+v", seg.ID, seg, want)
		}
		for i, p := range want.Properties {
			if p.Counts != seg.Properties[i].Counts {
				s.t.Fatalf("segment %d, property %d: counts %v, want %v", seg.ID, p.Key, seg.Properties[i].Counts, p.Counts)
			}
		}
		rows += seg.Rows
	}
	if rows != len(s.rows) {
		s.t.Fatalf("%d rows in segments, want %d", rows, len(s.rows))
	}
}
