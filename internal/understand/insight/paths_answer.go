package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"kith/internal/observe/timeline"
)

func (c *paths) answer(ctx context.Context, a *Answer) error {
	sum, err := scan(ctx, c.p, c.fold, (*pathsFold).visit, (*pathsFold).merge)
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

func (c *paths) links(sum *pathsFold, i int, first []int) []PathLink {
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

// frequent lists the 50 whole paths with most sessions, ties by labels.
func (c *paths) frequent(sum *pathsFold, first []int) []Path {
	keys := slices.SortedFunc(maps.Keys(sum.paths), func(a, b uint64) int {
		return cmp.Or(cmp.Compare(sum.paths[b].sessions, sum.paths[a].sessions), c.compareKeys(a, b))
	})
	out := []Path{}
	for _, key := range keys[:min(50, len(keys))] {
		path := Path{Sessions: sum.paths[key].sessions, Persons: sum.paths[key].persons}
		for i := 0; key != 0; i, key = i+1, key>>6 {
			path.Nodes = append(path.Nodes, first[i]+int(key&63)-1)
		}
		out = append(out, path)
	}
	return out
}

// compareKeys orders packed paths by their labels, level by level.
func (c *paths) compareKeys(a, b uint64) int {
	for i := 0; a != b; i, a, b = i+1, a>>6, b>>6 {
		x, y := int(a&63), int(b&63)
		if x == 0 || y == 0 {
			return cmp.Compare(x, y)
		}
		if x != y {
			return c.compareNodes(i, x-1, y-1)
		}
	}
	return 0
}

// compareNodes orders a level's nodes by label, the rest last.
func (c *paths) compareNodes(i, x, y int) int {
	nodes := c.levels[i].nodes
	if x == len(nodes) || y == len(nodes) {
		return cmp.Compare(x, y)
	}
	return c.compareLabels(nodes[x], nodes[y])
}

// compareLabels orders by what people read, then by the kind of the value.
func (c *paths) compareLabels(a, b label) int {
	return cmp.Or(cmp.Compare(c.text(a), c.text(b)), compareValues(c.valueOf(a), c.valueOf(b)))
}

func (c *paths) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
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
	return func() func(*timeline.View) bool {
		w := c.walker()
		return func(v *timeline.View) (found bool) {
			w.each(v, func(path []label) {
				at := cell.Level
				found = found || at < len(path) && (node < 0 || int(c.levels[at].of(path[at])) == node) &&
					(next < 0 || at+1 < len(path) && int(c.levels[at+1].of(path[at+1])) == next)
			})
			return found
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
