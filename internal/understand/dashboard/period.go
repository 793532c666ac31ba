package dashboard

import (
	"math"
	"strconv"
	"strings"
	"time"

	"kith/internal/understand/insight"
)

// before is the range that an answer is compared with: the same length right
// before it, cut at the same point when the answer's own period is not over, so
// that eleven hours of today stand against eleven hours, not against a day.
func before(r insight.Range, a *insight.Answer) (insight.Range, bool) {
	loc, err := time.LoadLocation(a.Zone)
	if err != nil {
		return r, false
	}
	from, to := a.From.In(loc), a.To.In(loc)
	if a.AsOf.Before(to) {
		to = a.AsOf.In(loc)
	}
	back := shift(r, a.From.In(loc), a.To.In(loc))
	from, to = back(from), back(to)
	if from.Year() < 1970 || !from.Before(to) {
		return r, false
	}
	return insight.Range{From: from.Format(time.RFC3339), To: to.Format(time.RFC3339)}, true
}

// shift moves an instant back by the length of a range, in the calendar's own
// units: a day with a change of the clock is a day.
func shift(r insight.Range, from, to time.Time) func(time.Time) time.Time {
	count := func(suffix string) int {
		n, err := strconv.Atoi(strings.TrimSuffix(r.Last, suffix))
		if !strings.HasSuffix(r.Last, suffix) || err != nil {
			return 0
		}
		return n
	}
	if n := count("mo"); n > 0 {
		return func(t time.Time) time.Time { return monthsBack(t, n) }
	}
	if n := count("h"); n > 0 {
		return func(t time.Time) time.Time { return t.Add(-time.Duration(n) * time.Hour) }
	}
	if whole(from) && whole(to) {
		days := int(math.Round(to.Sub(from).Hours() / 24))
		return func(t time.Time) time.Time { return t.AddDate(0, 0, -days) }
	}
	length := to.Sub(from)
	return func(t time.Time) time.Time { return t.Add(-length) }
}

func whole(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// monthsBack keeps within the month: a month before the 31st is its last day.
func monthsBack(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()-time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), 0, t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}
