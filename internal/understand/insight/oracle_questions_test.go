package insight_test

import (
	"fmt"
	"time"

	"kith/internal/understand/insight"
)

// question draws one of any kind, leaving many options to their defaults, and
// the moment it is asked.
func (d *dice) question() (insight.Question, time.Time) {
	now := time.Unix(d.asked(), 0).UTC()
	q := insight.Question{}
	unit := pick(d, "", "hour", "day", "day", "week", "month")
	if d.chance(0.15) {
		q.Where = d.filters(1)
	}
	if d.chance(0.3) {
		q.WeekStart = pick(d, "monday", "sunday")
	}
	if d.chance(0.1) {
		q.Zone = pick(d, oracleZones...)
	}
	switch d.IntN(9) {
	case 0:
		q.Trend = d.trend(pick(d, unit, "total"))
	case 1:
		q.Funnel = d.funnel(unit)
	case 2:
		q.Retention = d.retention(unit)
	case 3:
		q.Paths = d.paths()
	case 4:
		unit = pick(d, "", "day", "week", "month")
		q.Stickiness = &insight.Stickiness{Selector: d.selector(), Unit: unit}
	case 5:
		unit = pick(d, "", "day", "week", "month")
		q.Lifecycle = &insight.Lifecycle{Selector: d.selector(), Unit: unit}
	case 6:
		q.Sessions = d.sessions(pick(d, unit, "total"))
	case 7:
		q.RFM = d.rfm()
	case 8:
		unit = pick(d, "", "day", "week", "month")
		q.Channels = d.channels(unit)
	}
	q.Range = d.rangeOf(unit)
	return q, now
}

// asked is a moment in the middle of the events, after them, or at an edge.
func (d *dice) asked() int64 {
	switch d.IntN(4) {
	case 0:
		return d.around(d.hub, 3*86400)
	case 1:
		return d.calendar().unitStart(pick(d, "hour", "day", "week"), d.around(d.hub, 5*86400))
	}
	return d.hub + pick(d, int64(1), 5, 20, 100)*86400
}

func (d *dice) rangeOf(unit string) insight.Range {
	spread := map[string]int64{"hour": 86400, "day": 6 * 86400, "": 6 * 86400, "week": 25 * 86400, "month": 80 * 86400, "total": 6 * 86400}[unit]
	a, b := d.around(d.hub, spread), d.around(d.hub, spread)
	if a > b {
		a, b = b, a
	}
	date := func(t int64) string { return time.Unix(t, 0).In(d.loc).Format(time.DateOnly) }
	instant := func(t int64) string {
		layout := pick(d, time.RFC3339, time.RFC3339, "2006-01-02T15:04:05.999Z07:00")
		at := time.Unix(t, 0).In(pick(d, d.loc, time.UTC))
		if layout != time.RFC3339 {
			at = at.Add(750 * time.Millisecond)
		}
		return at.Format(layout)
	}
	switch d.IntN(8) {
	case 0, 1:
		return insight.Range{From: instant(a), To: instant(b + 2)}
	case 2:
		return insight.Range{From: date(a), To: instant(b + 2*86400)}
	case 3, 4:
		n := 1 + d.IntN(8)
		return insight.Range{Last: fmt.Sprint(n, "") + pick(d, lastUnits[unit]...)}
	}
	return insight.Range{From: date(a), To: date(b)}
}

// lastUnits keep the number of buckets small.
var lastUnits = map[string][]string{"hour": {"h", "h", "d"}, "": {"d", "w"}, "day": {"h", "d", "d", "w"}, "week": {"d", "w", "mo"},
	"month": {"w", "mo"}, "total": {"h", "d", "w", "mo"}}

func (d *dice) selector() insight.Selector {
	var s insight.Selector
	switch d.IntN(8) {
	case 0:
		s.Event = "*"
	case 1:
		s.Events = []string{pick(d, d.names()...), pick(d, d.names()...), "never seen"}
	case 2:
		s.Event = pick(d, "$identify", "never seen", "$set", "$screen")
	default:
		s.Event = pick(d, d.names()[:4]...)
	}
	if d.chance(0.3) {
		s.Where = d.filters(2)
	}
	return s
}

func (d *dice) filters(most int) []insight.Filter {
	var out []insight.Filter
	for range 1 + d.IntN(most) {
		f := insight.Filter{Property: pick(d, "plan", "amount", "page", "nothing")}
		f.Op = pick(d, "eq", "ne", "contains", "not_contains", "starts_with", "gt", "gte", "lt", "lte", "between", "set", "not_set")
		switch f.Op {
		case "set", "not_set":
		case "gt", "gte", "lt", "lte":
			f.Values = []any{pick(d, 0.0, 1.0, 2.0, 10.0)}
		case "between":
			f.Values = []any{pick(d, -3.0, 0.0, 1.0), pick(d, 1.0, 2.5, 10.0)}
		default:
			for range 1 + d.IntN(2) {
				f.Values = append(f.Values, pick(d, any("pro"), "PRO", "free", "1", 1.0, 10.0, true, "true", "/A", "a", "0", "ärg", "Nothing"))
			}
		}
		out = append(out, f)
	}
	return out
}

func (d *dice) breakdown() *insight.Breakdown {
	if d.chance(0.5) {
		return nil
	}
	return &insight.Breakdown{Property: pick(d, "plan", "plan", "page", "amount", "nothing"), Limit: pick(d, 0, 1, 2, 3)}
}

