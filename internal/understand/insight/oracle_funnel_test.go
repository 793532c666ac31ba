package insight_test

import (
	"math"
	"slices"
	"time"

	"kith/internal/understand/insight"
)

// oracleAttempt is one try at a funnel: at[k] is the place in the history of the
// event that reached step k+1 (for any: the k+1st different step).
type oracleAttempt struct {
	at       []int
	excluded bool // ended by an exclusion
}

// attempt follows the one attempt that may begin at event i; nil if none may.
func (o *oracle) attempt(q *insight.Funnel, events []oracleEvent, i int) *oracleAttempt {
	if !o.inRange(&events[i]) {
		return nil
	}
	switch q.Order {
	case "any":
		return oracleAnyAttempt(q, events, i)
	}
	if !oracleMatches(&q.Steps[0], &events[i]) {
		return nil
	}
	a := &oracleAttempt{at: []int{i}}
	for j := i + 1; j < len(events) && len(a.at) < len(q.Steps); j++ {
		e := &events[j]
		if e.sec()-events[i].sec() > oracleSeconds(q.Window) {
			break
		}
		if oracleExcludes(q, e, len(a.at)) {
			a.excluded = true
			break
		}
		if q.Order == "strict" && !e.active() {
			continue
		}
		if oracleMatches(&q.Steps[len(a.at)], e) {
			a.at = append(a.at, j)
		} else if q.Order == "strict" {
			break
		}
	}
	return a
}

func oracleAnyAttempt(q *insight.Funnel, events []oracleEvent, i int) *oracleAttempt {
	stepOf := func(e *oracleEvent) int {
		return slices.IndexFunc(q.Steps, func(s insight.Selector) bool { return oracleMatches(&s, e) })
	}
	if stepOf(&events[i]) < 0 {
		return nil
	}
	a := &oracleAttempt{}
	var seen []int
	for j := i; j < len(events) && events[j].sec()-events[i].sec() <= oracleSeconds(q.Window); j++ {
		if k := stepOf(&events[j]); k >= 0 && !slices.Contains(seen, k) {
			seen = append(seen, k)
			a.at = append(a.at, j)
		}
	}
	return a
}

// oracleExcludes reports whether the event ends an attempt that has reached
// so many steps.
func oracleExcludes(q *insight.Funnel, e *oracleEvent, reached int) bool {
	return slices.ContainsFunc(q.Exclude, func(x insight.Exclusion) bool {
		return reached >= x.After && reached < x.Before && oracleMatches(&x.Selector, e)
	})
}

// best tries every attempt; nil when the person is not in the funnel.
func (o *oracle) best(q *insight.Funnel, events []oracleEvent) *oracleAttempt {
	var best *oracleAttempt
	for i := range events {
		a := o.attempt(q, events, i)
		if a == nil {
			continue
		}
		if a.excluded && q.ExcludeMode == "person" {
			return nil
		}
		if best == nil || oracleBetter(a, best) {
			best = a
		}
	}
	return best
}

// oracleBetter compares with an attempt that started earlier.
func oracleBetter(later, earlier *oracleAttempt) bool {
	if len(later.at) != len(earlier.at) {
		return len(later.at) > len(earlier.at)
	}
	last := len(later.at) - 1
	return later.at[last] <= earlier.at[last]
}

// oracleEntry is a person in a funnel, with the best attempt's event times.
type oracleEntry struct {
	start oracleEvent
	times []int64 // seconds, by step reached
}

func (o *oracle) entry(q *insight.Funnel, h oracleHistory) *oracleEntry {
	a := o.best(q, h.events)
	if a == nil {
		return nil
	}
	out := &oracleEntry{start: h.events[a.at[0]]}
	for _, i := range a.at {
		out.times = append(out.times, h.events[i].sec())
	}
	return out
}

func (o *oracle) funnelGroups(q *insight.Funnel) []oracleGroup {
	return oracleGroups(q.Breakdown, o.ranking(func(e *oracleEvent) bool {
		if q.Order == "any" {
			return o.inRange(e) && slices.ContainsFunc(q.Steps, func(s insight.Selector) bool { return oracleMatches(&s, e) })
		}
		return o.inRange(e) && oracleMatches(&q.Steps[0], e)
	}))
}

