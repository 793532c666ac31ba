package insight

import (
	"math/bits"

	"kith/internal/observe/timeline"
)

// anyStep is an event that counts for a step, both from 0.
type anyStep struct{ event, step int32 }

// firstStep is the first step, from 0, that event i matches; -1 for none.
func (c *funnel) firstStep(v *timeline.View, i int) int {
	for class := c.class[v.Codes[i]]; class != 0; class &= class - 1 {
		s := bits.TrailingZeros32(class)
		if c.steps[s].match(v, i) {
			return s
		}
	}
	return -1
}

// any: the steps in any order within the window. The deepest attempt that ends
// at an event starts at the earliest start still in the window; of the starts
// that reach the same depth there, the last one counts.
func (w *walker) any(v *timeline.View) {
	c := w.c
	from, to := c.p.span(v.Secs)
	w.steps = w.steps[:0]
	lo := 0 // in w.steps: the earliest start in the window
	counts, distinct := [maxSteps]int32{}, 0
	for i := from; i < v.Len(); i++ {
		if c.class[v.Codes[i]] == 0 {
			continue
		}
		step := c.firstStep(v, i)
		if step < 0 {
			continue
		}
		w.steps = append(w.steps, anyStep{int32(i), int32(step)})
		if counts[step]++; counts[step] == 1 {
			distinct++
		}
		for v.Secs[i]-v.Secs[w.steps[lo].event] > c.window {
			s := w.steps[lo].step
			if counts[s]--; counts[s] == 0 {
				distinct--
			}
			lo++
		}
		if int(w.steps[lo].event) >= to {
			return // no start is left
		}
		if distinct > w.best.depth {
			w.settle(v, lo, to, counts)
			if w.best.depth == len(c.steps) {
				return
			}
		}
	}
}

// settle takes the attempt that ends at the last of w.steps, starting as late
// from lo on, and before event to, as its depth allows.
func (w *walker) settle(v *timeline.View, lo, to int, counts [maxSteps]int32) {
	for counts[w.steps[lo].step] > 1 && int(w.steps[lo+1].event) < to {
		counts[w.steps[lo].step]--
		lo++
	}
	b := &w.best
	b.depth, b.start, b.end = 0, int(w.steps[lo].event), int(w.steps[len(w.steps)-1].event)
	reached := uint32(0)
	for _, e := range w.steps[lo:] {
		if reached&(1<<e.step) == 0 {
			reached |= 1 << e.step
			b.times[b.depth] = v.Secs[e.event]
			b.depth++
		}
	}
}
