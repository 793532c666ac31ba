package insight

import (
	"context"
	"math/bits"

	"kith/internal/observe/timeline"
)

// pathsWalk is one worker's pass over the histories. It counts the sessions of
// each different path and keeps, at 4 bytes each, which paths a person took, so
// that the labels can be ranked first and persons be counted after without a
// second pass.
type pathsWalk struct {
	*pathWalker
	paths    pathNumbers
	sessions []uint64 // by path
	seen     []uint32 // by path: stamp of the last person who took it
	stamp    uint32
	blocks   [][]uint32 // the paths of each person
	table    []uint32   // by packed path: its number plus 1; nil when that is too many
	others   []*pathsWalk
}

const (
	firstPath = 1 << 31 // beside a path's number: the first of its person
	pathBlock = 1 << 14 // length of a block
	tableBits = 16      // of a packed path that is looked up in a table
)

func (c *paths) walk() *pathsWalk {
	w := &pathsWalk{pathWalker: c.walker()}
	w.paths.width = headBits
	if c.by < 0 {
		w.paths.width = uint(bits.Len(uint(w.labels())))
	}
	if size := w.paths.width * uint(c.q.Depth); c.heads() && size <= tableBits {
		w.table = make([]uint32, 1<<size)
	}
	return w
}

func (w *pathsWalk) visit(v *timeline.View) {
	if w.table != nil && len(v.Cuts) > 0 {
		w.heads(v)
		return
	}
	w.at, w.stamp = 0, w.stamp+1
	first := uint32(firstPath)
	for path := w.next(v); path != nil; path = w.next(v) {
		n := w.paths.of(path)
		if int(n) == len(w.sessions) {
			w.sessions, w.seen = append(w.sessions, 0), append(w.seen, 0)
		}
		w.sessions[n]++
		if w.seen[n] != w.stamp {
			w.seen[n] = w.stamp
			w.keep(n | first)
			first = 0
		}
	}
}

func (w *pathsWalk) keep(entry uint32) {
	block := append(w.space(1), entry)
	w.blocks[len(w.blocks)-1] = block
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
	whole             []uint32 // of each of the walk's paths: its place in paths
	sessions, persons uint64
}

type pathCount struct {
	sessions, persons uint64
	seen              uint32
}

// by counts a person once.
func (n *pathCount) by(stamp uint32) {
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

// countSessions counts the sessions of one walk.
func (t *pathsTally) countSessions(w *pathsWalk) {
	for i := range t.c.levels {
		node := make([]uint8, w.labels())
		for number := range node {
			node[number] = t.c.levels[i].of(w.label(uint32(number)))
		}
		t.node = append(t.node, node)
	}
	t.whole = make([]uint32, len(w.sessions))
	for n, sessions := range w.sessions {
		t.whole[n] = t.add(w.paths.path(uint32(n)), sessions)
	}
}

// countPersons counts the persons of the same walk: those of whole paths only
// where the key is listed. It stops early when ctx is done.
func (t *pathsTally) countPersons(ctx context.Context, w *pathsWalk, listed map[uint64]bool) {
	if t.byBits(ctx, w, listed) {
		return
	}
	for _, block := range w.blocks {
		if ctx.Err() != nil {
			return
		}
		for _, entry := range block {
			if entry&firstPath != 0 {
				t.stamp++
				t.persons++
			}
			n := entry &^ firstPath
			t.took(w.paths.path(n), &t.paths[t.whole[n]])
		}
	}
}

// add counts the sessions of a path of label numbers. Its key packs 6 bits a
// level: the node plus 1, so that no node is like no level.
func (t *pathsTally) add(path []uint32, sessions uint64) uint32 {
	t.sessions += sessions
	key, before := uint64(0), 0
	for i, l := range path {
		n := int(t.node[i][l])
		t.nodes[i][n].sessions += sessions
		if i > 0 {
			t.links[i-1][before*len(t.nodes[i])+n].sessions += sessions
		}
		key |= uint64(n+1) << (6 * i)
		before = n
	}
	if last := len(path) - 1; len(path) < t.c.q.Depth && !t.c.matchAt(last) {
		t.ends[last][before] += sessions
	}
	whole := t.path(key)
	t.paths[whole].sessions += sessions
	return whole
}

// took counts the person for a path that the person took.
func (t *pathsTally) took(path []uint32, whole *pathCount) {
	whole.by(t.stamp)
	before := 0
	for i, l := range path {
		n := int(t.node[i][l])
		t.nodes[i][n].by(t.stamp)
		if i > 0 {
			t.links[i-1][before*len(t.nodes[i])+n].by(t.stamp)
		}
		before = n
	}
}

func (t *pathsTally) path(key uint64) uint32 {
	n := t.keys.of(key)
	if int(n) == len(t.paths) {
		t.paths = append(t.paths, pathCount{})
	}
	return n
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
		p := &t.paths[t.path(key)]
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