func (o *oracle) funnel(q *insight.Funnel) *insight.FunnelAnswer {
	out := &insight.FunnelAnswer{}
	for _, g := range o.funnelGroups(q) {
		var entries []oracleEntry
		for _, h := range o.people {
			if e := o.entry(q, h); e != nil && g.has(e.start.props[oracleProperty(q.Breakdown)]) {
				entries = append(entries, *e)
			}
		}
		out.Groups = append(out.Groups, o.funnelGroup(q, g, entries))
	}
	return out
}

func (o *oracle) funnelGroup(q *insight.Funnel, g oracleGroup, entries []oracleEntry) insight.FunnelGroup {
	last, window := len(q.Steps), oracleSeconds(q.Window)
	out := insight.FunnelGroup{Group: g.answer()}
	reached := make([]int, last)
	for k := range q.Steps {
		var fromPrevious, fromFirst []float64
		for _, e := range entries {
			if len(e.times) <= k {
				continue
			}
			reached[k]++
			if k > 0 {
				fromPrevious = append(fromPrevious, float64(e.times[k]-e.times[k-1]))
				fromFirst = append(fromFirst, float64(e.times[k]-e.times[0]))
			}
		}
		step := insight.FunnelStep{Persons: uint64(reached[k]), FromFirst: oracleShare(reached[k], reached[0]),
			AverageSeconds: oracleMean(fromPrevious), MedianSeconds: oraclePercentile(fromPrevious, 50),
			TotalAverageSeconds: oracleMean(fromFirst), TotalMedianSeconds: oraclePercentile(fromFirst, 50)}
		if k > 0 {
			step.FromPrevious = oracleShare(reached[k], reached[k-1])
		}
		out.Steps = append(out.Steps, step)
		if k == last-1 {
			out.Histogram = oracleHistogram(fromFirst)
		}
	}
	for _, e := range entries {
		if len(e.times) < last && e.times[0]+window > o.asOf {
			out.Open++
		}
	}
	if q.Trend != "" {
		for _, b := range o.buckets(q.Trend) {
			out.Trend = append(out.Trend, oracleFunnelPoint(b, entries, last, b.end+window > o.asOf))
		}
	}
	return out
}

func oracleFunnelPoint(b oracleBucket, entries []oracleEntry, last int, open bool) insight.FunnelPoint {
	p := insight.FunnelPoint{Bucket: b.answer()}
	p.Incomplete = b.incomplete || open
	for _, e := range entries {
		if b.has(e.times[0]) {
			p.Entered++
			if len(e.times) == last {
				p.Converted++
			}
		}
	}
	p.Rate = oracleShare(p.Converted, p.Entered)
	return p
}

// oracleHistogram lays the times out in at most twelve bars.
func oracleHistogram(times []float64) []insight.HistogramBar {
	if len(times) == 0 {
		return nil
	}
	var widths []float64
	for _, unit := range []float64{1, 60, 3600, 86400} {
		for _, n := range []float64{1, 2, 5, 10, 15, 30} {
			widths = append(widths, n*unit)
		}
	}
	slices.Sort(widths)
	longest := slices.Max(times)
	need := func(width float64) float64 {
		return max(1, math.Ceil(longest/width))
	}
	width := widths[slices.IndexFunc(widths, func(w float64) bool { return need(w) <= 12 })]
	var bars []insight.HistogramBar
	for i := range int(need(width)) {
		bar := insight.HistogramBar{FromSeconds: float64(i) * width, ToSeconds: float64(i+1) * width}
		for _, t := range times {
			if bar.FromSeconds <= t && (t < bar.ToSeconds || t == bar.ToSeconds && t == longest && i == int(need(width))-1) {
				bar.Persons++
			}
		}
		bars = append(bars, bar)
	}
	return bars
}

func (o *oracle) funnelCell(q *insight.Funnel, c insight.Cell) func(oracleHistory) bool {
	g := oracleGroup{everyone: true}
	if c.Group != nil {
		g = oracleGroupOf(o.funnelGroups(q), c.Group)
	}
	var buckets []oracleBucket
	if q.Trend != "" {
		buckets = o.buckets(q.Trend)
	}
	bucket := o.bucketOf(buckets, (*time.Time)(c.Bucket))
	return func(h oracleHistory) bool {
		e := o.entry(q, h)
		if e == nil || !bucket.has(e.times[0]) || !g.has(e.start.props[oracleProperty(q.Breakdown)]) {
			return false
		}
		if c.Dropped {
			return len(e.times) == c.Step
		}
		return len(e.times) >= c.Step
	}
}
