package index

import (
	"errors"

	"kith/internal/observe/timeline"
)

// filler lays streamed codes beside the rows of one state. The stream's rows of
// one base or run come in the very order that they have there, so a row's place
// is told by its ordinal (which base or run?) and a counter.
type filler struct {
	start   *state
	targets [shards][]target // the base, then the runs
}

type target struct {
	hi   uint64
	secs []uint32
	next int
	cols []timeline.Col
}

var errDisagree = errors.New("the record and the index have different rows; the index must be built anew")

func newFiller(start *state, columns int) *filler {
	f := &filler{start: start}
	add := func(shard int, rows *flat, hi uint64) {
		t := target{hi: hi, secs: rows.secs, cols: make([]timeline.Col, columns)}
		for i := range t.cols {
			t.cols[i] = emptyCol(1, rows.len())
		}
		f.targets[shard] = append(f.targets[shard], t)
	}
	for i, sh := range start.shards {
		add(i, &sh.base.flat, sh.base.hi)
		for _, r := range sh.runs {
			add(i, &r.flat, r.hi)
		}
	}
	return f
}

func (f *filler) take(c *timeline.Chunk) error {
	for i, person := range c.Persons {
		seq := c.Seqs[i]
		if seq > f.start.seq {
			continue
		}
		targets := f.targets[person%shards]
		t := &targets[0]
		for k := 1; seq > t.hi; k++ {
			if k == len(targets) {
				return errDisagree
			}
			t = &targets[k]
		}
		at := t.next
		if sec, _ := clock(c.Times[i]); at >= len(t.secs) || t.secs[at] != sec {
			return errDisagree
		}
		t.next++
		for k := range t.cols {
			if code := c.Cols[k][i]; code != 0 {
				put(&t.cols[k], at, code)
			}
		}
	}
	return nil
}

// finish reports whether every row was streamed.
func (f *filler) finish() error {
	for i := range f.targets {
		for k := range f.targets[i] {
			if t := &f.targets[i][k]; t.next != len(t.secs) {
				return errDisagree
			}
		}
	}
	return nil
}

// columns returns one property's arrays, by shard: the base's, then the runs'.
func (f *filler) columns(at int) *[shards][]timeline.Col {
	var out [shards][]timeline.Col
	for i := range f.targets {
		for k := range f.targets[i] {
			out[i] = append(out[i], f.targets[i][k].cols[at])
		}
	}
	return &out
}
