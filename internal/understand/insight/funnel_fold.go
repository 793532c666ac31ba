package insight

import (
	"context"
	"slices"

	"kith/internal/observe/timeline"
)

// classExclusion marks, beside a bit for each step, codes that may exclude.
const classExclusion = 1 << 31

// funnel is the compiled question.
type funnel struct {
	p          *plan
	q          *Funnel
	window     uint32
	steps      []*matcher
	exclusions []exclusion
	person     bool // an attempt ended by an exclusion leaves the person out
	groups     *groups
	starts     []int64 // of the trend's units, nil without
	buckets    *buckets

	class  *[1 << 16]uint32 // by event code: steps (bit step-1) and exclusions that name it
	easy   uint32           // classes that start an attempt without a look at the event
	look   uint32           // classes that need one
	stepOf *[1 << 16]uint8  // by event code: the step that it alone is; nil unless the funnel is plain
	later  uint32           // classes of the steps after the first
}

type exclusion struct {
	*matcher
	after, before int
}

func compileFunnel(ctx context.Context, p *plan, q *Funnel) (compiled, error) {
	window, err := parseWindow("funnel.window", q.Window, standardWindow)
	if err != nil {
		return nil, err
	}
	c := &funnel{p: p, q: q, window: uint32(window), class: &[1 << 16]uint32{}}
	c.person = len(q.Exclude) > 0 && q.ExcludeMode == "person"
	for i := range q.Steps {
		m := p.matcher(&q.Steps[i])
		c.steps = append(c.steps, m)
		c.mark(m, 1<<i)
	}
	for i := range q.Exclude {
		x := exclusion{matcher: p.matcher(&q.Exclude[i].Selector), after: q.Exclude[i].After, before: q.Exclude[i].Before}
		c.exclusions = append(c.exclusions, x)
		c.mark(x.matcher, classExclusion)
	}
	if q.Order != "strict" { // where every activity counts
		matchers := slices.Clone(c.steps)
		for _, x := range c.exclusions {
			matchers = append(matchers, x.matcher)
		}
		p.onlyOf(matchers...)
	}
	c.later = 1<<len(q.Steps) - 2
	if len(c.steps[0].tests) == 0 {
		c.easy = 1
	}
	c.look = ^c.easy
	c.plain()
	if q.Trend != "" {
		if c.starts, err = p.cal.cut(int64(p.from), int64(p.to), q.Trend); err != nil {
			return nil, err
		}
		c.buckets = newBuckets(c.starts)
	}
	c.groups, err = p.rank(ctx, q.Breakdown, c.entries)
	return c, err
}

func (c *funnel) mark(m *matcher, bits uint32) {
	for code, in := range m.codes {
		if in {
			c.class[code] |= bits
		}
	}
}

// entries counts the events at which an attempt may start.
func (c *funnel) entries() func(*timeline.View, *timeline.Col, []uint64) {
	any, class := c.q.Order == "any", uint32(1)
	if any {
		class |= c.later
	}
	return func(v *timeline.View, col *timeline.Col, tally []uint64) {
		lo, hi := c.p.span(v.Secs)
		for i, code := range v.Codes[lo:hi] {
			if c.class[code]&class == 0 {
				continue
			}
			if any && c.firstStep(v, lo+i) >= 0 || !any && c.steps[0].match(v, lo+i) {
				tally[col.At(lo+i)]++
			}
		}
	}
}

// span finds the events in the question's range, [lo, hi).
func (p *plan) span(secs []uint32) (lo, hi int) {
	hi = len(secs)
	if hi > 0 && secs[hi-1] >= p.to {
		hi, _ = slices.BinarySearch(secs, p.to)
	}
	if hi > 0 && secs[0] < p.from {
		lo, _ = slices.BinarySearch(secs[:hi], p.from)
	}
	return lo, hi
}

// funnelFold counts one worker's persons: everyone first, then the groups.
type funnelFold struct {
	walker
	tallies []funnelTally
}

type funnelTally struct {
	reached            [maxSteps + 1]uint64      // best attempts by exact depth
	step               [maxSteps + 1]secondsList // from the step before, by depth reached
	total              [maxSteps + 1]secondsList // from step 1; of step 2 that is step
	open               uint64                    // may still convert
	entered, converted []uint64                  // by unit of the trend
}

func (c *funnel) fold() *funnelFold {
	f := &funnelFold{walker: walker{c: c}, tallies: make([]funnelTally, c.groups.len()+1)}
	for i := range f.tallies {
		if c.starts != nil {
			f.tallies[i].entered = make([]uint64, len(c.starts)-1)
			f.tallies[i].converted = make([]uint64, len(c.starts)-1)
		}
	}
	return f
}

func (f *funnelFold) visit(v *timeline.View) {
	f.walk(v)
	if f.best.depth == 0 {
		return
	}
	f.count(&f.tallies[0])
	if f.c.groups.col >= 0 {
		f.count(&f.tallies[1+f.c.groups.of(v, f.best.start)])
	}
}

func (f *funnelFold) count(t *funnelTally) {
	b, c := &f.best, f.c
	t.reached[b.depth]++
	for d := 2; d <= b.depth; d++ {
		t.step[d].add(b.times[d-1] - b.times[d-2])
		if d > 2 {
			t.total[d].add(b.times[d-1] - b.times[0])
		}
	}
	done := b.depth == len(c.steps)
	if !done && int64(b.times[0])+int64(c.window) > c.p.asOf {
		t.open++
	}
	if c.starts != nil {
		u := c.buckets.of(b.times[0])
		t.entered[u]++
		if done {
			t.converted[u]++
		}
	}
}

func (f *funnelFold) merge(from *funnelFold) {
	for i := range f.tallies {
		a, b := &f.tallies[i], &from.tallies[i]
		addAll(a.reached[:], b.reached[:])
		for d := range a.step {
			a.step[d].join(&b.step[d])
			a.total[d].join(&b.total[d])
		}
		a.open += b.open
		addAll(a.entered, b.entered)
		addAll(a.converted, b.converted)
	}
}

func (c *funnel) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	if cell.Step == 0 {
		cell.Step = 1
	}
	if cell.Step < 1 || cell.Step > len(c.steps) {
		return nil, invalid("cell.step", "the funnel has steps 1 to %d, not %d", len(c.steps), cell.Step)
	}
	if cell.Dropped && cell.Step == len(c.steps) {
		return nil, invalid("cell.dropped", "nobody leaves after the last step")
	}
	unit := -1
	if cell.Bucket != nil {
		if c.starts == nil {
			return nil, invalid("cell.bucket", "the question has no trend, so its answer has no buckets")
		}
		var err error
		if unit, err = c.p.bucketIndex(cell, c.starts); err != nil {
			return nil, err
		}
	}
	group, err := c.groups.find(cell.Group)
	if err != nil {
		return nil, err
	}
	return func() func(*timeline.View) bool {
		w := &walker{c: c}
		return func(v *timeline.View) bool {
			w.walk(v)
			b := &w.best
			return b.depth >= cell.Step && (!cell.Dropped || b.depth == cell.Step) &&
				(unit < 0 || c.buckets.of(b.times[0]) == unit) && (group < 0 || c.groups.of(v, b.start) == group)
		}
	}, nil
}
