package insight

import (
	"cmp"
	"context"
	"slices"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// rank is the first pass: the labels kept apart at each level.
func (c *paths) rank(ctx context.Context) error {
	type tally struct {
		walker *pathWalker
		dense  [][]uint64         // by level and event code, without by
		sparse []map[label]uint64 // by level, with by
	}
	sum, err := scan(ctx, c.p, func() *tally {
		t := &tally{walker: c.walker(), dense: make([][]uint64, c.q.Depth), sparse: make([]map[label]uint64, c.q.Depth)}
		for i := range c.q.Depth {
			t.dense[i], t.sparse[i] = make([]uint64, c.p.snap.Names().Events.Len()), map[label]uint64{}
		}
		return t
	}, func(t *tally, v *timeline.View) {
		t.walker.each(v, func(path []label) {
			for i, l := range path {
				if c.by < 0 {
					t.dense[i][l.code()]++
				} else {
					t.sparse[i][l]++
				}
			}
		})
	}, func(into, from *tally) {
		for i := range c.q.Depth {
			addAll(into.dense[i], from.dense[i])
			for l, n := range from.sparse[i] {
				into.sparse[i][l] += n
			}
		}
	})
	if err != nil {
		return err
	}
	for i := range c.q.Depth {
		for code, n := range sum.dense[i] {
			if n > 0 {
				sum.sparse[i][makeLabel(uint16(code), 0)] = n
			}
		}
		c.levels = append(c.levels, c.level(sum.sparse[i]))
	}
	return nil
}

func (c *paths) level(sessions map[label]uint64) level {
	ranked := make([]label, 0, len(sessions))
	for l := range sessions {
		ranked = append(ranked, l)
	}
	slices.SortFunc(ranked, func(a, b label) int {
		return cmp.Or(cmp.Compare(sessions[b], sessions[a]), c.compareLabels(a, b))
	})
	kept := min(c.q.Top, len(ranked))
	lv := level{nodes: ranked[:kept], index: map[label]uint8{}, other: len(ranked) > kept}
	for i, l := range lv.nodes {
		lv.index[l] = uint8(i)
	}
	return lv
}

// len is the number of nodes, the rest included.
func (lv *level) len() int {
	if lv.other {
		return len(lv.nodes) + 1
	}
	return len(lv.nodes)
}

// text is the label as people read it.
func (c *paths) text(l label) string {
	name := c.p.snap.Names().Events.Name(l.code())
	if c.by < 0 || l.value() == 0 {
		return name
	}
	return name + " · " + c.valueOf(l).Text()
}

// valueOf is the by property's value, none without by.
func (c *paths) valueOf(l label) kith.Value {
	if c.by < 0 {
		return kith.Value{}
	}
	return c.p.snap.Dict(c.by).Values()[l.value()]
}

// pathsFold is the second pass: nodes are numbered by level.
type pathsFold struct {
	walker   *pathWalker
	dense    [][]uint8 // node by level and event code, without by
	stamp    uint32
	nodes    [][]pathCount
	links    [][]pathCount // by level, start * width + end
	ends     [][]uint64
	paths    map[uint64]*pathCount
	sessions uint64
	persons  uint64
}

type pathCount struct {
	sessions, persons uint64
	seen              uint32
}

func (n *pathCount) add(stamp uint32) {
	n.sessions++
	if n.seen != stamp {
		n.seen = stamp
		n.persons++
	}
}

// pathKey packs the nodes of a path, 6 bits a level, plus 1 so that no node is
// like no level.
func pathKey(nodes []uint8) (key uint64) {
	for i, n := range nodes {
		key |= uint64(n+1) << (6 * i)
	}
	return key
}

func (c *paths) fold() *pathsFold {
	f := &pathsFold{walker: c.walker(), paths: map[uint64]*pathCount{}}
	for i := range c.levels {
		lv := &c.levels[i]
		f.nodes = append(f.nodes, make([]pathCount, lv.len()))
		f.ends = append(f.ends, make([]uint64, lv.len()))
		if i+1 < len(c.levels) {
			f.links = append(f.links, make([]pathCount, lv.len()*c.levels[i+1].len()))
		}
		if c.by < 0 {
			dense := make([]uint8, c.p.snap.Names().Events.Len())
			for code := range dense {
				dense[code] = lv.of(makeLabel(uint16(code), 0))
			}
			f.dense = append(f.dense, dense)
		}
	}
	return f
}

// of is the node of a label: the rest comes after those kept apart.
func (lv *level) of(l label) uint8 {
	if n, ok := lv.index[l]; ok {
		return n
	}
	return uint8(len(lv.nodes))
}

func (f *pathsFold) visit(v *timeline.View) {
	f.stamp++
	c, before := f.walker.c, f.sessions
	var nodes [maxDepth]uint8
	f.walker.each(v, func(path []label) {
		f.sessions++
		for i, l := range path {
			if c.by < 0 {
				nodes[i] = f.dense[i][l.code()]
			} else {
				nodes[i] = c.levels[i].of(l)
			}
			f.nodes[i][nodes[i]].add(f.stamp)
			if i > 0 {
				f.links[i-1][int(nodes[i-1])*len(f.nodes[i])+int(nodes[i])].add(f.stamp)
			}
		}
		if last := len(path) - 1; len(path) < c.q.Depth && !c.matchAt(last) {
			f.ends[last][nodes[last]]++
		}
		key := pathKey(nodes[:len(path)])
		n := f.paths[key]
		if n == nil {
			n = &pathCount{}
			f.paths[key] = n
		}
		n.add(f.stamp)
	})
	if f.sessions > before {
		f.persons++
	}
}

// matchAt reports whether a path whose last level is i ends at the match of to,
// and so does not just end.
func (c *paths) matchAt(i int) bool { return c.to != nil && (c.from != nil || i == 0) }

func (f *pathsFold) merge(from *pathsFold) {
	for i := range f.nodes {
		mergeCounts(f.nodes[i], from.nodes[i])
		addAll(f.ends[i], from.ends[i])
	}
	for i := range f.links {
		mergeCounts(f.links[i], from.links[i])
	}
	for key, n := range from.paths {
		if have := f.paths[key]; have != nil {
			have.sessions += n.sessions
			have.persons += n.persons
		} else {
			f.paths[key] = n
		}
	}
	f.sessions += from.sessions
	f.persons += from.persons
}

func mergeCounts(into, from []pathCount) {
	for i := range from {
		into[i].sessions += from[i].sessions
		into[i].persons += from[i].persons
	}
}
