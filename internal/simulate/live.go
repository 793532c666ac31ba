package simulate

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"kith/internal/kith"
)

const (
	// LiveTick is how often Live sends what has happened since.
	LiveTick = 500 * time.Millisecond
	// CatchUp is how far back Live begins when it is called long after Now: the
	// same product stopped and started loses nothing within it.
	CatchUp = 48 * time.Hour
)

// Live goes on where History ends: the same people live on, new ones come, at
// LiveRate. It sends what happened up to now(), tick by tick, until ctx ends
// (then it returns nil) or send fails. Batches are the receiver's to keep.
//
// It is as deterministic as History: called again for the same Params it sends
// the same events with the same message ids.
func (p *Product) Live(ctx context.Context, now func() time.Time, send func(*kith.Batch) error) error {
	from := max(p.now, now().Add(-CatchUp).UnixMicro())
	l := p.newLive(from)
	tick := time.NewTicker(LiveTick)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := l.send(ctx, now().UnixMicro(), send); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}

// live is everybody who is still here, by who acts next, and what they are
// doing that is yet to be seen.
type live struct {
	product  *Product
	rhythm   *rhythm
	from     int64 // events up to it are not sent
	walkers  walkerHeap
	events   eventHeap
	draft    draft
	rnd      *rand.Rand // of arrivals
	arrivals float64    // a plain day
	even     float64    // of the next arrival
	arrival  int64
	persons  int // so far
}

func (p *Product) newLive(from int64) *live {
	l := &live{product: p, rhythm: p.newRhythm(), from: from, persons: p.params.Persons}
	l.rnd = rand.New(rand.NewPCG(p.params.Seed, ^uint64(0)))
	total := l.rhythm.evenAt(0, p.now)
	l.arrivals = float64(p.params.Persons-p.settled) / total * (1 + growth) / (1 + growth/2)
	l.even = total
	l.plan()
	w := newWalker(p, l.rhythm)
	for i := range p.params.Persons {
		w.be(i, never)
		for w.due() <= p.now {
			l.step(w)
		}
		if w.due() != never {
			l.walkers = append(l.walkers, w)
			w = newWalker(p, l.rhythm)
		}
	}
	heap.Init(&l.walkers)
	return l
}

// plan sets the next arrival.
func (l *live) plan() {
	l.even += l.rnd.ExpFloat64() / max(l.arrivals, 1e-3)
	l.arrival = l.rhythm.at(0, l.even, never-week)
}

// step lets a walker act and keeps what is to be sent.
func (l *live) step(w *walker) {
	w.step(&l.draft)
	for _, e := range l.draft.events {
		if e.Time > l.from {
			e.Props = slices.Clone(e.Props)
			heap.Push(&l.events, e)
		}
	}
	l.draft.reset()
}

// send hands over what has happened up to now.
func (l *live) send(ctx context.Context, now int64, send func(*kith.Batch) error) error {
	for l.arrival <= now {
		w := newWalker(l.product, l.rhythm)
		w.be(l.persons, l.arrival)
		l.persons++
		heap.Push(&l.walkers, w)
		l.plan()
	}
	for {
		upTo := l.act(now)
		for len(l.events) > 0 && l.events[0].Time <= upTo {
			b := &kith.Batch{Source: l.product.params.Source, Received: now}
			for len(b.Events) < BatchSize && len(l.events) > 0 && l.events[0].Time <= upTo {
				b.Events = append(b.Events, heap.Pop(&l.events).(kith.Event))
			}
			if ctx.Err() != nil {
				return nil
			}
			if err := send(b); err != nil {
				return err
			}
		}
		if upTo >= now {
			return nil
		}
	}
}

// act lets everybody act who is due, until some batches of events wait, and
// returns up to when all events are known.
func (l *live) act(now int64) int64 {
	for len(l.walkers) > 0 && l.walkers[0].due() <= now {
		w := l.walkers[0]
		if len(l.events) >= 20*BatchSize && l.events[0].Time < w.due() {
			return w.due() - 1
		}
		l.step(w)
		if w.due() == never {
			heap.Pop(&l.walkers)
		} else {
			heap.Fix(&l.walkers, 0)
		}
	}
	return now
}
