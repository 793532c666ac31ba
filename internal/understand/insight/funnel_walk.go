package insight

import "kith/internal/observe/timeline"

// maxSteps bounds a funnel, and the room an attempt needs for its times.
const maxSteps = 20

// attempt is one way through the funnel.
type attempt struct {
	depth int // steps reached, 0: none
	start int // index of the event at step 1
	end   int // index of the event at step depth
	times [maxSteps]uint32
}

// better reports whether a beats b: deeper, then finished earlier, then begun
// later.
func (a *attempt) better(b *attempt) bool {
	switch {
	case a.depth != b.depth:
		return a.depth > b.depth
	case a.end != b.end:
		return a.end < b.end
	}
	return a.start > b.start
}

// walker finds the best attempt of a history. It belongs to one worker.
//
// For each depth it keeps one chain: of the attempts that have reached the
// depth, the one that began last. An attempt that began earlier and reached no
// further can never end better: whatever event serves it serves the later one
// too, whose window closes later. So one pass finds the best attempt.
type walker struct {
	c     *funnel
	chain [maxSteps + 1]attempt // by depth; depth 0 unused
	top   int                   // deepest chain alive
	best  attempt
	ended bool // an exclusion ended some attempt
	index []anyEvent
}

// walk leaves the best attempt in w.best.
func (w *walker) walk(v *timeline.View) {
	w.best.depth, w.ended, w.top = 0, false, 0
	for d := range w.chain {
		w.chain[d].depth = 0
	}
	switch w.c.q.Order {
	case "any":
		w.any(v)
	case "strict":
		w.strict(v)
	default:
		w.ordered(v)
	}
	if w.ended && w.c.q.ExcludeMode == "person" {
		w.best.depth = 0
	}
}

func (w *walker) ordered(v *timeline.View) {
	c := w.c
	n := len(c.steps)
	for i, code := range v.Codes {
		class := c.class[code]
		if class == 0 {
			continue
		}
		if class&classExclusion != 0 && w.top > 0 {
			w.exclude(v, i)
		}
		sec := v.Secs[i]
		for d := min(w.top+1, n); d > 1; d-- {
			if from := &w.chain[d-1]; class&(1<<(d-1)) != 0 && from.depth > 0 && sec-from.times[0] <= c.window &&
				(w.chain[d].depth == 0 || from.start > w.chain[d].start) && c.steps[d-1].match(v, i) {
				w.advance(d, i, sec)
				if w.best.depth == n && !c.mayEnd {
					return // nothing is deeper, and nothing finishes earlier
				}
			}
		}
		if class&1 != 0 && sec >= c.p.from && sec < c.p.to && c.steps[0].match(v, i) {
			w.begin(i, sec)
		}
	}
}

// begin starts an attempt at event i.
func (w *walker) begin(i int, sec uint32) {
	a := &w.chain[1]
	a.depth, a.start, a.end, a.times[0] = 1, i, i, sec
	w.top = max(w.top, 1)
	if w.best.depth == 0 || w.best.depth == 1 && a.better(&w.best) {
		w.keep(a)
	}
}

// advance takes the chain at depth d-1 to depth d by event i.
func (w *walker) advance(d, i int, sec uint32) {
	from, to := &w.chain[d-1], &w.chain[d]
	to.depth, to.start, to.end = d, from.start, i
	copy(to.times[:d-1], from.times[:d-1])
	to.times[d-1] = sec
	w.top = max(w.top, d)
	if to.better(&w.best) {
		w.keep(to)
	}
}

func (w *walker) keep(a *attempt) {
	w.best.depth, w.best.start, w.best.end = a.depth, a.start, a.end
	copy(w.best.times[:a.depth], a.times[:a.depth])
}

