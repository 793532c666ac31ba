package insight

import "kith/internal/observe/timeline"

// label is an event's name and, with by, the code of the property's value.
type label uint64

func makeLabel(code uint16, value uint32) label { return label(code)<<32 | label(value) }

func (l label) code() uint32  { return uint32(l >> 32) }
func (l label) value() uint32 { return uint32(l) }

// pathWalker reduces histories to paths. It belongs to one worker, and so do
// the numbers it gives to labels: without by those of the event names.
type pathWalker struct {
	c       *paths
	cutter  *sessionCutter
	at      int // where the next session is looked for, or with cuts: which is next
	numbers keyNumbers
	path    []uint32
}

func (c *paths) walker() *pathWalker {
	return &pathWalker{c: c, cutter: c.p.cutter(standardIdle)}
}

// labels is how many numbers there are.
func (w *pathWalker) labels() int {
	if w.c.by < 0 {
		return w.c.p.snap.Names().Events.Len()
	}
	return len(w.numbers.keys)
}

// label is what a number stands for.
func (w *pathWalker) label(number uint32) label {
	if w.c.by < 0 {
		return makeLabel(uint16(number), 0)
	}
	return label(w.numbers.keys[number])
}

// next returns the path of the next session that begins in the range and has
// one, as numbers level by level; nil when there is none. It is valid until the
// next call. For a new history set at to 0.
func (w *pathWalker) next(v *timeline.View) []uint32 {
	c := w.c
	if v.Cuts != nil {
		return w.nextCut(v)
	}
	heads := c.heads() && !w.cutter.given(v)
	for {
		var lo, hi int
		var path []uint32
		if heads {
			lo, hi, path = w.head(v)
		} else {
			lo, hi = w.cutter.next(v, w.at)
		}
		w.at = hi
		if lo == hi || v.Secs[lo] >= c.p.to {
			return nil
		}
		if v.Secs[lo] < c.p.from {
			continue
		}
		if !heads {
			path = w.reduce(v, lo, hi)
		}
		if len(path) > 0 {
			return path
		}
	}
}

// heads reports whether a path is the first events of a session, told apart by
// name alone.
func (c *paths) heads() bool { return c.from == nil && c.to == nil && c.by < 0 }

// nextCut is next for a history with cuts.
func (w *pathWalker) nextCut(v *timeline.View) []uint32 {
	for w.at < len(v.Cuts) {
		lo, hi := session(v, w.at)
		w.at++
		if v.Secs[lo] >= w.c.p.to {
			return nil
		}
		if v.Secs[lo] < w.c.p.from {
			continue
		}
		if path := w.reduce(v, lo, hi); len(path) > 0 {
			return path
		}
	}
	return nil
}

// session is the k-th session of a history with cuts, [lo, hi).
func session(v *timeline.View, k int) (lo, hi int) {
	lo, hi = int(v.Cuts[k]), len(v.Codes)
	if k+1 < len(v.Cuts) {
		hi = int(v.Cuts[k+1])
	}
	return lo, hi
}

// head is the cutter's next and reduce in one go, for what is asked most often:
// the first events of a session, told apart by name alone.
func (w *pathWalker) head(v *timeline.View) (lo, hi int, path []uint32) {
	const none = ^uint32(0)
	c, active, on, idle := w.c, w.cutter.active, w.c.onPath, w.cutter.idle
	codes, secs := v.Codes, v.Secs[:len(v.Codes)]
	for lo = w.at; lo < len(codes) && !active[codes[lo]]; lo++ {
	}
	if lo == len(codes) {
		return lo, lo, nil
	}
	path = w.path[:0]
	depth, repeats, prev := c.q.Depth, c.q.Repeats, none
	begin, last := secs[lo], secs[lo]
	for hi = lo; hi < len(codes); hi++ {
		code := codes[hi]
		if !active[code] {
			continue
		}
		sec := secs[hi]
		if sec-last > idle || sec-begin >= longest {
			break
		}
		last = sec
		if len(path) < depth && on[code] && (repeats || uint32(code) != prev) {
			prev = uint32(code)
			path = append(path, prev)
		}
	}
	w.path = path
	return lo, hi, path
}

// reduce gives the path of the session in [lo, hi), empty if it has none.
func (w *pathWalker) reduce(v *timeline.View, lo, hi int) []uint32 {
	const none = ^uint32(0)
	c, path, prev := w.c, w.path[:0], none
	depth, on := c.q.Depth, c.onPath
	for i, code := range v.Codes[lo:hi] {
		if !on[code] {
			continue
		}
		l := uint32(code)
		if c.by >= 0 {
			l = w.numbers.of(uint64(makeLabel(code, v.Cols[c.by].At(lo+i))))
		}
		if l == prev && !c.q.Repeats {
			continue
		}
		prev = l
		if len(path) == 0 && c.from != nil && !(c.from.codes[code] && c.from.match(v, lo+i)) {
			continue
		}
		path = append(path, l)
		if c.to == nil {
			if len(path) == depth {
				break
			}
		} else if c.to.codes[code] && (c.from == nil || len(path) > 1) && c.to.match(v, lo+i) {
			w.path = path
			return c.reached(path)
		}
	}
	w.path = path
	if c.to != nil {
		return nil
	}
	return path
}

// reached cuts a path that ends at its match to the depth.
func (c *paths) reached(path []uint32) []uint32 {
	depth, last := c.q.Depth, len(path)-1
	if c.from == nil { // backwards from the match
		for a, b := 0, last; a < b; a, b = a+1, b-1 {
			path[a], path[b] = path[b], path[a]
		}
		return path[:min(depth, len(path))]
	}
	if len(path) > depth {
		path[depth-1] = path[last]
		path = path[:depth]
	}
	return path
}
