package record

import (
	"context"
	"slices"
	"sync"

	"kith/internal/observe/timeline"
)

// clusters are the sets of raw persons that share a history.
type clusters struct {
	members map[uint32][]uint32 // by canonical person, ascending
	of      []uint64            // bit: this raw person is in a cluster
	view    *timeline.OverrideView
}

func newClusters(view *timeline.OverrideView) *clusters {
	c := &clusters{members: map[uint32][]uint32{}, view: view}
	view.Each(func(canonical uint32, members []uint32) {
		c.members[canonical] = members
		for _, m := range members {
			for int(m>>6) >= len(c.of) {
				c.of = append(c.of, make([]uint64, int(m>>6)+1-len(c.of))...)
			}
			c.of[m>>6] |= 1 << (m & 63)
		}
	})
	return c
}

// shares tells whether the raw person is in a cluster.
func (c *clusters) shares(p uint32) bool {
	i := int(p >> 6)
	return i < len(c.of) && c.of[i]&(1<<(p&63)) != 0
}

// clusterParts are what the ranges of one scan put aside.
type clusterParts []*clusterPart

// clusterPart collects the merged histories that one range of persons meets.
// A cluster within the range is handed over, and its memory freed, as soon as
// its last member has passed; what reaches into other ranges waits for the end.
type clusterPart struct {
	all    *clusters
	within personRange
	cols   int
	open   map[uint32]*history // by canonical person
	over   *spanning
}

// spanning holds the histories of clusters in several ranges, by raw member.
type spanning struct {
	mu      sync.Mutex
	members map[uint32]map[uint32]*history // canonical, raw
}

// split prepares one part for each range.
func (c *clusters) split(ranges []personRange, cols int) clusterParts {
	over := &spanning{members: map[uint32]map[uint32]*history{}}
	parts := make(clusterParts, len(ranges))
	for i, within := range ranges {
		parts[i] = &clusterPart{all: c, within: within, cols: cols, open: map[uint32]*history{}, over: over}
	}
	return parts
}

func (r personRange) holds(members []uint32) bool {
	return members[0] >= r.lo && (r.hi == 0 || members[len(members)-1] < r.hi)
}

// add takes the rows of raw person p, all of them, which put copies.
func (c *clusterPart) add(p uint32, put func(*history), visit func(*timeline.View)) {
	canonical := c.all.view.Canonical(p)
	members := c.all.members[canonical]
	if !c.within.holds(members) {
		h := &history{}
		h.reset(c.cols)
		put(h)
		c.over.put(canonical, p, h)
		return
	}
	h := c.open[canonical]
	if h == nil {
		h = &history{}
		h.reset(c.cols)
		c.open[canonical] = h
	}
	put(h)
	if p == members[len(members)-1] {
		delete(c.open, canonical)
		h.hand(canonical, visit)
	}
}

// end hands over the clusters whose last member had no rows.
func (c *clusterPart) end(visit func(*timeline.View)) {
	for canonical, h := range c.open {
		h.hand(canonical, visit)
	}
	clear(c.open)
}

func (h *history) hand(canonical uint32, visit func(*timeline.View)) {
	var view timeline.View
	h.sort()
	h.show(&view, canonical)
	visit(&view)
}

func (s *spanning) put(canonical, member uint32, h *history) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.members[canonical] == nil {
		s.members[canonical] = map[uint32]*history{}
	}
	s.members[canonical][member] = h
}

// finish hands over what was in several ranges, in parallel.
func (parts clusterParts) finish(ctx context.Context, visits []func(*timeline.View)) error {
	over := parts[0].over.members
	canonicals := make([]uint32, 0, len(over))
	for c := range over {
		canonicals = append(canonicals, c)
	}
	slices.Sort(canonicals)
	var wait sync.WaitGroup
	for i, visit := range visits {
		from, to := i*len(canonicals)/len(visits), (i+1)*len(canonicals)/len(visits)
		wait.Go(func() {
			for _, c := range canonicals[from:to] {
				if ctx.Err() != nil {
					return
				}
				joined(over[c]).hand(c, visit)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// joined puts the members' histories one after the other, ascending.
func joined(members map[uint32]*history) *history {
	raws := make([]uint32, 0, len(members))
	for raw := range members {
		raws = append(raws, raw)
	}
	slices.Sort(raws)
	all := members[raws[0]]
	for _, raw := range raws[1:] {
		all.join(members[raw])
	}
	return all
}
