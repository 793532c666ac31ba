package insight

import (
	"context"

	"kith/internal/observe/timeline"
)

func (*Lifecycle) Kind() string { return "lifecycle" }

func (l *Lifecycle) check(path string) error {
	if err := l.Selector.check(join(path, "selector")); err != nil {
		return err
	}
	return oneOf(join(path, "unit"), &l.Unit, "day", "week", "month")
}

func (l *Lifecycle) props(need func(string)) { l.Selector.props(need) }

// The states, as columns of the count.
const (
	stateNew = iota
	stateReturning
	stateResurrecting
	stateDormant
	states
)

var stateNames = [states]string{"new", "returning", "resurrecting", "dormant"}

type lifecycle struct {
	p       *plan
	q       *Lifecycle
	m       *matcher
	starts  []int64
	buckets *buckets // one unit more in front, for who was there before
}

func compileLifecycle(_ context.Context, p *plan, q *Lifecycle) (compiled, error) {
	starts, err := p.cal.cut(int64(p.from), int64(p.to), q.Unit)
	if err != nil {
		return nil, err
	}
	before := max(0, p.cal.step(starts[0], q.Unit, -1))
	c := &lifecycle{p: p, q: q, m: p.matcher(&q.Selector), starts: starts,
		buckets: newBuckets(append([]int64{before}, starts...))}
	p.onlyOf(c.m)
	return c, nil
}

// states calls in for each unit of the range (from 0) that finds the person in
// a state.
func (c *lifecycle) states(v *timeline.View, in func(unit, state int)) {
	const never = -2
	last, born, units := never, false, len(c.starts)-1
	next, end := uint32(0), uint32(c.starts[units])
	for i, sec := range v.Secs {
		if sec < next || !c.m.codes[v.Codes[i]] {
			continue
		}
		if sec >= end {
			break
		}
		if len(c.m.tests) > 0 && !passes(c.m.tests, v, i) {
			continue
		}
		b := c.buckets.of(sec)
		if b < 0 { // before the unit in front: only that it was matters
			born, next = true, c.buckets.starts[0]
			continue
		}
		unit := b - 1
		switch {
		case unit < 0:
		case !born:
			in(unit, stateNew)
		case last == unit-1:
			in(unit, stateReturning)
		default:
			in(unit, stateResurrecting)
		}
		if last != never && last < unit-1 {
			in(last+1, stateDormant)
		}
		born, last, next = true, unit, c.buckets.starts[b+1]
	}
	if last != never && last+1 < units {
		in(last+1, stateDormant)
	}
}

func (c *lifecycle) answer(ctx context.Context, a *Answer) error {
	units := len(c.starts) - 1
	n, err := c.active(ctx)
	if n == nil && err == nil {
		n, err = scan(ctx, c.p, func() []uint64 { return make([]uint64, units*states) }, func(n []uint64, v *timeline.View) {
			c.states(v, func(unit, state int) { n[unit*states+state]++ })
		}, addAll)
	}
	if err != nil {
		return err
	}
	out := &LifecycleAnswer{}
	for u, b := range c.p.bucketsOf(c.starts) {
		at := n[u*states:]
		out.Buckets = append(out.Buckets, LifecycleBucket{Bucket: b, New: at[stateNew], Returning: at[stateReturning],
			Resurrecting: at[stateResurrecting], Dormant: at[stateDormant]})
	}
	a.Lifecycle = out
	return nil
}

func (c *lifecycle) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	state := -1
	for i, name := range stateNames {
		if name == cell.State {
			state = i
		}
	}
	if state < 0 {
		return nil, invalid("cell.state", "%q is not one of new, returning, resurrecting, dormant", clip(cell.State))
	}
	if cell.Bucket == nil {
		return nil, invalid("cell.bucket", "the start of a bucket is missing")
	}
	want, err := c.p.bucketIndex(cell, c.starts)
	if err != nil {
		return nil, err
	}
	return func() func(*timeline.View) bool {
		return func(v *timeline.View) (found bool) {
			c.states(v, func(unit, s int) { found = found || unit == want && s == state })
			return found
		}
	}, nil
}

func (c *lifecycle) define() Definition {
	en, zh := c.p.define(&c.q.Selector)
	u := unitWords[c.q.Unit]
	return Definition{
		En: "People by " + u.noun + ": new (first " + en + " ever), returning (also the " + u.noun + " before), resurrecting (after a gap), dormant (the " + u.noun + " before, not in this one)",
		Zh: "每" + u.nounZh + "的人：新增（第一次有" + zh + "）、持续（上一" + u.nounZh + "也有）、回归（隔了一段时间再有）、沉默（上一" + u.nounZh + "有而这一" + u.nounZh + "没有）",
	}.finish()
}
