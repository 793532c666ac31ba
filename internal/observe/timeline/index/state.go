package index

import "kith/internal/observe/timeline"

const (
	shards     = 64
	shardBits  = 6
	recentRows = 1024 // a run up to this size is rewritten to take new rows in
)

// state is everything as of one row. It is never changed once published.
type state struct {
	seq    uint64 // ordinal of the last row
	latest int64  // its arrival, µs UTC; 0 when there is none
	events uint64

	overrides *timeline.OverrideView
	shards    [shards]*shard
	slots     []slot
	slotOf    []uint16 // slot+1 by property key; 0: no column
}

// shard is the persons whose raw number has one remainder by 64.
type shard struct {
	base   *base
	runs   []*run // by arrival
	frozen int    // so many of the first runs are being read to be rewritten
	merged marks
}

func (sh *shard) delta() int {
	n := 0
	for _, r := range sh.runs {
		n += r.len()
	}
	return n
}

// crowded reports whether the runs are worth folding into the base.
func (sh *shard) crowded() bool {
	return sh.delta() > max(4*recentRows, sh.base.len()/50)
}

// taken returns the shard with newer rows on top. The last run takes them in
// while it is small; beyond that all runs that nobody is rewriting become one,
// so a row is copied a few dozen times before it reaches the base.
func (sh *shard) taken(batch *run, keep []int, at []uint32) (*shard, []uint32) {
	next := *sh
	free := sh.runs[sh.frozen:]
	fresh := batch
	var owned bool
	switch n := len(free); {
	case n > 0 && free[n-1].len()+batch.len() <= recentRows:
		fresh, at = free[n-1].merge(batch, keep, at)
		free, owned = free[:n-1], true
	case n == 0 || n == 1 && free[0].len() > recentRows:
	default:
		for i := n - 1; i >= 0; i-- {
			fresh, at = free[i].merge(fresh, keep, at)
		}
		free, owned = nil, true
	}
	if !owned { // the batch is the writer's working space
		fresh, at = (&run{}).merge(batch, keep, at)
	}
	next.runs = make([]*run, 0, sh.frozen+len(free)+1)
	next.runs = append(append(append(next.runs, sh.runs[:sh.frozen]...), free...), fresh)
	return &next, at
}

// settled returns the shard with its frozen runs replaced by a new base.
func (sh *shard) settled(b *base) *shard {
	next := *sh
	next.base, next.runs, next.frozen = b, sh.runs[sh.frozen:], 0
	return &next
}

// folded is the base with all the shard's runs in it, and the columns in keep.
func (sh *shard) folded(keep []int) *base {
	if len(sh.runs) == 0 {
		return sh.base
	}
	all, at := sh.runs[len(sh.runs)-1], []uint32(nil)
	for i := len(sh.runs) - 2; i >= 0; i-- {
		all, at = sh.runs[i].merge(all, keep, at)
	}
	return sh.base.merge(all, keep)
}

// withCols returns the shard with a column set in the base and the first runs:
// cols[0] is the base's. A missing col frees the slot in all that is beyond.
func (sh *shard) withCols(slot int, cols []timeline.Col) *shard {
	next := *sh
	b := *sh.base
	b.flat = b.withCol(slot, cols[0])
	next.base = &b
	next.runs = make([]*run, len(sh.runs))
	for i, r := range sh.runs {
		next.runs[i] = r
		if i+1 < len(cols) {
			fresh := *r
			fresh.flat = r.withCol(slot, cols[i+1])
			next.runs[i] = &fresh
		}
	}
	return &next
}