// exclude ends the attempts that event i forbids: those at the exclusion's
// depths, and with each of them the same or an earlier start at lower depths,
// which stands for attempts that had come as far.
func (w *walker) exclude(v *timeline.View, i int) {
	for x := range w.c.exclusions {
		e := &w.c.exclusions[x]
		if !e.match(v, i) {
			continue
		}
		for d := e.after; d < e.before && d <= w.top; d++ {
			a := &w.chain[d]
			if a.depth == 0 || v.Secs[i]-a.times[0] > w.c.window || w.went(d) {
				continue
			}
			w.ended = true
			for lower := 1; lower < d; lower++ {
				if w.chain[lower].depth > 0 && w.chain[lower].start <= a.start {
					w.chain[lower].depth = 0
				}
			}
			a.depth = 0
		}
	}
}

// went reports whether the attempt that the chain at depth d stands for has
// since gone deeper.
func (w *walker) went(d int) bool {
	return d < len(w.c.steps) && w.chain[d+1].depth > 0 && w.chain[d+1].start >= w.chain[d].start
}

// strict: each step is the very next activity after the one before.
func (w *walker) strict(v *timeline.View) {
	c := w.c
	n := len(c.steps)
	for i, code := range v.Codes {
		if !c.p.active[code] && c.class[code] == 0 {
			continue
		}
		class, sec := c.class[code], v.Secs[i]
		if class&classExclusion != 0 && w.top > 0 {
			w.exclude(v, i)
		}
		top := 0
		for d := min(w.top+1, n); d > 1; d-- {
			from := &w.chain[d-1]
			if class&(1<<(d-1)) != 0 && from.depth > 0 && sec-from.times[0] <= c.window && c.steps[d-1].match(v, i) {
				w.advance(d, i, sec)
				top = max(top, d)
			} else {
				w.chain[d].depth = 0
			}
		}
		w.chain[1].depth = 0
		if class&1 != 0 && sec >= c.p.from && sec < c.p.to && c.steps[0].match(v, i) {
			w.begin(i, sec)
			top = max(top, 1)
		}
		w.top = top
	}
}

// any: the steps in any order within the window. The deepest attempt that ends
// at an event begins at the earliest start still in the window; of the starts
// that reach the same depth there, the last one counts.
func (w *walker) any(v *timeline.View) {
	c := w.c
	w.index = w.index[:0]
	lo := 0 // in w.index: first event in the window that may be a start
	counts, distinct := [maxSteps]int{}, 0
	for i, code := range v.Codes {
		step := c.firstStep(v, i, code)
		if step < 0 || v.Secs[i] < c.p.from {
			continue
		}
		sec := v.Secs[i]
		w.index = append(w.index, anyEvent{i, step})
		if counts[step]++; counts[step] == 1 {
			distinct++
		}
		for sec-v.Secs[w.index[lo].event] > c.window {
			if s := w.index[lo].step; counts[s] == 1 {
				distinct--
				counts[s] = 0
			} else {
				counts[s]--
			}
			lo++
		}
		if v.Secs[w.index[lo].event] >= c.p.to {
			return // no start is left
		}
		if distinct > w.best.depth {
			w.settle(v, lo, counts, distinct)
			if w.best.depth == len(c.steps) {
				return
			}
		}
	}
}

type anyEvent struct{ event, step int }

// settle takes the attempt that ends at the last of w.index, beginning as late
// after lo as its depth allows.
func (w *walker) settle(v *timeline.View, lo int, counts [maxSteps]int, distinct int) {
	for counts[w.index[lo].step] > 1 && lo+1 < len(w.index) && v.Secs[w.index[lo+1].event] < w.c.p.to {
		counts[w.index[lo].step]--
		lo++
	}
	b := &w.best
	b.depth, b.start, b.end = 0, w.index[lo].event, w.index[len(w.index)-1].event
	reached := uint32(0)
	for _, e := range w.index[lo:] {
		if reached&(1<<e.step) == 0 {
			reached |= 1 << e.step
			b.times[b.depth] = v.Secs[e.event]
			b.depth++
		}
	}
	if b.depth != distinct {
		panic("a funnel's window lost a step")
	}
}
