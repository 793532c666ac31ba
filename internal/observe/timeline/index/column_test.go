package index

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

func TestColumnIsLoadedOnce(t *testing.T) {
	m := newModel(20, 300)
	ix := New(m.names, Options{})
	ix.Apply(m.batch(3000), nil)
	var loads atomic.Int32
	ix.SetLoader(func(ctx context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		loads.Add(1)
		return m.load(ctx, req)
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := ix.Snapshot(t.Context(), []string{"plan", "city", "plan", "never sent"})
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	wg.Wait()
	if n := loads.Load(); n != 1 {
		t.Errorf("the record was read %d times", n)
	}
	if n := len(ix.Stats().Columns); n != 2 {
		t.Errorf("%d columns are kept", n)
	}
}

// Rows go on arriving while a column loads, enough to rewrite runs and to want
// a compaction; all of them must have it in the end.
func TestRowsArriveDuringLoad(t *testing.T) {
	m := newModel(21, 400)
	m.stride = 16
	ix := New(m.names, Options{})
	ix.Apply(m.batch(20_000), nil)
	for i := range 30 {
		if err := ix.compact(t.Context(), i); err != nil {
			t.Fatal(err)
		}
	}
	ix.Apply(m.batch(6_000), nil)
	ix.Apply(m.batch(500), nil)
	ix.SetLoader(func(ctx context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		for range 60 {
			ix.Apply(m.batch(400), timeline.Merges(m.pairs(1)))
		}
		if s, err := ix.Snapshot(ctx, nil); err != nil {
			t.Error(err)
		} else {
			m.check(t, s, nil, m.merges)
		}
		req.MaxSeq += 1000 // more than asked for must not hurt
		return m.load(ctx, req)
	})
	s := open(t, ix, "city", "amount")
	m.check(t, s, []string{"city", "amount"}, m.merges)
	if n := ix.state.Load().shards[0].frozen; n != 0 {
		t.Errorf("%d runs stay frozen", n)
	}
	for i := range shards {
		if err := ix.compact(t.Context(), i); err != nil {
			t.Fatal(err)
		}
	}
	ix.SetLoader(m.load)
	m.check(t, s, []string{"city", "amount"}, m.merges)
	m.check(t, open(t, ix, "amount", "city"), []string{"amount", "city"}, m.merges)
}

func TestFailedLoadLeavesNothing(t *testing.T) {
	m := newModel(22, 300)
	ix := New(m.names, Options{})
	ix.Apply(m.batch(3000), nil)
	fault := errors.New("the disk is gone")
	ix.SetLoader(func(context.Context, timeline.StreamRequest) (timeline.Stream, error) { return nil, fault })
	if _, err := ix.Snapshot(t.Context(), []string{"plan"}); !errors.Is(err, fault) {
		t.Errorf("the loader's error came out as %v", err)
	}
	ix.SetLoader(func(ctx context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
		req.MaxSeq-- // a record that lacks a row
		return m.load(ctx, req)
	})
	if _, err := ix.Snapshot(t.Context(), []string{"plan"}); !errors.Is(err, errDisagree) {
		t.Errorf("a record without a row of the index: %v", err)
	}
	if n := len(ix.Stats().Columns); n != 0 {
		t.Errorf("%d columns stay", n)
	}
	ix.SetLoader(m.load)
	ix.Apply(m.batch(3000), nil)
	m.check(t, open(t, ix, "plan"), []string{"plan"}, nil)
}

func TestColumnsAreEvicted(t *testing.T) {
	m := newModel(23, 300)
	ix := New(m.names, Options{ColumnBytes: 5000})
	ix.SetLoader(m.load)
	ix.Apply(m.batch(4000), nil)
	kept := func() (out []string) {
		for _, c := range ix.Stats().Columns {
			out = append(out, c.Property)
		}
		return out
	}
	plan := open(t, ix, "plan")
	open(t, ix, "city").Close()
	if got := fmt.Sprint(kept()); got != "[plan]" {
		t.Errorf("beside a column in use there are %s", got)
	}
	amount := open(t, ix, "amount")
	if got := fmt.Sprint(kept()); got != "[plan amount]" {
		t.Errorf("of columns in use there are %s", got)
	}
	m.check(t, plan, []string{"plan"}, nil)
	plan.Close()
	m.check(t, plan, []string{"plan"}, nil) // its memory is its own
	amount.Close()
	amount.Close()
	if got := kept(); len(got) > 1 {
		t.Errorf("after closing there are %s", got)
	}
}

// A dictionary outgrows one byte, then two, in the base, in runs and in persons
// whose history lies in both.
func TestCodesWiden(t *testing.T) {
	m := newModel(24, 500)
	ix := New(m.names, Options{})
	ix.SetLoader(m.load)
	for _, n := range []int{200, 100, 40_000, 60_000, 500} {
		ix.Apply(m.batch(n), timeline.Merges(m.pairs(2)))
		m.check(t, open(t, ix, "id", "plan"), []string{"id", "plan"}, m.merges)
		for i := range shards / 2 {
			if err := ix.compact(t.Context(), i); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := open(t, ix, "id")
	if n := len(s.Dict(0).Values()); n != len(m.rows)+1 || s.Dict(0).Values()[0] != (kith.Value{}) {
		t.Errorf("%d values", n)
	}
	m.check(t, s, []string{"id"}, m.merges)
}
