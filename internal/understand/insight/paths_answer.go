package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"kith/internal/observe/timeline"
)

func (c *paths) answer(ctx context.Context, a *Answer) error {
	sum, err := c.tally(ctx)
	if err != nil {
		return err
	}
	out := &PathsAnswer{Nodes: []PathNode{}, Links: []PathLink{}, Paths: []Path{}, Sessions: sum.sessions, Persons: sum.persons}
	first := make([]int, len(c.levels)) // index of each level's first node
	for i := range c.levels {
		first[i] = len(out.Nodes)
		for n := range c.levels[i].len() {
			node := c.node(i, n)
			node.Sessions, node.Persons, node.Ends = sum.nodes[i][n].sessions, sum.nodes[i][n].persons, sum.ends[i][n]
			out.Nodes = append(out.Nodes, node)
		}
	}
	for i := range sum.links {
		out.Links = append(out.Links, c.links(sum, i, first)...)
	}
	out.Paths = c.frequent(sum, first)
	a.Paths = out
	return nil
}

// tally counts the walks, each on its own goroutine, as they were made: first
// their sessions, which tell the whole paths that the answer lists, then persons.
func (c *paths) tally(ctx context.Context) (*pathsTally, error) {
	tallies := make([]*pathsTally, len(c.walks))
	each := func(do func(i int)) {
		var wg sync.WaitGroup
		for i := range c.walks {
			wg.Go(func() { do(i) })
		}
		wg.Wait()
	}
	each(func(i int) {
		tallies[i] = c.newTally()
		tallies[i].countSessions(c.walks[i])
	})
	var keys keyNumbers
	var paths []pathCount
	for _, t := range tallies {
		for n, key := range t.keys.keys {
			at := keys.of(key)
			if int(at) == len(paths) {
				paths = append(paths, pathCount{})
			}
			paths[at].sessions += t.paths[n].sessions
		}
	}
	listed := map[uint64]bool{}
	for _, n := range c.most(keys.keys, paths) {
		listed[keys.keys[n]] = true
	}
	each(func(i int) { tallies[i].countPersons(ctx, c.walks[i], listed) })
	for _, t := range tallies[1:] {
		tallies[0].merge(t)
	}
	return tallies[0], ctx.Err()
}

func (c *paths) node(i, n int) PathNode {
	lv := &c.levels[i]
	if n == len(lv.nodes) {
		return PathNode{Level: i, Other: true, Label: "other"}
	}
	l := lv.nodes[n]
	node := PathNode{Level: i, Label: c.text(l), Event: c.p.snap.Names().Events.Name(l.code())}
	if c.by >= 0 {
		node.Value = plainOf(c.valueOf(l))
	}
	return node
}

func (c *paths) links(sum *pathsTally, i int, first []int) []PathLink {
	var links []PathLink
	width := c.levels[i+1].len()
	for at, n := range sum.links[i] {
		if n.sessions > 0 {
			links = append(links, PathLink{Level: i, From: first[i] + at/width, To: first[i+1] + at%width, Sessions: n.sessions, Persons: n.persons})
		}
	}
	slices.SortStableFunc(links, func(a, b PathLink) int { return cmp.Compare(b.Sessions, a.Sessions) })
	return links
}

// mostPaths bounds the whole paths that an answer lists.
const mostPaths = 50

// most finds the whole paths with most sessions, ties by labels.
func (c *paths) most(keys []uint64, paths []pathCount) []int {
	compare := func(a, b int) int {
		return cmp.Or(cmp.Compare(paths[b].sessions, paths[a].sessions), c.compareKeys(keys[a], keys[b]))
	}
	var top []int // there may be very many, so they are not all sorted
	for n := range paths {
		if len(top) == mostPaths {
			if compare(n, top[mostPaths-1]) > 0 {
				continue
			}
			top = top[:mostPaths-1]
		}
		at, _ := slices.BinarySearchFunc(top, n, compare)
		top = slices.Insert(top, at, n)
	}
	return top
}

