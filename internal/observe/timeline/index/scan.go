package index

import (
	"context"
	"sync"
	"sync/atomic"

	"kith/internal/observe/timeline"
)

// Scan: see timeline.Snapshot. Workers take one shard at a time. Each makes its
// visitor itself: what two processors write to all the time is then allocated
// apart, not side by side in one cache line. A panic of a visitor comes out of
// Scan, whichever worker it happened in.
func (s *snapshot) Scan(ctx context.Context, visitor func() func(*timeline.View)) error {
	var (
		next    atomic.Int32
		wg      sync.WaitGroup
		making  sync.Mutex
		once    sync.Once
		failure any
	)
	made := func() func(*timeline.View) {
		making.Lock()
		defer making.Unlock()
		return visitor()
	}
	for range s.ix.options.Workers {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					once.Do(func() { failure = p })
					next.Store(shards)
				}
			}()
			w := walker{st: s.st, slots: s.slots, visit: made()}
			w.gather.reset(s)
			w.direct.Cols = make([]timeline.Col, len(s.slots))
			for i := next.Add(1) - 1; i < shards && ctx.Err() == nil; i = next.Add(1) - 1 {
				w.walk(uint32(i))
			}
		})
	}
	wg.Wait()
	if failure != nil {
		panic(failure)
	}
	return ctx.Err()
}

// walker visits the persons of shards for one worker.
type walker struct {
	st     *state
	slots  []int
	visit  func(*timeline.View)
	direct timeline.View // points into a base
	gather gatherer      // for persons whose rows lie in several places

	shard uint32
	sh    *shard
	at    []int // by run: its first row that is not visited yet
}

// walk visits every canonical person of a shard. Between two persons that need
// a closer look (newer rows, a merge) it runs straight over the base.
func (w *walker) walk(shard uint32) {
	w.shard, w.sh = shard, w.st.shards[shard]
	w.at = append(w.at[:0], make([]int, len(w.sh.runs))...)
	for i, slot := range w.slots {
		w.direct.Cols[i] = cut(w.sh.base.col(slot), 0, 0)
	}
	known := w.sh.base.persons()
	merged := w.sh.merged.next(0)
	for p := uint32(0); ; p++ {
		newer := w.newer()
		stop := min(newer, merged)
		if p < known {
			w.straight(p, min(stop, known))
		}
		if stop == none {
			return
		}
		p = stop
		w.gather.pieces = w.gather.pieces[:0]
		if merged == p {
			w.skip(p)
			merged = w.sh.merged.next(p + 1)
			w.visitMerged(p<<shardBits | shard)
			continue
		}
		w.visitNewer(p)
	}
}

// newer is the next person that has rows in a run.
func (w *walker) newer() uint32 {
	p := none
	for i, r := range w.sh.runs {
		if at := w.at[i]; at < len(r.persons) {
			p = min(p, r.persons[at])
		}
	}
	return p
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

// visitNewer visits a person who has rows in runs.
func (w *walker) visitNewer(p uint32) {
	lo, hi := w.sh.base.span(p)
	w.gather.add(&w.sh.base.flat, lo, hi)
	for i, r := range w.sh.runs {
		lo := w.at[i]
		hi := lo
		for hi < len(r.persons) && r.persons[hi] == p {
			hi++
		}
		w.gather.add(&r.flat, lo, hi)
		w.at[i] = hi
	}
	w.visit(w.gather.view(p<<shardBits | w.shard))
}

// skip passes over a person's rows in the runs.
func (w *walker) skip(p uint32) {
	for i, r := range w.sh.runs {
		for w.at[i] < len(r.persons) && r.persons[w.at[i]] == p {
			w.at[i]++
		}
	}
}

// visitMerged visits a person who took part in a merge, if canonical.
func (w *walker) visitMerged(raw uint32) {
	if w.st.overrides.Canonical(raw) != raw {
		return
	}
	w.gather.collect(w.st, raw)
	if len(w.gather.pieces) > 0 {
		w.visit(w.gather.view(raw))
	}
}
