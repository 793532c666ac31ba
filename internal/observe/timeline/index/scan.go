package index

import (
	"context"

	"kith/internal/observe/timeline"
)

// Scan: see timeline.Snapshot.
func (s *snapshot) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	return s.scan(ctx, s.st, nil, visitor)
}

// scan walks the histories of st, which is the snapshot's state or one with
// less in its bases. With a cutting, Views have cuts.
func (s *snapshot) scan(ctx context.Context, st *state, with *cutting, visitor func() func(*timeline.View)) error {
	return s.ix.eachShard(ctx, func() func(uint32) {
		w := &walker{route: route{st: st}, slots: s.slots, visit: visitor()}
		w.gather.reset(s)
		w.direct.Cols = make([]timeline.Col, len(s.slots))
		return func(shard uint32) {
			w.enter(shard)
			for i, slot := range w.slots {
				w.direct.Cols[i] = cut(w.sh.base.col(slot), 0, 0)
			}
			if with != nil {
				w.cuts, w.find = with.of[shard], with.find
			}
			w.walk(w)
		}
	})
}

// walker hands over Views for one worker.
type walker struct {
	route
	slots  []int
	cuts   *cuts // of the shard's base; nil: not asked for
	find   func(*timeline.View, []uint32) []uint32
	space  []uint32 // of the cuts of one person
	visit  func(*timeline.View)
	direct timeline.View // points into a base
	gather gatherer      // for persons whose rows lie in several places
}

// straight visits persons from lo to hi whose rows are all in the base.
func (w *walker) straight(lo, hi uint32) {
	if lo >= hi {
		return
	}
	b, v := w.sh.base, &w.direct
	offsets := b.offsets[lo : hi+1]
	from := offsets[0]
	for i, to := range offsets[1:] {
		if to == from {
			continue
		}
		v.Person = (lo+uint32(i))<<shardBits | w.shard
		v.Secs, v.Codes = b.secs[from:to:to], b.codes[from:to:to]
		for i, slot := range w.slots {
			if slot >= 0 {
				recut(&v.Cols[i], &b.cols[slot], from, to)
			}
		}
		if w.cuts != nil {
			p := lo + uint32(i)
			v.Cuts, v.CutSecs = w.cuts.span(p), w.cuts.secs[p]
		}
		from = to
		w.visit(v)
	}
}

// recut points c, of the same width as all, to other rows of it.
func recut(c, all *timeline.Col, lo, hi uint32) {
	switch {
	case all.W8 != nil:
		c.W8 = all.W8[lo:hi:hi]
	case all.W16 != nil:
		c.W16 = all.W16[lo:hi:hi]
	case all.W32 != nil:
		c.W32 = all.W32[lo:hi:hi]
	}
}

// newer visits a person who has rows in runs.
func (w *walker) newer(p uint32) {
	w.gather.pieces = w.gather.pieces[:0]
	lo, hi := w.sh.base.span(p)
	w.gather.add(&w.sh.base.flat, lo, hi)
	for i, r := range w.sh.runs {
		lo, hi := w.next(i, p)
		w.gather.add(&r.flat, lo, hi)
	}
	v := w.gather.view(p<<shardBits | w.shard)
	if w.cuts != nil && w.gather.inOrder() {
		w.space = w.space[:0]
		if lo < hi {
			w.space = append(w.space, w.cuts.span(p)...)
		}
		w.space = w.find(v, w.space)
		v.Cuts, v.CutSecs = w.space, ends(v, w.space)
	}
	w.visit(v)
}

// merged visits a canonical person who took part in a merge.
func (w *walker) merged(raw uint32) {
	w.gather.pieces = w.gather.pieces[:0]
	w.gather.collect(w.st, raw)
	if len(w.gather.pieces) > 0 {
		w.visit(w.gather.view(raw))
	}
}
