package ingest

import "slices"

// A message id that comes again within 24 hours is the same event, sent again
// by a client that did not hear our answer. The window keeps a 64-bit hash an
// event in three generations of twelve hours, so it reaches back between 24
// and 36 hours; at a full table that is 8 to 16 bytes an event. With 50 million
// events in it, a new event is taken for an old one once in 3·10¹¹ times.
type window struct {
	current     int64 // generation number: µs of arrival / generation
	generations [3]*hashSet
}

const generation = int64(12 * 3600 * 1e6)

// maxGeneration bounds the memory: a generation that is full ends early, and
// the window is shorter for it.
const maxGeneration = 48 << 20

func newWindow(now int64) *window {
	w := &window{current: now / generation}
	for i := range w.generations {
		w.generations[i] = &hashSet{}
	}
	return w
}

// since is the arrival (µs) from which hashes are worth loading.
func (w *window) since() int64 { return (w.current - 2) * generation }

// seen reports whether the hash is in the window, and puts it there if not.
func (w *window) seen(mid uint64, received int64) bool {
	if g := received / generation; g > w.current {
		w.turn(min(int(g-w.current), len(w.generations)))
		w.current = g
	}
	if w.generations[1].has(mid) || w.generations[2].has(mid) {
		return true
	}
	if !w.generations[0].add(mid) {
		return true
	}
	if w.generations[0].n >= maxGeneration {
		w.turn(1)
	}
	return false
}

// has reports whether the hash is in the window, and leaves it as it is.
func (w *window) has(mid uint64) bool {
	return slices.ContainsFunc(w.generations[:], func(g *hashSet) bool { return g.has(mid) })
}

func (w *window) turn(n int) {
	for range n {
		w.generations[2], w.generations[1], w.generations[0] = w.generations[1], w.generations[0], &hashSet{}
	}
}

// load puts a recorded event's hash where its arrival says.
func (w *window) load(mid uint64, received int64) {
	switch w.current - received/generation {
	case 0:
		w.generations[0].add(mid)
	case 1:
		w.generations[1].add(mid)
	case 2:
		w.generations[2].add(mid)
	}
}

func (w *window) len() (n int) {
	for _, g := range w.generations {
		n += g.n
	}
	return n
}

// hashSet is a set of hashes by open addressing; 0 is kept beside the table.
type hashSet struct {
	slots []uint64
	n     int
	zero  bool
}

func (s *hashSet) has(h uint64) bool {
	if h == 0 {
		return s.zero
	}
	if len(s.slots) == 0 {
		return false
	}
	mask := uint64(len(s.slots) - 1)
	for i := h & mask; s.slots[i] != 0; i = (i + 1) & mask {
		if s.slots[i] == h {
			return true
		}
	}
	return false
}

// add reports whether the hash was new.
func (s *hashSet) add(h uint64) bool {
	if h == 0 {
		fresh := !s.zero
		s.zero = true
		return fresh
	}
	if s.n*4 >= len(s.slots)*3 {
		s.grow()
	}
	mask := uint64(len(s.slots) - 1)
	i := h & mask
	for ; s.slots[i] != 0; i = (i + 1) & mask {
		if s.slots[i] == h {
			return false
		}
	}
	s.slots[i] = h
	s.n++
	return true
}

func (s *hashSet) grow() {
	old := s.slots
	s.slots = make([]uint64, max(1024, 2*len(old)))
	mask := uint64(len(s.slots) - 1)
	for _, h := range old {
		if h == 0 {
			continue
		}
		i := h & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = h
	}
}
