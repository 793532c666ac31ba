package insight

import (
	"context"
	"math/bits"

	"kith/internal/observe/timeline"
)

func (*Stickiness) Kind() string { return "stickiness" }

func (s *Stickiness) check(path string) error {
	if err := s.Selector.check(join(path, "selector")); err != nil {
		return err
	}
	return oneOf(join(path, "unit"), &s.Unit, "day", "week", "month")
}

func (s *Stickiness) props(need func(string)) { s.Selector.props(need) }

type stickiness struct {
	p       *plan
	q       *Stickiness
	m       *matcher
	starts  []int64
	buckets *buckets
}

func compileStickiness(_ context.Context, p *plan, q *Stickiness) (compiled, error) {
	starts, err := p.cal.cut(int64(p.from), int64(p.to), q.Unit)
	if err != nil {
		return nil, err
	}
	c := &stickiness{p: p, q: q, m: p.matcher(&q.Selector), starts: starts, buckets: newBuckets(starts)}
	p.onlyOf(c.m)
	return c, nil
}

// active counts the units with a match.
func (c *stickiness) active(v *timeline.View) int {
	n := 0
	for i := timeline.Seek(v.Secs, 0, c.p.from); i < len(v.Secs) && v.Secs[i] < c.p.to; {
		if !c.m.match(v, i) {
			i++
			continue
		}
		n++
		i = timeline.Seek(v.Secs, i+1, c.buckets.starts[c.buckets.of(v.Secs[i])+1])
	}
	return n
}

func (c *stickiness) answer(ctx context.Context, a *Answer) error {
	by, ok, err := c.activeUnits(ctx)
	if !ok && err == nil {
		by, err = scan(ctx, c.p, c.fold, func(by []uint64, v *timeline.View) { by[c.active(v)]++ }, addAll)
	}
	if err != nil {
		return err
	}
	out := &StickinessAnswer{Units: make([]StickinessRow, c.buckets.len())}
	var personUnits, atLeast uint64
	for n := c.buckets.len(); n > 0; n-- {
		atLeast += by[n]
		personUnits += by[n] * uint64(n)
		out.Units[n-1] = StickinessRow{Active: n, Persons: by[n], AtLeast: atLeast}
	}
	out.Persons = atLeast
	for i := range out.Units {
		out.Units[i].Share = ratio(float64(out.Units[i].Persons), float64(atLeast))
	}
	out.Ratio = ratio(float64(personUnits)/float64(c.buckets.len()), float64(atLeast))
	a.Stickiness = out
	return nil
}

func (c *stickiness) fold() []uint64 { return make([]uint64, c.buckets.len()+1) }

// activeUnits is the fold over the units of activity; false when whole units of
// named events are not what is asked.
func (c *stickiness) activeUnits(ctx context.Context) (by []uint64, ok bool, err error) {
	codes, named := c.m.named()
	units := c.p.cal.units(c.q.Unit)
	first, near := aligned(units, c.starts)
	if !named || !near || int64(c.p.from) != c.starts[0] || int64(c.p.to) != c.starts[len(c.starts)-1] || c.p.shortcuts() == nil {
		return nil, false, nil
	}
	span := newUnitSpan(first, first+c.buckets.len())
	return scanActive(ctx, c.p, []timeline.Activity{{Codes: codes, Units: units}}, c.fold, func(by []uint64, b *timeline.ActiveBlock) {
		s := &b.Sets[0]
		for i := range b.Persons {
			n := 0
			for k := s.Offsets[i]; k < s.Offsets[i+1]; k++ {
				_, word := span.in(s.At[k], s.Words[k])
				n += bits.OnesCount64(word)
			}
			by[n]++
		}
	}, addAll)
}

func (c *stickiness) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	if cell.Active < 0 || cell.Active > c.buckets.len() {
		return nil, invalid("cell.active", "the range has %d units, not %d", c.buckets.len(), cell.Active)
	}
	return func() func(*timeline.View) bool {
		return func(v *timeline.View) bool {
			n := c.active(v)
			return n > 0 && (cell.Active == 0 || n == cell.Active)
		}
	}, nil
}

func (c *stickiness) define() Definition {
	en, zh := c.p.define(&c.q.Selector)
	u := unitWords[c.q.Unit]
	return Definition{
		En: "In how many " + u.noun + "s of the range people had " + en,
		Zh: "时间段内每个人有多少" + u.nounZh + "出现过" + zh,
	}.finish()
}