func (d *dice) trend(unit string) *insight.Trend {
	q := &insight.Trend{Unit: unit, Breakdown: d.breakdown()}
	for range 1 + d.IntN(3) {
		s := insight.Series{Selector: d.selector()}
		s.Measure = pick(d, "", "total", "unique", "unique", "per_person", "sum", "sum_per_person", "average", "minimum", "maximum", "percentile")
		switch s.Measure {
		case "unique":
			if unit != "total" && d.chance(0.4) {
				s.Rolling = pick(d, 2, 3, 7)
			}
		case "sum", "sum_per_person", "average", "minimum", "maximum", "percentile":
			s.Property = pick(d, "amount", "amount", "page", "nothing")
			if s.Measure == "percentile" {
				s.Percentile = pick(d, 1.0, 25, 50, 90, 99.9, 100)
			}
		}
		q.Series = append(q.Series, s)
	}
	if d.chance(0.3) {
		q.Formula = pick(d, "A", "A*2", "A/(A-1)", "100 - A / 2 * 3", "(A-2)*(A+1)-1.5")
		if len(q.Series) > 1 {
			q.Formula = pick(d, "A/B", "A/B*100", "A-B-A", "(A+B)/(A-B)", "A/(B+1)")
		}
	}
	return q
}

func (d *dice) funnel(unit string) *insight.Funnel {
	q := &insight.Funnel{Order: pick(d, "", "ordered", "ordered", "strict", "any"), Breakdown: d.breakdown()}
	q.Window = pick(d, "", "60s", "10m", "30m", "1h", "24h", "1d", "7d")
	for range 2 + d.IntN(3) {
		s := d.selector()
		if len(q.Steps) > 0 && d.chance(0.2) {
			s = q.Steps[0]
		}
		for q.Order == "any" && indexOfSame(q.Steps, s) >= 0 {
			s = d.selector()
		}
		q.Steps = append(q.Steps, s)
	}
	if q.Order != "any" && d.chance(0.4) {
		for range 1 + d.IntN(2) {
			x := insight.Exclusion{Selector: d.selector()}
			if d.chance(0.6) {
				x.After = 1 + d.IntN(len(q.Steps)-1)
				x.Before = x.After + 1 + d.IntN(len(q.Steps)-x.After)
			}
			q.Exclude = append(q.Exclude, x)
		}
		q.ExcludeMode = pick(d, "", "attempt", "person")
	}
	if d.chance(0.5) {
		q.Trend = unit
	}
	return q
}

func indexOfSame(list []insight.Selector, s insight.Selector) int {
	for i := range list {
		if oracleSame(list[i], s) {
			return i
		}
	}
	return -1
}

func (d *dice) retention(unit string) *insight.Retention {
	q := &insight.Retention{Start: d.selector(), Return: d.selector(), Unit: unit, Breakdown: d.breakdown()}
	if d.chance(0.4) {
		q.Return = q.Start
	}
	q.Cohort = pick(d, "", "first_ever", "first_in_range", "every")
	q.Periods = pick(d, 0, 1, 3, 9)
	q.Window = pick(d, "", "calendar", "exact")
	q.Mode = pick(d, "", "on", "on_or_after", "brackets")
	if q.Mode == "brackets" {
		q.Brackets = pick(d, [][2]int{{0, 0}, {1, 3}}, [][2]int{{1, 1}, {2, 6}, {7, 20}}, [][2]int{{0, 2}})
	}
	return q
}

func (d *dice) paths() *insight.Paths {
	q := &insight.Paths{Depth: pick(d, 0, 2, 3, 4, 10), Top: pick(d, 0, 1, 2, 3, 50), By: pick(d, "", "", "page", "plan"), Repeats: d.chance(0.3)}
	if d.chance(0.4) {
		s := d.selector()
		q.From = &s
	}
	if d.chance(0.4) {
		s := d.selector()
		if q.From != nil && d.chance(0.3) {
			s = *q.From
		}
		q.To = &s
	}
	switch d.IntN(4) {
	case 0:
		q.Only = []string{"view", "cart", "buy"}
	case 1:
		q.Skip = []string{"cart", "never seen"}
	}
	return q
}

func (d *dice) sessions(unit string) *insight.Sessions {
	q := &insight.Sessions{Unit: unit, Idle: pick(d, "", "", "30m", "10m", "1h", "9s"), Breakdown: d.breakdown()}
	if d.chance(0.3) {
		s := d.selector()
		q.Contains = &s
	}
	if d.chance(0.3) {
		q.KeyEvents = []string{pick(d, "buy", "cart", "never seen")}
	}
	return q
}

func (d *dice) rfm() *insight.RFM {
	q := &insight.RFM{Selector: d.selector(), Property: pick(d, "amount", "amount", "page"), Bins: pick(d, 0, 0, 2, 3, 5, 10)}
	bins := q.Bins
	if bins == 0 {
		bins = 5
	}
	own := func(from, step float64) []float64 {
		if d.chance(0.7) {
			return nil
		}
		var out []float64
		for i := range bins - 1 {
			out = append(out, from+float64(i)*step)
		}
		return out
	}
	q.RecencyDays, q.Frequency, q.Monetary = own(0.5, 1.5), own(1, 1), own(0, 5)
	return q
}
