package insight

import (
	"context"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

func (*Sessions) Kind() string { return "sessions" }

func (s *Sessions) check(path string) error {
	if err := oneOf(join(path, "unit"), &s.Unit, "day", "hour", "week", "month", "total"); err != nil {
		return err
	}
	if s.Idle == "" {
		s.Idle = "30m"
	}
	if _, err := parseWindow(join(path, "idle"), s.Idle, standardIdle); err != nil {
		return err
	}
	if s.Contains != nil {
		if err := s.Contains.check(join(path, "contains")); err != nil {
			return err
		}
	}
	if len(s.KeyEvents) > 100 {
		return invalid(join(path, "key_events"), "%d names; at most 100", len(s.KeyEvents))
	}
	return s.Breakdown.check(join(path, "breakdown"))
}

func (s *Sessions) props(need func(string)) {
	need(sessionID)
	if s.Contains != nil {
		s.Contains.props(need)
	}
	s.Breakdown.props(need)
}

// sessions is the compiled question; cells are as in a trend.
type sessions struct {
	p        *plan
	q        *Sessions
	idle     int64
	starts   []int64
	buckets  *buckets
	contains *matcher // nil: every session
	pages    *codeSet
	keys     *codeSet
	groups   *groups
}

func compileSessions(ctx context.Context, p *plan, q *Sessions) (compiled, error) {
	starts, err := p.cal.cut(int64(p.from), int64(p.to), q.Unit)
	if err != nil {
		return nil, err
	}
	c := &sessions{p: p, q: q, starts: starts, buckets: newBuckets(starts), pages: &codeSet{}, keys: &codeSet{}}
	if c.idle, err = parseWindow("sessions.idle", q.Idle, standardIdle); err != nil {
		return nil, err
	}
	if q.Contains != nil {
		c.contains = p.matcher(q.Contains)
	}
	c.pages = p.matcherOf(kith.EventPageview, kith.EventScreen)
	c.keys = p.matcherOf(q.KeyEvents...)
	c.groups, err = p.rank(ctx, q.Breakdown, func() func(*timeline.View, *timeline.Col, []uint64) {
		each := c.visits()
		return func(v *timeline.View, col *timeline.Col, tally []uint64) {
			each(v, func(s *visit) { tally[col.At(s.first)]++ })
		}
	})
	return c, err
}

// matcherOf is the set of the named events; names not seen are left out.
func (p *plan) matcherOf(names ...string) *codeSet {
	set := &codeSet{}
	for _, name := range names {
		for _, n := range p.aliases.events(name) {
			if code, ok := p.snap.Names().Events.Find(n); ok {
				set[code] = true
			}
		}
	}
	return set
}

// visit is one session that counts.
type visit struct {
	first   int // index of its first event
	bucket  int
	events  int
	seconds uint32
	bounced bool
}

// visits returns a worker's function that yields the sessions of a history
// which begin in the range and contain what they must.
func (c *sessions) visits() func(*timeline.View, func(*visit)) {
	cutter := c.p.cutter(c.idle)
	return func(v *timeline.View, yield func(*visit)) {
		for lo, hi := cutter.next(v, 0); lo < hi && v.Secs[lo] < c.p.to; lo, hi = cutter.next(v, hi) {
			if v.Secs[lo] < c.p.from || c.contains != nil && !c.holds(v, lo, hi) {
				continue
			}
			s := visit{first: lo, bucket: c.buckets.of(v.Secs[lo])}
			last := lo
			for i, code := range v.Codes[lo:hi] {
				if c.p.active[code] {
					last = lo + i
					s.events++
				}
			}
			s.seconds = v.Secs[last] - v.Secs[lo]
			s.bounced = s.seconds < 10 && c.shallow(v.Codes[lo:hi])
			yield(&s)
		}
	}
}

// holds reports whether the session in [lo, hi) has an event that it must have.
func (c *sessions) holds(v *timeline.View, lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if c.p.active[v.Codes[i]] && c.contains.match(v, i) {
			return true
		}
	}
	return false
}

// shallow reports whether a session has at most one page and no key event.
func (c *sessions) shallow(codes []uint16) bool {
	pages := 0
	for _, code := range codes {
		if !c.p.active[code] {
			continue
		}
		if c.keys[code] {
			return false
		}
		if c.pages[code] {
			pages++
		}
	}
	return pages <= 1
}

func (c *sessions) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	bucket, err := -1, error(nil)
	if cell.Bucket != nil {
		if bucket, err = c.p.bucketIndex(cell, c.starts); err != nil {
			return nil, err
		}
	}
	group, err := c.groups.find(cell.Group)
	if err != nil {
		return nil, err
	}
	return func() func(*timeline.View) bool {
		each := c.visits()
		return func(v *timeline.View) (found bool) {
			each(v, func(s *visit) {
				found = found || (bucket < 0 || s.bucket == bucket) && (group < 0 || c.groups.of(v, s.first) == group) && (s.bounced || !cell.Bounced)
			})
			return found
		}
	}, nil
}

func (c *sessions) define() Definition {
	we, wz := windowWords(c.q.Idle)
	d := Definition{En: "Sessions (a gap of more than " + we + " ends one)", Zh: "访问次数（间隔超过 " + wz + "算新的一次）"}
	if c.q.Contains != nil {
		en, zh := c.p.define(c.q.Contains)
		d.En, d.Zh = d.En+" with "+en, d.Zh+"，其中有"+zh
	}
	u := unitWords[c.q.Unit]
	d.En, d.Zh = d.En+u.per, d.Zh+u.perZh
	if c.q.Breakdown != nil {
		d.En, d.Zh = d.En+", split by "+c.q.Breakdown.Property, d.Zh+"，按 "+c.q.Breakdown.Property+" 拆分"
	}
	return d.finish()
}
