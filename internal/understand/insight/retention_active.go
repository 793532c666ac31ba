package insight

import (
	"context"
	"math/bits"

	"kith/internal/observe/timeline"
)

// active answers by the units that persons were active in, when that says
// enough: whole days of the range, calendar periods, no groups, and a start that
// is itself a return, so that nobody asks what came first within a unit. It
// gives nil when it does not.
func (c *retention) active(ctx context.Context) (*retentionFold, error) {
	start, named := c.start.named()
	back, both := c.back.named()
	if !named || !both || c.groups.col >= 0 || c.length > 0 || c.q.Unit == "hour" || !subset(start.Set, back.Set) || c.p.shortcuts() == nil {
		return nil, nil
	}
	days, units := c.p.cal.units("day"), c.p.cal.units(c.q.Unit)
	from, ok := days.At(int64(c.p.from))
	to, until := days.At(int64(c.p.to))
	first, near := aligned(units, c.starts)
	if !ok || !until || !near {
		return nil, nil
	}
	of := &retentionDays{c: c, first: first, from: from}
	for day := from; day < to; day++ {
		of.cohorts = append(of.cohorts, int32(units.Of(days.Starts[day])-first))
	}
	of.words = c.last>>6 + 1
	of.end = ^uint64(0) >> (63 - c.last&63)
	sum, ok, err := scanActive(ctx, c.p, []timeline.Activity{{Codes: start, Units: days}, {Codes: back, Units: units}},
		of.fold, (*retentionActive).visit, (*retentionActive).merge)
	if !ok || err != nil {
		return nil, err
	}
	return sum.retentionFold(), nil
}

func subset(a, b *codeSet) bool {
	for code, in := range a {
		if in && !b[code] {
			return false
		}
	}
	return true
}

// retentionDays tells cohorts by the day of the start, and periods by the unit
// of the return.
type retentionDays struct {
	c       *retention
	first   int     // unit of the first cohort
	from    int     // first day of the range
	cohorts []int32 // by day of the range
	words   int     // that hold the periods of a cohort
	end     uint64  // the bits of the last of them
}

// retentionActive counts one worker's persons.
type retentionActive struct {
	*retentionDays
	size  []uint64
	cells []uint64
	bits  []bitCounts // by cohort and word of periods; mode on
}

func (d *retentionDays) fold() *retentionActive {
	f := &retentionActive{retentionDays: d, size: make([]uint64, d.c.cohorts), cells: make([]uint64, d.c.cohorts*len(d.c.columns))}
	if d.c.q.Mode == "on" {
		f.bits = make([]bitCounts, d.c.cohorts*d.words)
	}
	return f
}

func (f *retentionActive) visit(b *timeline.ActiveBlock) {
	start, back := &b.Sets[0], &b.Sets[1]
	for i := range b.Persons {
		lo, hi := start.Offsets[i], start.Offsets[i+1]
		if lo == hi {
			continue
		}
		switch f.c.q.Cohort {
		case "first_ever":
			f.member(back, i, firstUnit(start.At[lo], start.Words[lo])-f.from)
		case "first_in_range":
			f.firstInRange(start, lo, hi, back, i)
		default:
			f.every(start, lo, hi, back, i)
		}
	}
}

func (f *retentionActive) firstInRange(start *timeline.ActiveSet, lo, hi uint32, back *timeline.ActiveSet, i int) {
	for k := lo; k < hi; k++ {
		word := start.Words[k]
		if before := f.from - int(start.At[k])<<6; before > 0 {
			word &= ^uint64(0) << min(before, 64) // all gone by 64
		}
		if word != 0 {
			f.member(back, i, firstUnit(start.At[k], word)-f.from)
			return
		}
	}
}

func (f *retentionActive) every(start *timeline.ActiveSet, lo, hi uint32, back *timeline.ActiveSet, i int) {
	last := int32(-1)
	for k := lo; k < hi; k++ {
		for word := start.Words[k]; word != 0; word &= word - 1 {
			day := firstUnit(start.At[k], word) - f.from
			if day < 0 {
				continue
			}
			if day >= len(f.cohorts) {
				return
			}
			if cohort := f.cohorts[day]; cohort != last {
				last = cohort
				f.member(back, i, day)
			}
		}
	}
}

// member counts person i of a block, whose start was on the day of the range.
func (f *retentionActive) member(back *timeline.ActiveSet, i, day int) {
	if uint(day) >= uint(len(f.cohorts)) {
		return
	}
	cohort := int(f.cohorts[day])
	f.size[cohort]++
	lo, hi, unit := back.Offsets[i], back.Offsets[i+1], f.first+cohort
	switch {
	case f.bits != nil:
		at := f.bits[cohort*f.words:]
		for k := range f.words - 1 {
			at[k].add(window(back, lo, hi, unit+64*k))
		}
		at[f.words-1].add(window(back, lo, hi, unit+64*(f.words-1)) & f.end)
	case f.c.brackets != nil:
		f.spans(back, lo, hi, unit, cohort)
	default: // on_or_after: the last return tells
		n := min(lastUnit(back.At[hi-1], back.Words[hi-1])-unit, f.c.last)
		f.cells[cohort*len(f.c.columns)+n]++
	}
}

// spans counts a member in every bracket with a return.
func (f *retentionActive) spans(back *timeline.ActiveSet, lo, hi uint32, unit, cohort int) {
	seen := uint32(0)
	for k := range f.words {
		word := window(back, lo, hi, unit+64*k)
		if k == f.words-1 {
			word &= f.end
		}
		for ; word != 0; word &= word - 1 {
			seen |= f.c.brackets[64*k+bits.TrailingZeros64(word)]
		}
	}
	cells := f.cells[cohort*len(f.c.columns):]
	for ; seen != 0; seen &= seen - 1 {
		cells[bits.TrailingZeros32(seen)]++
	}
}

func (f *retentionActive) merge(from *retentionActive) {
	f.settle()
	from.settle()
	addAll(f.size, from.size)
	addAll(f.cells, from.cells)
}

// settle turns what was counted by bits into cells.
func (f *retentionActive) settle() {
	for cohort := range f.size {
		for n := range f.c.columns {
			if f.bits != nil {
				f.cells[cohort*len(f.c.columns)+n] += f.bits[cohort*f.words+n>>6].count(n & 63)
			}
		}
	}
	f.bits = nil
}

func (f *retentionActive) retentionFold() *retentionFold {
	f.settle()
	return &retentionFold{returns: returns{c: f.c}, size: f.size, cells: f.cells}
}
