package index

import (
	"context"
	"sync"
	"sync/atomic"
)

// eachShard does work on every shard, one a worker at a time. Each worker makes
// its function itself, never two at once: what two processors write to all the
// time is then allocated apart, not side by side in one cache line. A panic
// comes out of eachShard, whichever worker it happened in.
func (ix *Index) eachShard(ctx context.Context, worker func() func(shard uint32)) error {
	var (
		next    atomic.Int32
		wg      sync.WaitGroup
		making  sync.Mutex
		once    sync.Once
		failure any
	)
	made := func() func(uint32) {
		making.Lock()
		defer making.Unlock()
		return worker()
	}
	for range ix.options.Workers {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					once.Do(func() { failure = p })
					next.Store(shards)
				}
			}()
			work := made()
			for i := next.Add(1) - 1; i < shards && ctx.Err() == nil; i = next.Add(1) - 1 {
				work(uint32(i))
			}
		})
	}
	wg.Wait()
	if failure != nil {
		panic(failure)
	}
	return ctx.Err()
}