// frequent lists the whole paths with most sessions.
func (c *paths) frequent(sum *pathsTally, first []int) []Path {
	top := c.most(sum.keys.keys, sum.paths)
	out := make([]Path, len(top))
	for i, n := range top {
		out[i].Sessions, out[i].Persons = sum.paths[n].sessions, sum.paths[n].persons
		for level, key := 0, sum.keys.keys[n]; key != 0; level, key = level+1, key>>6 {
			out[i].Nodes = append(out[i].Nodes, first[level]+int(key&63)-1)
		}
	}
	return out
}

// compareKeys orders packed paths by their labels, level by level, the rest
// last.
func (c *paths) compareKeys(a, b uint64) int {
	for i := 0; a != b; i, a, b = i+1, a>>6, b>>6 {
		x, y := int(a&63), int(b&63)
		if x == 0 || y == 0 {
			return cmp.Compare(x, y)
		}
		if x != y {
			return cmp.Compare(c.levels[i].order[x-1], c.levels[i].order[y-1])
		}
	}
	return 0
}

// behindPath tests for a whole path.
func (c *paths) behindPath(refs []PathRef) (func(at func(i int) int, length int) bool, error) {
	if len(refs) > len(c.levels) {
		return nil, invalid("cell.path", "the answer has %d levels, not %d", len(c.levels), len(refs))
	}
	nodes := make([]int, len(refs))
	for i := range refs {
		var err error
		if nodes[i], err = c.find(fmt.Sprintf("cell.path[%d]", i), i, &refs[i]); err != nil {
			return nil, err
		}
	}
	return func(at func(i int) int, length int) bool {
		if length != len(nodes) {
			return false
		}
		for i, n := range nodes {
			if at(i) != n {
				return false
			}
		}
		return true
	}, nil
}

// behindNode tests for a node, with where it goes on or that it ends there.
func (c *paths) behindNode(cell *Cell) (func(at func(i int) int, length int) bool, error) {
	if cell.Level < 0 || cell.Level >= len(c.levels) || cell.Next != nil && cell.Level+1 >= len(c.levels) {
		return nil, invalid("cell.level", "the answer has levels 0 to %d, not %d", len(c.levels)-1, cell.Level)
	}
	node, err := c.find("cell.node", cell.Level, cell.Node)
	if err != nil {
		return nil, err
	}
	next := -1
	if cell.Next != nil {
		if next, err = c.find("cell.next", cell.Level+1, cell.Next); err != nil {
			return nil, err
		}
	}
	level := cell.Level
	return func(at func(i int) int, length int) bool {
		return level < length && (node < 0 || at(level) == node) && (!cell.Ended || length == level+1) &&
			(next < 0 || level+1 < length && at(level+1) == next)
	}, nil
}

func (c *paths) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	of := c.behindNode
	if len(cell.Path) > 0 {
		of = func(cell *Cell) (func(func(int) int, int) bool, error) { return c.behindPath(cell.Path) }
	}
	is, err := of(cell)
	if err != nil {
		return nil, err
	}
	c.walks = nil // only the levels are needed from here on
	return func() func(*timeline.View) bool {
		w := c.walker()
		var path []uint32
		at := func(i int) int { return int(c.levels[i].of(w.label(path[i]))) }
		return func(v *timeline.View) bool {
			w.at = 0
			for path = w.next(v); path != nil; path = w.next(v) {
				if is(at, len(path)) {
					return true
				}
			}
			return false
		}
	}, nil
}

// find is the number of the node that a cell names; -1 when it names none.
func (c *paths) find(field string, i int, ref *PathRef) (int, error) {
	if ref == nil {
		return -1, nil
	}
	for n := range c.levels[i].len() {
		have := c.node(i, n)
		if have.Other == ref.Other && have.Event == ref.Event && sameValue(have.Value, ref.Value) {
			return n, nil
		}
	}
	return 0, invalid(field, "level %d of the answer has no node %q", i, clip(ref.Event))
}
