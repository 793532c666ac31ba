package insight_test

import (
	"slices"

	"kith/internal/understand/insight"
)

// activeUnits counts the units of the range in which the person has a match.
func (o *oracle) activeUnits(q *insight.Stickiness, h oracleHistory) int {
	n := 0
	for _, b := range o.buckets(q.Unit) {
		if slices.ContainsFunc(h.events, func(e oracleEvent) bool {
			return o.inRange(&e) && b.has(e.sec()) && oracleMatches(&q.Selector, &e)
		}) {
			n++
		}
	}
	return n
}

func (o *oracle) stickiness(q *insight.Stickiness) *insight.StickinessAnswer {
	out := &insight.StickinessAnswer{}
	units := len(o.buckets(q.Unit))
	exactly := make([]uint64, units+1)
	personUnits := 0
	for _, h := range o.people {
		n := o.activeUnits(q, h)
		exactly[n]++
		personUnits += n
	}
	for n := 1; n <= units; n++ {
		out.Persons += exactly[n]
	}
	for n := 1; n <= units; n++ {
		row := insight.StickinessRow{Active: n, Persons: exactly[n], Share: oracleShare(exactly[n], out.Persons)}
		for _, persons := range exactly[n:] {
			row.AtLeast += persons
		}
		out.Units = append(out.Units, row)
	}
	out.Ratio = oracleShare(float64(personUnits)/float64(units), out.Persons)
	return out
}

func (o *oracle) stickinessCell(q *insight.Stickiness, c insight.Cell) func(oracleHistory) bool {
	return func(h oracleHistory) bool { return o.activeUnits(q, h) == c.Active }
}

// lifecycleUnits are the whole units that the range touches.
func (o *oracle) lifecycleUnits(q *insight.Lifecycle) []oracleBucket { return o.buckets(q.Unit) }

// state is what a person is in a unit, "" when nothing.
func (o *oracle) state(q *insight.Lifecycle, h oracleHistory, b oracleBucket) string {
	previous := oracleBucket{start: o.calendar.unitsBefore(q.Unit, b.start, 1), end: b.start}
	var now, justBefore, before bool
	for _, e := range h.events {
		if !oracleMatches(&q.Selector, &e) {
			continue
		}
		now = now || b.has(e.sec())
		justBefore = justBefore || previous.has(e.sec())
		before = before || e.sec() < b.start
	}
	switch {
	case now && !before:
		return "new"
	case now && justBefore:
		return "returning"
	case now:
		return "resurrecting"
	case justBefore:
		return "dormant"
	}
	return ""
}

func (o *oracle) lifecycle(q *insight.Lifecycle) *insight.LifecycleAnswer {
	out := &insight.LifecycleAnswer{}
	for _, b := range o.lifecycleUnits(q) {
		counts := map[string]uint64{}
		for _, h := range o.people {
			counts[o.state(q, h, b)]++
		}
		out.Buckets = append(out.Buckets, insight.LifecycleBucket{Bucket: b.answer(), New: counts["new"],
			Returning: counts["returning"], Resurrecting: counts["resurrecting"], Dormant: counts["dormant"]})
	}
	return out
}

func (o *oracle) lifecycleCell(q *insight.Lifecycle, c insight.Cell) func(oracleHistory) bool {
	return func(h oracleHistory) bool {
		return slices.ContainsFunc(o.lifecycleUnits(q), func(b oracleBucket) bool {
			return (c.Bucket == nil || b.start == c.Bucket.Unix()) && o.state(q, h, b) == c.State
		})
	}
}
