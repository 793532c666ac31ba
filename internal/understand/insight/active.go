package insight

import (
	"context"
	"math/bits"

	"kith/internal/observe/timeline"
)

// shortcuts is the snapshot if it may spare reading all events; nil when one
// person is asked about or when properties decide which events there are.
func (p *plan) shortcuts() timeline.Shortcuts {
	if p.person != nil || len(p.where) > 0 {
		return nil
	}
	s, _ := p.snap.(timeline.Shortcuts)
	return s
}

// scanActive is scan over the units that persons were active in. It reports
// false, and nothing was done, when those cannot be had.
func scanActive[F any](ctx context.Context, p *plan, asked []timeline.Activity, fresh func() F, visit func(F, *timeline.ActiveBlock), merge func(into, from F)) (sum F, ok bool, err error) {
	type worker struct {
		fold           F
		words, persons uint64
	}
	var workers []*worker
	ok, err = p.shortcuts().ScanActive(ctx, asked, func() func(*timeline.ActiveBlock) {
		w := &worker{fold: fresh()}
		workers = append(workers, w)
		return func(b *timeline.ActiveBlock) {
			for k := range b.Sets {
				w.words += uint64(b.Sets[k].Offsets[b.Persons] - b.Sets[k].Offsets[0])
			}
			last := b.Sets[len(b.Sets)-1].Offsets
			for i := range b.Persons {
				if last[i] != last[i+1] {
					w.persons++
				}
			}
			visit(w.fold, b)
		}
	})
	if !ok || err != nil {
		return sum, ok, err
	}
	for i, w := range workers {
		p.events += w.words
		p.persons += w.persons
		if i > 0 {
			merge(workers[0].fold, w.fold)
		}
	}
	return workers[0].fold, true, nil
}

// unitSpan is a stretch of units, and which bits of which words they are.
type unitSpan struct {
	first, end int // units
	word       int // of the first
	masks      []uint64
}

func newUnitSpan(first, end int) unitSpan {
	s := unitSpan{first: first, end: end, word: first >> 6}
	for w := s.word; w<<6 < end; w++ {
		mask := ^uint64(0)
		if w<<6 < first {
			mask <<= first & 63
		}
		if over := (w+1)<<6 - end; over > 0 {
			mask &= ^uint64(0) >> over
		}
		s.masks = append(s.masks, mask)
	}
	return s
}

// in returns a word's bits in the span and its place there; none are in it when
// the bits are 0.
func (s *unitSpan) in(at uint16, word uint64) (place int, bits uint64) {
	place = int(at) - s.word
	if uint(place) >= uint(len(s.masks)) {
		return 0, 0
	}
	return place, word & s.masks[place]
}

// bitAt is where a unit of the span is counted.
func (s *unitSpan) bitAt(unit int) (place, bit int) { return unit>>6 - s.word, unit & 63 }

// firstUnit is the first unit of a word.
func firstUnit(at uint16, word uint64) int { return int(at)<<6 + bits.TrailingZeros64(word) }

// lastUnit is the last unit of a word.
func lastUnit(at uint16, word uint64) int { return int(at)<<6 + bits.Len64(word) - 1 }

// window is the 64 units from one on, of words lo to hi of a set.
func window(s *timeline.ActiveSet, lo, hi uint32, unit int) uint64 {
	var out uint64
	for k := lo; k < hi; k++ {
		switch from := int(s.At[k])<<6 - unit; {
		case from >= 64:
			return out
		case from >= 0:
			out |= s.Words[k] << from
		case from > -64:
			out |= s.Words[k] >> -from
		}
	}
	return out
}
