package insight_test

import (
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

func (o *oracle) trend(q *insight.Trend) *insight.TrendAnswer {
	buckets := o.buckets(q.Unit)
	a := &insight.TrendAnswer{}
	for _, b := range buckets {
		a.Buckets = append(a.Buckets, b.answer())
	}
	groups := o.trendGroups(q)
	lines := map[string][]insight.TrendLine{} // by series letter, a line a group
	for i := range q.Series {
		for _, g := range groups {
			line := insight.TrendLine{Series: i, Group: g.answer(), Total: o.measure(q, i, g, nil)}
			for _, b := range buckets {
				line.Values = append(line.Values, o.measure(q, i, g, &b))
			}
			lines[oracleLetter(i)] = append(lines[oracleLetter(i)], line)
			a.Lines = append(a.Lines, line)
		}
	}
	if q.Formula != "" {
		for gi, g := range groups {
			a.Lines = append(a.Lines, oracleFormulaLine(q.Formula, lines, gi, g, len(buckets)))
		}
	}
	return a
}

func oracleFormulaLine(formula string, lines map[string][]insight.TrendLine, gi int, g oracleGroup, buckets int) insight.TrendLine {
	out := insight.TrendLine{Series: -1, Group: g.answer()}
	for b := range buckets {
		out.Values = append(out.Values, oracleFormula(formula, func(letter string) *float64 { return lines[letter][gi].Values[b] }))
	}
	out.Total = oracleFormula(formula, func(letter string) *float64 { return lines[letter][gi].Total })
	return out
}

func oracleLetter(i int) string { return string(rune('A' + i)) }

// trendGroups is one group for everyone, or those of the breakdown alone.
func (o *oracle) trendGroups(q *insight.Trend) []oracleGroup {
	if q.Breakdown == nil {
		return oracleGroups(nil, nil)
	}
	var ranking []oracleEvent
	for i := range q.Series {
		ranking = append(ranking, o.ranking(func(e *oracleEvent) bool {
			return oracleMatches(&q.Series[i].Selector, e) && o.historyStart(q, i) <= e.sec() && e.sec() < o.to
		})...)
	}
	return oracleGroups(q.Breakdown, ranking)[1:]
}

// historyStart is the first instant whose events count for series i: earlier
// than the range when its buckets look back.
func (o *oracle) historyStart(q *insight.Trend, i int) int64 {
	if n := q.Series[i].Rolling; n > 0 {
		return o.calendar.unitsBefore(q.Unit, o.from, n-1)
	}
	return o.from
}

// trendWindow is the span of time that bucket b of series i counts; nil is the range.
func (o *oracle) trendWindow(q *insight.Trend, i int, b *oracleBucket) oracleBucket {
	out := oracleBucket{start: o.from, end: o.to}
	if b == nil {
		return out
	}
	out.start, out.end = max(b.start, o.from), min(b.end, o.to)
	if n := q.Series[i].Rolling; n > 0 {
		out.start = o.calendar.unitsBefore(q.Unit, b.start, n-1)
	}
	return out
}

// oracleTrendEvents are a person's events that count for a series in a window.
func oracleTrendEvents(q *insight.Trend, i int, g oracleGroup, window oracleBucket, h oracleHistory) []oracleEvent {
	var out []oracleEvent
	for _, e := range h.events {
		if window.has(e.sec()) && oracleMatches(&q.Series[i].Selector, &e) && g.has(e.props[oracleProperty(q.Breakdown)]) {
			out = append(out, e)
		}
	}
	return out
}

func (o *oracle) measure(q *insight.Trend, i int, g oracleGroup, b *oracleBucket) *float64 {
	var events, persons, withNumber int
	var numbers []float64
	for _, h := range o.people {
		matched := oracleTrendEvents(q, i, g, o.trendWindow(q, i, b), h)
		own := len(numbers)
		for _, e := range matched {
			if v := e.props[q.Series[i].Property]; v.Kind == kith.Number {
				numbers = append(numbers, v.Num)
			}
		}
		events += len(matched)
		if len(matched) > 0 {
			persons++
		}
		if len(numbers) > own {
			withNumber++
		}
	}
	count := func(n int) *float64 { f := float64(n); return &f }
	switch q.Series[i].Measure {
	case "total":
		return count(events)
	case "unique":
		return count(persons)
	case "per_person":
		return oracleShare(events, persons)
	case "sum":
		return oracleShare(oracleSum(numbers), 1)
	case "sum_per_person":
		return oracleShare(oracleSum(numbers), withNumber)
	case "average":
		return oracleMean(numbers)
	case "minimum", "maximum":
		if len(numbers) == 0 {
			return nil
		}
		if q.Series[i].Measure == "minimum" {
			return oracleShare(slices.Min(numbers), 1)
		}
		return oracleShare(slices.Max(numbers), 1)
	}
	return oraclePercentile(numbers, q.Series[i].Percentile)
}

func (o *oracle) trendCell(q *insight.Trend, c insight.Cell) func(oracleHistory) bool {
	g := oracleGroup{everyone: true}
	if c.Group != nil {
		g = oracleGroupOf(o.trendGroups(q), c.Group)
	}
	var b *oracleBucket
	if c.Bucket != nil {
		found := o.bucketOf(o.buckets(q.Unit), (*time.Time)(c.Bucket))
		b = &found
	}
	window := o.trendWindow(q, c.Series, b)
	return func(h oracleHistory) bool { return len(oracleTrendEvents(q, c.Series, g, window, h)) > 0 }
}
