package insight

import (
	"math/bits"

	"kith/internal/observe/timeline"
)

// noStep stands, in funnel.stepOf, for codes that are no step.
const noStep = maxSteps

// plain makes stepOf, if the funnel is ordered and each step told by codes of its
// own: then a history of few events is followed bit by bit.
func (c *funnel) plain() {
	if c.q.Order != "ordered" || len(c.exclusions) > 0 {
		return
	}
	of := &[1 << 16]uint8{}
	for code, class := range c.class {
		if class&(class-1) != 0 {
			return
		}
		of[code] = noStep
		if class != 0 {
			of[code] = uint8(bits.TrailingZeros32(class))
		}
	}
	for _, s := range c.steps {
		if len(s.tests) > 0 {
			return
		}
	}
	c.stepOf = of
}

// after and before are the bits beyond a place, on either side.
func after(place int) uint64 { return ^uint64(1) << place }
func until(place int) uint64 { return 1<<place - 1 }

// bits finds the best attempt of a history of at most 64 events, whose starts lie
// in [lo, hi). A word a step says which events are that step. From a start, the
// next step is always the next bit of the next word; from an end, the latest
// start that reaches it is found by the last bits backwards.
func (w *walker) bits(v *timeline.View, lo, hi int) {
	var of [32]uint64
	stepOf := w.c.stepOf
	for i, code := range v.Codes {
		of[stepOf[code]&31] |= 1 << i
	}
	of[0] &= until(hi) &^ until(lo)
	steps := of[:len(w.c.steps)]
	if steps[0] == 0 {
		return
	}
	first := bits.TrailingZeros64(steps[0])
	w.best.depth, w.best.start, w.best.end, w.best.times[0] = 1, first, first, v.Secs[first]
	var ends [maxSteps]int // of the first start's attempt, were there no window
	ends[0] = first
	depth := 1
	for ; depth < len(steps); depth++ {
		next := steps[depth] & after(ends[depth-1])
		if next == 0 {
			break
		}
		ends[depth] = bits.TrailingZeros64(next)
	}
	for ; depth > 1; depth-- {
		if w.reach(v, steps[:depth], ends[depth-1]) {
			return
		}
	}
}

// reach looks for the earliest end of the last step within the window; end is
// that of the first start.
func (w *walker) reach(v *timeline.View, steps []uint64, end int) bool {
	for {
		start := end
		for k := len(steps) - 2; k >= 0; k-- {
			start = 63 - bits.LeadingZeros64(steps[k]&until(start))
		}
		if v.Secs[end]-v.Secs[start] <= w.c.window {
			w.took(v, steps, start)
			return true
		}
		next := steps[0] & after(start)
		for _, step := range steps[1:] {
			if next == 0 {
				return false
			}
			next = step & after(bits.TrailingZeros64(next))
		}
		if next == 0 {
			return false
		}
		end = bits.TrailingZeros64(next)
	}
}

// took notes the attempt of a start that reaches all the steps.
func (w *walker) took(v *timeline.View, steps []uint64, start int) {
	b, at := &w.best, start
	b.times[0] = v.Secs[start]
	for k, step := range steps[1:] {
		at = bits.TrailingZeros64(step & after(at))
		b.times[k+1] = v.Secs[at]
	}
	b.depth, b.start, b.end = len(steps), start, at
}
