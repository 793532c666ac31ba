package insight_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/internal/observe/channel"
	"kith/internal/understand/insight"
)

// The oracle answers a question by reading docs/questions.md aloud: every
// person's history is a plain list, every definition a plain loop over it. It
// shares nothing with the folds but the types of question and answer.
type oracle struct {
	question insight.Question // with defaults
	calendar oracleCalendar
	from, to int64 // seconds; to excluded
	asOf     int64
	people   []oracleHistory // after the question's where
	costs    []channel.Cost
}

// newOracle reads the data for one question, asked at now by a workspace in
// zone. The question has its defaults.
func newOracle(data *oracleData, q insight.Question, zone string, now time.Time) *oracle {
	if q.Zone != "" {
		zone = q.Zone
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	o := &oracle{question: q, calendar: oracleCalendar{loc, q.WeekStart == "sunday"}, asOf: now.Unix(), costs: data.costs}
	o.from, o.to = o.span(q.Range)
	for _, h := range data.histories() {
		h.events = slices.DeleteFunc(h.events, func(e oracleEvent) bool { return !oraclePasses(q.Where, &e) })
		o.people = append(o.people, h)
	}
	return o
}

// span is the range in seconds, its end excluded.
func (o *oracle) span(r insight.Range) (from, to int64) {
	if r.Last == "" {
		from, _ = o.moment(r.From)
		_, to = o.moment(r.To)
		return from, to
	}
	unit := "month"
	digits := strings.TrimSuffix(r.Last, "mo")
	if digits == r.Last {
		unit = map[string]string{"h": "hour", "d": "day", "w": "week"}[r.Last[len(r.Last)-1:]]
		digits = r.Last[:len(r.Last)-1]
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic(err)
	}
	return o.calendar.unitsBefore(unit, o.asOf, n-1), o.calendar.unitEnd(unit, o.asOf)
}

// moment gives an instant twice, or the start and the end of a date.
func (o *oracle) moment(text string) (start, end int64) {
	if date, err := time.Parse(time.DateOnly, text); err == nil {
		return o.calendar.dayStart(date), o.calendar.dayStart(date.AddDate(0, 0, 1))
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t.Unix(), t.Unix()
}

func (o *oracle) inRange(e *oracleEvent) bool { return o.from <= e.sec() && e.sec() < o.to }

func (o *oracle) buckets(unit string) []oracleBucket {
	return o.calendar.buckets(unit, o.from, o.to, o.asOf)
}

// oracleSeconds reads 30m, 24h, 7d, 2w.
func oracleSeconds(window string) int64 {
	unit := map[byte]int64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 604800}[window[len(window)-1]]
	n, err := strconv.ParseInt(window[:len(window)-1], 10, 64)
	if err != nil || unit == 0 {
		panic("the oracle cannot read the window " + window)
	}
	return n * unit
}

// answer gives the rows only: no definition, freshness, cost or labels.
func (o *oracle) answer() *insight.Answer {
	a := &insight.Answer{From: time.Unix(o.from, 0), To: time.Unix(o.to, 0), AsOf: time.Unix(o.asOf, 0), Zone: o.calendar.loc.String()}
	switch q := o.question; {
	case q.Trend != nil:
		a.Trend = o.trend(q.Trend)
	case q.Funnel != nil:
		a.Funnel = o.funnel(q.Funnel)
	case q.Retention != nil:
		a.Retention = o.retention(q.Retention)
	case q.Paths != nil:
		a.Paths = o.paths(q.Paths)
	case q.Stickiness != nil:
		a.Stickiness = o.stickiness(q.Stickiness)
	case q.Lifecycle != nil:
		a.Lifecycle = o.lifecycle(q.Lifecycle)
	case q.Sessions != nil:
		a.Sessions = o.sessions(q.Sessions)
	case q.RFM != nil:
		a.RFM = o.rfm(q.RFM)
	case q.Channels != nil:
		a.Channels = o.channels(q.Channels)
	}
	return a
}

// persons lists who is behind a cell, ascending.
func (o *oracle) persons(c insight.Cell) []uint32 {
	var in func(oracleHistory) bool
	switch q := o.question; {
	case q.Trend != nil:
		in = o.trendCell(q.Trend, c)
	case q.Funnel != nil:
		in = o.funnelCell(q.Funnel, c)
	case q.Retention != nil:
		in = o.retentionCell(q.Retention, c)
	case q.Paths != nil:
		in = o.pathsCell(q.Paths, c)
	case q.Stickiness != nil:
		in = o.stickinessCell(q.Stickiness, c)
	case q.Lifecycle != nil:
		in = o.lifecycleCell(q.Lifecycle, c)
	case q.Sessions != nil:
		in = o.sessionsCell(q.Sessions, c)
	case q.RFM != nil:
		in = o.rfmCell(q.RFM, c)
	case q.Channels != nil:
		in = o.channelsCell(q.Channels, c)
	}
	var out []uint32
	for _, h := range o.people {
		if in(h) {
			out = append(out, h.person)
		}
	}
	return out
}

// ranking collects the events of everyone that count for a breakdown's ranking.
func (o *oracle) ranking(counts func(e *oracleEvent) bool) []oracleEvent {
	var out []oracleEvent
	for _, h := range o.people {
		for _, e := range h.events {
			if counts(&e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// oracleGroupOf finds a cell's group among an answer's.
func oracleGroupOf(groups []oracleGroup, want *insight.Group) oracleGroup {
	for _, g := range groups {
		if oracleSame(g.answer(), want) {
			return g
		}
	}
	panic(fmt.Sprintf("the oracle has no group %+v", want))
}

// bucketOf finds a cell's bucket by its start; nil is the whole range.
func (o *oracle) bucketOf(buckets []oracleBucket, start *time.Time) oracleBucket {
	if start == nil {
		return oracleBucket{start: o.from, end: o.to}
	}
	i := slices.IndexFunc(buckets, func(b oracleBucket) bool { return b.start == start.Unix() })
	return buckets[i]
}

// oracleProperty is what a breakdown splits by, "" without one.
func oracleProperty(b *insight.Breakdown) string {
	if b == nil {
		return ""
	}
	return b.Property
}
