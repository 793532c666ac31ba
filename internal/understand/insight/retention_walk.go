package insight

import (
	"math"
	"math/bits"
	"slices"

	"kith/internal/observe/timeline"
)

// member is a person in one cohort.
type member struct {
	cohort, start int // unit and index of the start event
	lo, hi        int // of returns.hits
}

// returns finds the cohorts that a person is in, and the columns in which the
// person returned. It belongs to one worker.
type returns struct {
	c       *retention
	members []member
	hits    []int32  // columns, each once a member; on_or_after: only the last
	units   []int32  // calendar: units with a return, ascending
	events  []int32  // exact: indices of the returns
	times   []uint32 // exact: their times
}

// find fills members and hits.
func (r *returns) find(v *timeline.View) {
	r.members, r.hits = r.members[:0], r.hits[:0]
	r.start(v)
	if len(r.members) == 0 {
		return
	}
	switch {
	case r.c.q.Mode == "on_or_after":
		r.after(v)
	case r.c.length > 0:
		r.exact(v)
	default:
		r.calendar(v)
	}
}

// start finds the events that make the person a member.
func (r *returns) start(v *timeline.View) {
	c := r.c
	lo, hi := c.p.span(v.Secs)
	first, next := lo, uint32(0)
	if c.q.Cohort == "first_ever" {
		first = 0
	}
	codes, tests := c.start.codes, c.start.tests
	for i := first; i < hi; i++ {
		if !codes[v.Codes[i]] || v.Secs[i] < next || len(tests) > 0 && !passes(tests, v, i) {
			continue
		}
		if i < lo {
			return // the first ever lies before the range
		}
		cohort := c.units.of(v.Secs[i])
		r.members = append(r.members, member{cohort: cohort, start: i})
		if c.q.Cohort != "every" {
			return
		}
		next = c.units.starts[cohort+1]
	}
}

// calendar lists the units with a return once and counts them for each member.
func (r *returns) calendar(v *timeline.View) {
	c := r.c
	r.list(v)
	units := r.units
	for i := range r.members {
		m := &r.members[i]
		for len(units) > 0 && int(units[0]) < m.cohort {
			units = units[1:]
		}
		m.lo = len(r.hits)
		seen, later := uint32(0), units
		if len(later) > 0 && int(later[0]) == m.cohort {
			later = later[1:]
			if r.same(v, m) {
				seen = r.hit(0, seen)
			}
		}
		for _, u := range later {
			n := int(u) - m.cohort
			if n > c.last {
				break
			}
			seen = r.hit(n, seen)
		}
		r.spread(seen)
		m.hi = len(r.hits)
	}
}

// list finds the units in which the person returned after the first start.
func (r *returns) list(v *timeline.View) {
	c := r.c
	r.units = r.units[:0]
	tests := c.back.tests
	lo := r.members[0].start
	secs := v.Secs[lo:before(v.Secs, uint64(c.units.starts[r.members[len(r.members)-1].cohort+c.last+1]))]
	codes := v.Codes[lo : lo+len(secs)]
	for i := 0; i < len(secs); {
		if !c.back.codes[codes[i]] || len(tests) > 0 && !passes(tests, v, lo+i) {
			i++
			continue
		}
		u := c.units.of(secs[i])
		r.units = append(r.units, int32(u))
		i = timeline.Seek(secs, i+1, c.units.starts[u+1])
	}
}

// before is the number of times before t.
func before(secs []uint32, t uint64) int {
	if uint64(secs[len(secs)-1]) < t {
		return len(secs)
	}
	n, _ := slices.BinarySearch(secs, uint32(t))
	return n
}

// same reports whether the person returned in the start's own unit, from the
// start on.
func (r *returns) same(v *timeline.View, m *member) bool {
	end := r.c.units.starts[m.cohort+1]
	for i := m.start; i < len(v.Secs) && v.Secs[i] < end; i++ {
		if r.c.back.match(v, i) {
			return true
		}
	}
	return false
}

// exact counts periods from each member's own start; from one period to the
// next it leaps.
func (r *returns) exact(v *timeline.View) {
	c := r.c
	r.collect(v)
	k := 0
	for i := range r.members {
		m := &r.members[i]
		for k < len(r.events) && int(r.events[k]) < m.start {
			k++
		}
		begin, seen := v.Secs[m.start], uint32(0)
		m.lo = len(r.hits)
		for at := k; at < len(r.times); {
			n := (r.times[at] - begin) / c.length
			if n > uint32(c.last) {
				break
			}
			seen = r.hit(int(n), seen)
			end := uint64(begin) + uint64(n+1)*uint64(c.length)
			at = leap(r.times, at, uint32(min(end, math.MaxUint32)))
		}
		r.spread(seen)
		m.hi = len(r.hits)
	}
}

// collect lists the returns from the first start to the last member's end.
func (r *returns) collect(v *timeline.View) {
	c := r.c
	r.events, r.times = r.events[:0], r.times[:0]
	codes, tests := c.back.codes, c.back.tests
	lo, last := r.members[0].start, r.members[len(r.members)-1].start
	secs := v.Secs[lo:before(v.Secs, uint64(v.Secs[last])+uint64(c.last+1)*uint64(c.length))]
	for i, code := range v.Codes[lo : lo+len(secs)] {
		if codes[code] && (len(tests) == 0 || passes(tests, v, lo+i)) {
			r.events, r.times = append(r.events, int32(lo+i)), append(r.times, secs[i])
		}
	}
}

// leap returns the first index after at whose time is not before t; that of at
// is. It looks near first.
func leap(times []uint32, at int, t uint32) int {
	step := 1
	for at+step < len(times) && times[at+step] < t {
		at += step
		step *= 2
	}
	end := min(at+step, len(times))
	i, _ := slices.BinarySearch(times[at+1:end], t)
	return at + 1 + i
}

// after needs only the last return: whoever came back in period n came back in
// each earlier period or after it.
func (r *returns) after(v *timeline.View) {
	c := r.c
	last := len(v.Secs) - 1
	for last >= r.members[0].start && !c.back.match(v, last) {
		last--
	}
	for i := range r.members {
		m := &r.members[i]
		m.lo = len(r.hits)
		if m.start <= last {
			r.hits = append(r.hits, int32(min(c.period(v.Secs[m.start], v.Secs[last], m.cohort), c.last)))
		}
		m.hi = len(r.hits)
	}
}

// period is the number of the period that sec lies in; past all columns it is
// more than the last.
func (c *retention) period(start, sec uint32, cohort int) int {
	if c.length > 0 {
		return int((sec - start) / c.length)
	}
	u := c.units.of(sec)
	if u < 0 {
		return c.last + 1
	}
	return u - cohort
}

// hit notes a return in period n: its column, or in seen the brackets it is in.
func (r *returns) hit(n int, seen uint32) uint32 {
	if r.c.brackets != nil {
		return seen | r.c.brackets[n]
	}
	r.hits = append(r.hits, int32(n))
	return 0
}

// spread turns the brackets seen into hits.
func (r *returns) spread(seen uint32) {
	for ; seen != 0; seen &= seen - 1 {
		r.hits = append(r.hits, int32(bits.TrailingZeros32(seen)))
	}
}
