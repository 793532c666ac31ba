package insight

import (
	"context"

	"kith/internal/observe/timeline"
)

// activePersons counts the persons of a series by the units they were active
// in, when that says enough: distinct persons of whole units, told apart by
// event names alone. It reports false when it has not.
func (c *trend) activePersons(ctx context.Context, s *trendSeries, t *trendTally) (bool, error) {
	codes, named := s.named()
	if s.Measure != "unique" || c.groups.col >= 0 || !named || c.t.Unit == "hour" || c.t.Unit == "total" || c.p.shortcuts() == nil {
		return false, nil
	}
	units, n := c.p.cal.units(c.t.Unit), len(c.starts)-1
	first, ok := aligned(units, c.starts)
	if !ok || int64(c.p.from) != c.starts[0] || int64(c.p.to) != c.starts[n] || first < s.back {
		return false, nil
	}
	if s.back > 0 {
		if before, ok := units.At(int64(s.from)); !ok || before != first-s.back {
			return false, nil
		}
	}
	sum, ok, err := scanActive(ctx, c.p, []timeline.Activity{{Codes: codes, Units: units}},
		func() *trendActive { return newTrendActive(newUnitSpan(first-s.back, first+n), s) },
		(*trendActive).visit, (*trendActive).merge)
	if !ok || err != nil {
		return false, err
	}
	for b := range n {
		t.unique[b] = sum.count(first + b)
	}
	t.unique[n] = sum.persons
	return true, nil
}

// trendActive counts one worker's persons by unit.
type trendActive struct {
	span    unitSpan
	whole   unitSpan // the range alone
	rolling int      // units that a person counts for
	counts  []bitCounts
	more    []uint64 // of other workers, by place and bit
	persons uint64
	smear   []uint64
}

func newTrendActive(span unitSpan, s *trendSeries) *trendActive {
	n := len(span.masks)
	return &trendActive{span: span, whole: newUnitSpan(span.first+s.back, span.end), rolling: s.Rolling,
		counts: make([]bitCounts, n), more: make([]uint64, 64*n), smear: make([]uint64, n)}
}

func (f *trendActive) visit(b *timeline.ActiveBlock) {
	if f.rolling > 1 {
		f.roll(b)
		return
	}
	s := &b.Sets[0]
	lo := s.Offsets[0]
	for _, hi := range s.Offsets[1 : b.Persons+1] {
		var any uint64
		for k := lo; k < hi; k++ {
			if place, bits := f.span.in(s.At[k], s.Words[k]); bits != 0 {
				f.counts[place].add(bits)
				any = 1
			}
		}
		f.persons += any
		lo = hi
	}
}

// roll counts a person in every unit that has one of activity in the window
// that ends with it: each bit is doubled until it covers the window.
func (f *trendActive) roll(b *timeline.ActiveBlock) {
	s := &b.Sets[0]
	for i := range b.Persons {
		any, inside := false, false
		for k := s.Offsets[i]; k < s.Offsets[i+1]; k++ {
			if place, bits := f.span.in(s.At[k], s.Words[k]); bits != 0 {
				f.smear[place], any = bits, true
				_, bits = f.whole.in(s.At[k], bits)
				inside = inside || bits != 0
			}
		}
		if !any {
			continue
		}
		if inside {
			f.persons++
		}
		for done := 1; done < f.rolling; {
			n := min(done, f.rolling-done)
			orShifted(f.smear, n)
			done += n
		}
		for place, bits := range f.smear {
			if bits &= f.span.masks[place]; bits != 0 {
				f.counts[place].add(bits)
			}
			f.smear[place] = 0
		}
	}
}

// orShifted sets every bit that is n places after one that is set.
func orShifted(words []uint64, n int) {
	skip, by := n>>6, n&63
	for i := len(words) - 1; i >= skip; i-- {
		from := words[i-skip] << by
		if by > 0 && i > skip {
			from |= words[i-skip-1] >> (64 - by)
		}
		words[i] |= from
	}
}

func (f *trendActive) count(unit int) uint64 {
	place, bit := f.span.bitAt(unit)
	return f.counts[place].count(bit) + f.more[64*place+bit]
}

func (f *trendActive) merge(from *trendActive) {
	for i := range f.more {
		f.more[i] += from.counts[i>>6].count(i&63) + from.more[i]
	}
	f.persons += from.persons
}
