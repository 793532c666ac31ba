package insight_test

import (
	"sync"
	"time"

	"kith/internal/understand/insight"
)

// oracleCalendar finds the units of a zone by walking its clock minute by
// minute: slow and hard to get wrong. All instants are seconds since 1970 UTC.
type oracleCalendar struct {
	loc    *time.Location
	sunday bool
}

// Zones change their offsets on whole minutes since 1972, so a minute is a fine
// enough step to find every boundary.
const oracleStep = 60

type oracleDay struct {
	zone string
	date int64 // the date's midnight in UTC
}

var oracleDays sync.Map // oracleDay to the instant it starts at

// dayStart is the first instant whose local date is the given one, or the first
// after it where the zone skipped the whole date.
func (c oracleCalendar) dayStart(date time.Time) int64 {
	key := oracleDay{c.loc.String(), date.Unix()}
	if t, ok := oracleDays.Load(key); ok {
		return t.(int64)
	}
	t := date.Unix() - 16*3600
	for c.date(t).Before(date) {
		t += oracleStep
	}
	oracleDays.Store(key, t)
	return t
}

// date is the local date at t, as that date's midnight in UTC.
func (c oracleCalendar) date(t int64) time.Time {
	y, m, d := time.Unix(t, 0).In(c.loc).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// hourStarts reports whether another local hour begins at t: the hour's digits
// change, or the clock went back.
func (c oracleCalendar) hourStarts(t int64) bool {
	now, before := time.Unix(t, 0).In(c.loc), time.Unix(t-oracleStep, 0).In(c.loc)
	_, offset := now.Zone()
	_, earlier := before.Zone()
	return now.Hour() != before.Hour() || offset <= earlier-oracleStep
}

// unitStart is the start of the unit that t lies in.
func (c oracleCalendar) unitStart(unit string, t int64) int64 {
	if unit == "hour" {
		t -= t % oracleStep
		for !c.hourStarts(t) {
			t -= oracleStep
		}
		return t
	}
	date := c.date(t).AddDate(0, 0, 1)
	for c.dayStart(date) > t || !c.unitBegins(unit, date) {
		date = date.AddDate(0, 0, -1)
	}
	return c.dayStart(date)
}

func (c oracleCalendar) unitBegins(unit string, date time.Time) bool {
	switch unit {
	case "week":
		if c.sunday {
			return date.Weekday() == time.Sunday
		}
		return date.Weekday() == time.Monday
	case "month":
		return date.Day() == 1
	}
	return true
}

type oracleHour struct {
	zone string
	t    int64
}

var oracleHours sync.Map // oracleHour to the end of its hour

// unitEnd is the start of the unit after the one that t lies in.
func (c oracleCalendar) unitEnd(unit string, t int64) int64 {
	if unit != "hour" {
		return c.nextUnit(unit, t)
	}
	key := oracleHour{c.loc.String(), t}
	if end, ok := oracleHours.Load(key); ok {
		return end.(int64)
	}
	end := c.nextUnit(unit, t)
	oracleHours.Store(key, end)
	return end
}

func (c oracleCalendar) nextUnit(unit string, t int64) int64 {
	start := c.unitStart(unit, t)
	if unit == "hour" {
		for t = start + oracleStep; !c.hourStarts(t); {
			t += oracleStep
		}
		return t
	}
	date := c.date(t)
	for c.dayStart(date) <= t || !c.unitBegins(unit, date) {
		date = date.AddDate(0, 0, 1)
	}
	return c.dayStart(date)
}

// unitsBefore is the start of the unit n before the one that t lies in.
func (c oracleCalendar) unitsBefore(unit string, t int64, n int) int64 {
	t = c.unitStart(unit, t)
	for range n {
		t = c.unitStart(unit, t-1)
	}
	return t
}

// unitsAfter is the start of the unit n after the one that t lies in.
func (c oracleCalendar) unitsAfter(unit string, t int64, n int) int64 {
	t = c.unitStart(unit, t)
	for range n {
		t = c.unitEnd(unit, t)
	}
	return t
}

// unitsBetween counts the boundaries from a's unit to b's; b is not before a.
func (c oracleCalendar) unitsBetween(unit string, a, b int64) int {
	n := 0
	for end := c.unitEnd(unit, a); end <= b; end = c.unitEnd(unit, end) {
		n++
	}
	return n
}

// buckets are the units that touch the range; total is the range itself.
func (c oracleCalendar) buckets(unit string, from, to, asOf int64) []oracleBucket {
	if unit == "total" {
		return []oracleBucket{{start: from, end: to, incomplete: to > asOf}}
	}
	var out []oracleBucket
	for t := c.unitStart(unit, from); t < to; t = c.unitEnd(unit, t) {
		end := c.unitEnd(unit, t)
		out = append(out, oracleBucket{start: t, end: end, incomplete: t < from || end > to || end > asOf})
	}
	return out
}

// oracleBucket is a unit of the range: [start, end).
type oracleBucket struct {
	start, end int64
	incomplete bool
}

func (b oracleBucket) has(t int64) bool { return b.start <= t && t < b.end }

func (b oracleBucket) answer() insight.Bucket {
	return insight.Bucket{Start: time.Unix(b.start, 0), End: time.Unix(b.end, 0), Incomplete: b.incomplete}
}
