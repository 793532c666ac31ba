package insight

import (
	"context"

	"kith/internal/observe/timeline"
)

// active answers by the units that persons were active in; nil when named events
// are not what is asked.
func (c *lifecycle) active(ctx context.Context) ([]uint64, error) {
	codes, named := c.m.named()
	if !named || c.p.shortcuts() == nil {
		return nil, nil
	}
	units := c.p.cal.units(c.q.Unit)
	first, ok := aligned(units, c.starts)
	if !ok {
		return nil, nil
	}
	span := newUnitSpan(first, first+len(c.starts)-1)
	sum, ok, err := scanActive(ctx, c.p, []timeline.Activity{{Codes: codes, Units: units}},
		func() *lifecycleActive { return newLifecycleActive(span) }, (*lifecycleActive).visit, (*lifecycleActive).merge)
	if !ok || err != nil {
		return nil, err
	}
	sum.settle()
	return sum.n, nil
}

// lifecycleActive counts one worker's persons: by word of units, those who came
// (new or back), stayed and left; and the new ones by unit.
type lifecycleActive struct {
	span               unitSpan
	came, stayed, left []bitCounts
	born               []uint64
	n                  []uint64 // by unit and state, when settled
}

func newLifecycleActive(span unitSpan) *lifecycleActive {
	words, units := len(span.masks), span.end-span.first
	return &lifecycleActive{span: span, came: make([]bitCounts, words), stayed: make([]bitCounts, words), left: make([]bitCounts, words),
		born: make([]uint64, units), n: make([]uint64, units*states)}
}

func (f *lifecycleActive) visit(b *timeline.ActiveBlock) {
	s := &b.Sets[0]
	for i := range b.Persons {
		lo, hi := s.Offsets[i], s.Offsets[i+1]
		if lo == hi {
			continue
		}
		if unit := firstUnit(s.At[lo], s.Words[lo]) - f.span.first; uint(unit) < uint(len(f.born)) {
			f.born[unit]++
		}
		before, after := -1, uint64(0) // the word before, and whether its last unit was active
		for k := lo; k < hi; k++ {
			at, word := int(s.At[k]), s.Words[k]
			if at != before+1 {
				f.gone(before+1, after)
				after = 0
			}
			f.word(at, word, word<<1|after)
			before, after = at, word>>63
		}
		f.gone(before+1, after)
	}
}

// word counts 64 units: active now, and active in the unit before each.
func (f *lifecycleActive) word(at int, now, before uint64) {
	place := at - f.span.word
	if uint(place) >= uint(len(f.came)) {
		return
	}
	mask := f.span.masks[place]
	f.came[place].add(now &^ before & mask)
	f.stayed[place].add(now & before & mask)
	f.left[place].add(before &^ now & mask)
}

// gone counts a word without activity, if the last unit before it had some.
func (f *lifecycleActive) gone(at int, before uint64) {
	if before != 0 {
		f.word(at, 0, before)
	}
}

func (f *lifecycleActive) merge(from *lifecycleActive) {
	f.settle()
	from.settle()
	addAll(f.n, from.n)
}

// settle turns what was counted by bits into the counts by state.
func (f *lifecycleActive) settle() {
	for unit, born := range f.born {
		place, bit := f.span.bitAt(f.span.first + unit)
		n := f.n[unit*states:]
		if f.came == nil {
			return
		}
		n[stateNew] += born
		n[stateResurrecting] += f.came[place].count(bit) - born
		n[stateReturning] += f.stayed[place].count(bit)
		n[stateDormant] += f.left[place].count(bit)
	}
	f.came = nil
}
