package insight

import (
	"math/bits"

	"kith/internal/observe/timeline"
)

// maxSteps bounds a funnel, and the room an attempt needs for its times.
const maxSteps = 20

// attempt is one way through the funnel.
type attempt struct {
	depth int              // steps reached, 0: none
	start int              // index of the event at step 1
	end   int              // index of the event at step depth
	times [maxSteps]uint32 // of the steps reached
}

// walker finds the best attempt of a history. It belongs to one worker.
type walker struct {
	c     *funnel
	best  attempt
	ended bool // an exclusion ended some attempt

	// Of the attempts now at a depth (ordered), the one that started last: all
	// at one depth take the same steps from then on, and its window closes
	// last, so the others can no longer end better than it.
	start [maxSteps]int              // by depth, -1: no attempt is there
	times [maxSteps][maxSteps]uint32 // of its steps, by depth
	top   int                        // no attempt is deeper

	steps []anyStep // any: the events that are steps
}

// walk leaves the best attempt in w.best.
func (w *walker) walk(v *timeline.View) {
	w.best.depth, w.ended = 0, false
	switch w.c.q.Order {
	case "any":
		w.any(v)
	case "strict":
		w.strict(v)
	default:
		w.ordered(v)
	}
	if w.ended && w.c.person {
		w.best.depth = 0
	}
}

// done reports whether nothing that follows can change the best attempt.
func (w *walker) done() bool {
	if w.c.person {
		return w.ended
	}
	return w.best.depth == len(w.c.steps)
}

func (w *walker) ordered(v *timeline.View) {
	lo, hi := w.c.p.span(v.Secs)
	if w.c.stepOf != nil && v.Len() <= 64 {
		w.bits(v, lo, hi)
		return
	}
	for ; ; lo++ {
		if lo == hi {
			return
		}
		if w.c.class[v.Codes[lo]]&1 != 0 && w.c.steps[0].match(v, lo) {
			break
		}
	}
	for d := range w.top + 1 {
		w.start[d] = -1
	}
	w.top, w.start[1] = 1, lo
	w.best.depth, w.best.start, w.best.end, w.best.times[0] = 1, lo, lo, v.Secs[lo]
	if !w.follow(v, lo+1, hi, ^uint32(0)) {
		w.follow(v, hi, v.Len(), ^uint32(1)) // past the range nothing starts
	}
}

// follow takes the events [lo, hi) with the classes in mask; true: w is done.
// Most events are no step, or only start an attempt: those cost no branch that
// a processor would guess wrong.
func (w *walker) follow(v *timeline.View, lo, hi int, mask uint32) bool {
	class, easy := w.c.class, w.c.easy
	last, look := w.start[1], w.look()
	for i, code := range v.Codes[lo:hi] {
		bits := class[code] & mask
		if bits&look == 0 {
			if bits&easy != 0 {
				last = lo + i
			}
			continue
		}
		w.start[1] = last
		if w.take(v, lo+i, bits) {
			return true
		}
		last, look = w.start[1], w.look()
	}
	w.start[1] = last
	return false
}

// look is the classes that matter to the attempts there are: steps up to the
// one after the deepest, and exclusions.
func (w *walker) look() uint32 { return w.c.look & (classExclusion | 2<<w.top - 1) }

// take lets event i end attempts, take others on, deepest first since it serves
// each only once, and start one. It reports whether w is done.
func (w *walker) take(v *timeline.View, i int, class uint32) bool {
	c, sec := w.c, v.Secs[i]
	if class&classExclusion != 0 {
		w.exclude(v, i)
	}
	for later := class & c.later; later != 0; {
		d := bits.Len32(later) - 1 // the event may be step d+1
		later &^= 1 << d
		if d <= w.top && w.alive(v, d, sec) && c.steps[d].match(v, i) {
			w.advance(v, d, i)
		}
	}
	if class&1 != 0 && c.steps[0].match(v, i) {
		w.start[1] = i
	}
	return w.done()
}

// alive reports whether the attempt at depth d has its window open at sec.
func (w *walker) alive(v *timeline.View, d int, sec uint32) bool {
	return w.start[d] >= 0 && sec-v.Secs[w.start[d]] <= w.c.window
}

// advance takes the attempts at depth d one step on, by event i.
func (w *walker) advance(v *timeline.View, d, i int) {
	times := &w.times[d]
	if d == 1 {
		times[0] = v.Secs[w.start[1]]
	}
	times[d] = v.Secs[i]
	if d+1 > w.best.depth { // one as deep got there before
		w.best.depth, w.best.start, w.best.end = d+1, w.start[d], i
		few(&w.best.times, times, d+1)
	}
	if d+1 < len(w.c.steps) {
		if d+1 > w.top {
			w.top = d + 1
		}
		w.start[d+1] = w.start[d]
		few(&w.times[d+1], times, d+1)
	}
	w.start[d] = -1
}

// few copies the first n times; for so few a call of copy costs more than they.
func few(to, from *[maxSteps]uint32, n int) {
	for k := range n {
		to[k] = from[k]
	}
}

// exclude ends the attempts that event i forbids.
func (w *walker) exclude(v *timeline.View, i int) {
	for x := range w.c.exclusions {
		e := &w.c.exclusions[x]
		if !e.match(v, i) {
			continue
		}
		for d := e.after; d < e.before && d <= w.top; d++ {
			if w.alive(v, d, v.Secs[i]) {
				w.start[d], w.ended = -1, true
			}
		}
	}
}

// strict tries every start: an attempt is over with the first event that is not
// its next step, which is nearly always at once.
func (w *walker) strict(v *timeline.View) {
	lo, hi := w.c.p.span(v.Secs)
	class, active := w.c.class, w.c.p.active
	for i := lo; i < hi; i++ {
		if class[v.Codes[i]]&1 == 0 {
			continue
		}
		if w.best.depth > 0 && i+1 < v.Len() {
			if next := v.Codes[i+1]; active[next] && class[next]&(classExclusion|2) == 0 {
				continue // it ends at step 1, as an earlier one did
			}
		}
		if !w.c.steps[0].match(v, i) {
			continue
		}
		if w.done() && (w.ended || i >= w.best.end) {
			return
		}
		w.run(v, i)
	}
}

// run follows the strict attempt that starts at event start.
func (w *walker) run(v *timeline.View, start int) {
	c, times := w.c, &w.times[1]
	depth, end := 1, start
	times[0] = v.Secs[start]
	for i := start + 1; i < v.Len() && depth < len(c.steps) && v.Secs[i]-times[0] <= c.window; i++ {
		code := v.Codes[i]
		if c.class[code]&classExclusion != 0 && c.excludes(v, i, depth) {
			w.ended = true
			break
		}
		if !c.p.active[code] {
			continue
		}
		if c.class[code]&(1<<depth) == 0 || !c.steps[depth].match(v, i) {
			break
		}
		times[depth], end = v.Secs[i], i
		depth++
	}
	if b := &w.best; depth > b.depth || depth == b.depth && end <= b.end {
		b.depth, b.start, b.end = depth, start, end
		copy(b.times[:depth], times[:depth])
	}
}

// excludes reports whether event i ends an attempt at the depth.
func (c *funnel) excludes(v *timeline.View, i, depth int) bool {
	for x := range c.exclusions {
		if e := &c.exclusions[x]; depth >= e.after && depth < e.before && e.match(v, i) {
			return true
		}
	}
	return false
}
