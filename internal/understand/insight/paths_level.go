package insight

import (
	"cmp"
	"slices"

	"kith/internal/kith"
)

// level holds a level's nodes: the labels kept apart, most sessions first, and
// if need be the rest.
type level struct {
	nodes []label
	index map[label]uint8
	other bool
	order []int // of each node by its label, the rest last
}

// rank finds the nodes of each level.
func (c *paths) rank() {
	sessions := make([]map[label]uint64, c.q.Depth)
	for i := range sessions {
		sessions[i] = map[label]uint64{}
	}
	for _, w := range c.walks {
		for i, counts := range w.counts() {
			for number, n := range counts {
				if n > 0 {
					sessions[i][w.label(uint32(number))] += n
				}
			}
		}
	}
	for i := range sessions {
		c.levels = append(c.levels, c.level(sessions[i]))
	}
}

// counts are the walk's sessions by level and label number.
func (w *pathsWalk) counts() [][]uint64 {
	counts := make([][]uint64, w.c.q.Depth)
	for i := range counts {
		counts[i] = make([]uint64, w.labels())
	}
	for n, sessions := range w.sessions {
		for i, l := range w.paths.path(uint32(n)) {
			counts[i][l] += sessions
		}
	}
	return counts
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
	lv := level{nodes: ranked[:kept:kept], index: map[label]uint8{}, other: len(ranked) > kept}
	for i, l := range lv.nodes {
		lv.index[l] = uint8(i)
	}
	lv.order = make([]int, kept+1)
	lv.order[kept] = kept
	for place, l := range slices.SortedFunc(slices.Values(lv.nodes), c.compareLabels) {
		lv.order[lv.index[l]] = place
	}
	return lv
}

// compareLabels orders by what people read, then by the kind of the value.
func (c *paths) compareLabels(a, b label) int {
	return cmp.Or(cmp.Compare(c.text(a), c.text(b)), compareValues(c.valueOf(a), c.valueOf(b)))
}

// len is the number of nodes, the rest included.
func (lv *level) len() int {
	if lv.other {
		return len(lv.nodes) + 1
	}
	return len(lv.nodes)
}

// of is the node of a label: the rest comes after those kept apart.
func (lv *level) of(l label) uint8 {
	if n, ok := lv.index[l]; ok {
		return n
	}
	return uint8(len(lv.nodes))
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
