package dashboard

import (
	"container/list"
	"context"
	"fmt"
	"sync"
	"time"

	"kith/internal/understand/insight"
)

// cache keeps answers for a moment. One that is being worked out is waited for
// by everybody who asks the same, and goes on when the first of them leaves.
type cache struct {
	now    func() time.Time
	budget int // of weights
	within time.Duration

	mu      sync.Mutex
	entries map[string]*list.Element // of *entry
	recent  *list.List               // the most recently used first
	weight  int
	running map[string]*run
}

type entry struct {
	key    string
	answer *insight.Answer
	at     time.Time
	weight int
}

// run is a question being answered.
type run struct {
	done   chan struct{}
	answer *insight.Answer
	at     time.Time
	err    error
}

// How long an answer is good: while no event has come since, for a minute, as
// its periods move on with the clock; while events come, for two seconds, so
// that a busy stream does not make every viewer cost anew.
const (
	goodUnchanged = time.Minute
	goodChanged   = 2 * time.Second
	// keptStale is how long an old answer may stand in for one that fails.
	keptStale = 24 * time.Hour
)

func newCache(now func() time.Time, budget int, within time.Duration) *cache {
	return &cache{now: now, budget: budget, within: within, entries: map[string]*list.Element{}, recent: list.New(), running: map[string]*run{}}
}

// found is what the cache gives: a stale answer comes with the error that a
// new one met.
type found struct {
	answer *insight.Answer
	at     time.Time
	stale  bool
}

// get returns the answer of key that is good for seq (the newest event there
// is), or works it out.
func (c *cache) get(ctx context.Context, key string, seq uint64, fresh bool, work func(context.Context) (*insight.Answer, error)) (found, error) {
	c.mu.Lock()
	if e := c.entries[key]; e != nil && !fresh {
		if kept := e.Value.(*entry); c.good(kept, seq) {
			c.recent.MoveToFront(e)
			c.mu.Unlock()
			return found{answer: kept.answer, at: kept.at}, nil
		}
	}
	r := c.running[key]
	if r == nil {
		r = &run{done: make(chan struct{})}
		c.running[key] = r
		go c.do(context.WithoutCancel(ctx), key, r, work)
	}
	c.mu.Unlock()
	select {
	case <-r.done:
	case <-ctx.Done():
		return found{}, ctx.Err()
	}
	if r.err == nil {
		return found{answer: r.answer, at: r.at}, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[key]; e != nil && c.now().Sub(e.Value.(*entry).at) < keptStale {
		kept := e.Value.(*entry)
		return found{answer: kept.answer, at: kept.at, stale: true}, r.err
	}
	return found{}, r.err
}

func (c *cache) good(e *entry, seq uint64) bool {
	age := c.now().Sub(e.at)
	return age < goodChanged || age < goodUnchanged && e.answer.Freshness.Seq == seq
}

func (c *cache) do(ctx context.Context, key string, r *run, work func(context.Context) (*insight.Answer, error)) {
	ctx, cancel := context.WithTimeout(ctx, c.within)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			r.err = fmt.Errorf("answering panicked: %v", p)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.running, key)
		if r.err == nil {
			r.at = c.now()
			c.put(key, r)
		}
		close(r.done)
	}()
	r.answer, r.err = work(ctx)
}

func (c *cache) put(key string, r *run) {
	if e := c.entries[key]; e != nil {
		c.remove(e)
	}
	kept := &entry{key: key, answer: r.answer, at: r.at, weight: weigh(r.answer)}
	if kept.weight > c.budget/4 {
		return
	}
	c.entries[key] = c.recent.PushFront(kept)
	c.weight += kept.weight
	for c.weight > c.budget {
		c.remove(c.recent.Back())
	}
}

func (c *cache) remove(e *list.Element) {
	kept := c.recent.Remove(e).(*entry)
	delete(c.entries, kept.key)
	c.weight -= kept.weight
}

// weigh is about how many bytes an answer takes.
func weigh(a *insight.Answer) int {
	n := 2 << 10
	if a.Previous != nil {
		n += weigh(a.Previous)
	}
	if t := a.Trend; t != nil {
		n += len(t.Buckets)*56 + len(t.Lines)*(128+16*len(t.Buckets))
	}
	if f := a.Funnel; f != nil {
		for i := range f.Groups {
			n += 128 + 160*len(f.Groups[i].Steps) + 80*len(f.Groups[i].Trend) + 24*len(f.Groups[i].Histogram)
		}
	}
	if r := a.Retention; r != nil {
		for i := range r.Groups {
			n += 128 + len(r.Groups[i].Cohorts)*(96+32*len(r.Columns))
		}
	}
	if p := a.Paths; p != nil {
		n += 128*len(p.Nodes) + 40*len(p.Links) + 120*len(p.Paths)
	}
	if s := a.Sessions; s != nil {
		for i := range s.Groups {
			n += 256 + 160*len(s.Groups[i].Buckets)
		}
	}
	if l := a.Lifecycle; l != nil {
		n += 96 * len(l.Buckets)
	}
	if s := a.Stickiness; s != nil {
		n += 48 * len(s.Units)
	}
	if r := a.RFM; r != nil {
		n += 80*len(r.Cells) + 96*len(r.Segments)
	}
	return n
}
