package index

import "context"

// Run folds crowded runs into their bases until ctx ends. Without it the index
// is right but grows slow.
func (ix *Index) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ix.wake:
		}
		for i := range shards {
			if !ix.state.Load().shards[i].crowded() {
				continue
			}
			if err := ix.compact(ctx, i); err != nil {
				return nil
			}
		}
	}
}

// compact folds a shard's runs into a new base. The writer goes on meanwhile:
// what it takes in lands in new runs.
func (ix *Index) compact(ctx context.Context, shard int) error {
	if err := ix.hold(ctx); err != nil {
		return err
	}
	defer ix.release()
	start := ix.freezeShard(shard)
	if sh := start.shards[shard]; len(sh.runs) > 0 {
		ix.settle(shard, start, sh.folded(start.whole()))
	}
	return nil
}

// freezeShard keeps the writer from rewriting the runs that are there.
func (ix *Index) freezeShard(shard int) *state {
	return ix.change(func(next *state) {
		fresh := *next.shards[shard]
		fresh.frozen = len(fresh.runs)
		next.shards[shard] = &fresh
	})
}

// settle puts the new base in the place of the old one and of the frozen runs.
func (ix *Index) settle(shard int, start *state, b *base) {
	ix.change(func(next *state) {
		// A column that was refused meanwhile is gone from the state; it must
		// not come back by the new base.
		for at := range b.cols {
			if at >= len(next.slots) || next.slots[at].column != start.slots[at].column {
				b.flat = b.withCol(at, noCol)
			}
		}
		next.shards[shard] = next.shards[shard].settled(b)
	})
}
