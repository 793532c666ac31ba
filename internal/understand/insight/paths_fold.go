package insight

import (
	"context"

	"kith/internal/observe/timeline"
)

// pathsWalk is one worker's pass over the histories: what it found is kept, at
// 4 bytes a label and 4 a path, so that the labels can be ranked first and the
// paths counted after without a second pass.
type pathsWalk struct {
	*pathWalker
	counts [maxDepth][]uint64 // sessions by level and label number
	blocks [][]uint32         // for each path its length and firstPath, then its labels
	others []*pathsWalk
}

const (
	firstPath = 1 << 31 // in a path's length: the first of its person
	pathBlock = 1 << 14 // length of a block
)

func (c *paths) walk() *pathsWalk { return &pathsWalk{pathWalker: c.walker()} }

func (w *pathsWalk) visit(v *timeline.View) {
	w.at = 0
	for first := uint32(firstPath); ; first = 0 {
		path := w.next(v)
		if path == nil {
			return
		}
		for i, l := range path {
			if int(l) >= len(w.counts[i]) {
				w.counts[i] = append(w.counts[i], make([]uint64, w.labels()-len(w.counts[i]))...)
			}
			w.counts[i][l]++
		}
		w.keep(path, first)
	}
}

func (w *pathsWalk) keep(path []uint32, first uint32) {
	last := len(w.blocks) - 1
	if last < 0 || len(w.blocks[last])+1+len(path) > pathBlock {
		w.blocks = append(w.blocks, make([]uint32, 0, pathBlock))
		last++
	}
	w.blocks[last] = append(append(w.blocks[last], uint32(len(path))|first), path...)
}

func (w *pathsWalk) merge(from *pathsWalk) { w.others = append(w.others, from) }

// pathsTally counts what the walks kept, nodes being numbered by level.
type pathsTally struct {
	c                 *paths
	stamp             uint32    // of the person
	node              [][]uint8 // by level and the walk's label number
	nodes             [][]pathCount
	links             [][]pathCount // by level, start * width + end
	ends              [][]uint64
	keys              keyNumbers // whole paths, by pathKey
	paths             []pathCount
	sessions, persons uint64
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

func (c *paths) newTally() *pathsTally {
	t := &pathsTally{c: c}
	for i := range c.levels {
		lv := &c.levels[i]
		t.nodes = append(t.nodes, make([]pathCount, lv.len()))
		t.ends = append(t.ends, make([]uint64, lv.len()))
		if i+1 < len(c.levels) {
			t.links = append(t.links, make([]pathCount, lv.len()*c.levels[i+1].len()))
		}
	}
	return t
}

// count counts one walk; it stops early when ctx is done.
func (t *pathsTally) count(ctx context.Context, w *pathsWalk) {
	for i := range t.c.levels {
		node := make([]uint8, w.labels())
		for number := range node {
			node[number] = t.c.levels[i].of(w.label(uint32(number)))
		}
		t.node = append(t.node, node)
	}
	for _, block := range w.blocks {
		if ctx.Err() != nil {
			return
		}
		for len(block) > 0 {
			n := 1 + block[0]&^firstPath
			if block[0]&firstPath != 0 {
				t.stamp++
				t.persons++
			}
			t.add(block[1:n])
			block = block[n:]
		}
	}
}

// add counts a path of label numbers. Its key packs 6 bits a level: the node
// plus 1, so that no node is like no level.
func (t *pathsTally) add(path []uint32) {
	t.sessions++
	key, before := uint64(0), 0
	for i, l := range path {
		n := int(t.node[i][l])
		t.nodes[i][n].add(t.stamp)
		if i > 0 {
			t.links[i-1][before*len(t.nodes[i])+n].add(t.stamp)
		}
		key |= uint64(n+1) << (6 * i)
		before = n
	}
	if last := len(path) - 1; len(path) < t.c.q.Depth && !t.c.matchAt(last) {
		t.ends[last][before]++
	}
	t.path(key).add(t.stamp)
}

func (t *pathsTally) path(key uint64) *pathCount {
	n := int(t.keys.of(key))
	if n == len(t.paths) {
		t.paths = append(t.paths, pathCount{})
	}
	return &t.paths[n]
}

// matchAt reports whether a path whose last level is i ends at the match of to,
// and so does not just end.
func (c *paths) matchAt(i int) bool { return c.to != nil && (c.from != nil || i == 0) }

func (t *pathsTally) merge(from *pathsTally) {
	for i := range t.nodes {
		mergeCounts(t.nodes[i], from.nodes[i])
		addAll(t.ends[i], from.ends[i])
	}
	for i := range t.links {
		mergeCounts(t.links[i], from.links[i])
	}
	for n, key := range from.keys.keys {
		p := t.path(key)
		p.sessions += from.paths[n].sessions
		p.persons += from.paths[n].persons
	}
	t.sessions += from.sessions
	t.persons += from.persons
}

func mergeCounts(into, from []pathCount) {
	for i := range from {
		into[i].sessions += from[i].sessions
		into[i].persons += from[i].persons
	}
}
