package query

import (
	"context"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// who runs a statement; zero is the command line on this machine.
type who struct{ operator, token uint32 }

// places are the statements that may run at once.
type places struct {
	limits Limits
	mu     sync.Mutex
	all    int
	by     map[who]int
	freed  chan struct{} // closed and replaced when a place is given back
}

func newPlaces(l Limits) *places {
	return &places{limits: l, by: map[who]int{}, freed: make(chan struct{})}
}

// take waits a moment for a place, because the statement that somebody has just
// stopped may still be on its way out.
func (p *places) take(ctx context.Context) (release func(), err error) {
	c := auth.From(ctx)
	who := who{c.Operator, c.Token}
	patience := time.NewTimer(p.limits.Wait)
	defer patience.Stop()
	for {
		p.mu.Lock()
		freed, own := p.freed, p.by[who] >= p.limits.Each
		if !own && p.all < p.limits.All {
			p.all++
			p.by[who]++
			p.mu.Unlock()
			return func() { p.release(who) }, nil
		}
		p.mu.Unlock()
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-patience.C:
			e := &kith.Error{Code: kith.TooMany, Message: "others are running queries, and no more run at once", Hint: "try again in a moment", Retry: true}
			if own {
				e.Message, e.Hint = "your other queries are still running", "stop one of them, or wait until it has answered"
			}
			return nil, e
		}
	}
}

func (p *places) release(who who) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all--
	if p.by[who]--; p.by[who] == 0 {
		delete(p.by, who)
	}
	close(p.freed)
	p.freed = make(chan struct{})
}
