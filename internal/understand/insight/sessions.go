package insight

import (
	"context"
	"slices"

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
		if code, ok := p.snap.Names().Events.Find(name); ok {
			set[code] = true
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
		cutter.cut(v, func(events []int32) {
			first, last := int(events[0]), int(events[len(events)-1])
			if v.Secs[first] < c.p.from || v.Secs[first] >= c.p.to {
				return
			}
			if c.contains != nil && !slices.ContainsFunc(events, func(i int32) bool { return c.contains.match(v, int(i)) }) {
				return
			}
			s := visit{first: first, bucket: c.buckets.of(v.Secs[first]), events: len(events), seconds: v.Secs[last] - v.Secs[first]}
			s.bounced = s.seconds < 10 && c.shallow(v, events)
			yield(&s)
		})
	}
}

// shallow reports whether there is at most one page and no key event.
func (c *sessions) shallow(v *timeline.View, events []int32) bool {
	pages := 0
	for _, i := range events {
		if c.keys[v.Codes[i]] {
			return false
		}
		if c.pages[v.Codes[i]] {
			pages++
		}
	}
	return pages <= 1
}

type sessionsFold struct {
	c     *sessions
	each  func(*timeline.View, func(*visit))
	stamp uint32
	cells []sessionsCell
}

type sessionsCell struct {
	sessions, persons, events, bounced uint64
	seen                               uint32
	seconds                            []uint32
}

func (c *sessions) answer(ctx context.Context, a *Answer) error {
	width, units := c.groups.len()+1, len(c.starts)-1 // everyone, then the groups
	sum, err := scan(ctx, c.p, func() *sessionsFold {
		return &sessionsFold{c: c, each: c.visits(), cells: make([]sessionsCell, (units+1)*width)}
	}, (*sessionsFold).visit, (*sessionsFold).merge)
	if err != nil {
		return err
	}
	buckets := c.p.bucketsOf(c.starts)
	whole := Bucket{Start: c.p.at(int64(c.p.from)), End: c.p.at(int64(c.p.to)), Incomplete: int64(c.p.to) > c.p.asOf}
	out := &SessionsAnswer{}
	for g := range 1 + len(c.groups.list) {
		group := SessionsGroup{Total: sum.cells[units*width+g].row(whole)}
		if g > 0 {
			group.Group = c.groups.group(g - 1)
		}
		for b := range buckets {
			group.Buckets = append(group.Buckets, sum.cells[b*width+g].row(buckets[b]))
		}
		out.Groups = append(out.Groups, group)
	}
	a.Sessions = out
	return nil
}

func (f *sessionsFold) visit(v *timeline.View) {
	f.stamp++
	width := f.c.groups.len() + 1
	whole := (len(f.c.starts) - 1) * width
	f.each(v, func(s *visit) {
		f.count(&f.cells[s.bucket*width], s)
		f.count(&f.cells[whole], s)
		if f.c.groups.col >= 0 {
			g := 1 + f.c.groups.of(v, s.first)
			f.count(&f.cells[s.bucket*width+g], s)
			f.count(&f.cells[whole+g], s)
		}
	})
}

func (f *sessionsFold) count(cell *sessionsCell, s *visit) {
	cell.sessions++
	cell.events += uint64(s.events)
	if s.bounced {
		cell.bounced++
	}
	if cell.seen != f.stamp {
		cell.seen = f.stamp
		cell.persons++
	}
	cell.seconds = append(cell.seconds, s.seconds)
}

func (f *sessionsFold) merge(from *sessionsFold) {
	for i := range f.cells {
		a, b := &f.cells[i], &from.cells[i]
		a.sessions += b.sessions
		a.persons += b.persons
		a.events += b.events
		a.bounced += b.bounced
		a.seconds = append(a.seconds, b.seconds...)
	}
}

func (cell *sessionsCell) row(b Bucket) SessionsRow {
	n := float64(cell.sessions)
	row := SessionsRow{Bucket: b, Sessions: cell.sessions, Persons: cell.persons, Events: cell.events, Bounced: cell.bounced,
		BounceRate: ratio(float64(cell.bounced), n), EventsPerVisit: ratio(float64(cell.events), n), SessionsPerHead: ratio(n, float64(cell.persons))}
	if cell.sessions > 0 {
		var seconds uint64
		for _, s := range cell.seconds {
			seconds += uint64(s)
		}
		row.AverageSeconds = ratio(float64(seconds), n)
		median := percentile(cell.seconds, 50)
		row.MedianSeconds = &median
	}
	return row
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
		en, zh := c.q.Contains.define()
		d.En, d.Zh = d.En+" with "+en, d.Zh+"，其中有"+zh
	}
	u := unitWords[c.q.Unit]
	d.En, d.Zh = d.En+u.per, d.Zh+u.perZh
	if c.q.Breakdown != nil {
		d.En, d.Zh = d.En+", split by "+c.q.Breakdown.Property, d.Zh+"，按 "+c.q.Breakdown.Property+" 拆分"
	}
	return d.finish()
}
