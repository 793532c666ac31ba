package insight_test

import (
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// oracleSession is one visit: a run of a person's activity.
type oracleSession struct {
	person uint32
	events []oracleEvent
}

func (s oracleSession) seconds() int64 { return s.events[len(s.events)-1].sec() - s.events[0].sec() }

// oracleSessions cuts a history's activity into visits.
func oracleSessions(h oracleHistory, idle int64) []oracleSession {
	var out []oracleSession
	for _, e := range h.events {
		if !e.active() {
			continue
		}
		if len(out) == 0 || oracleCuts(out[len(out)-1], e, idle) {
			out = append(out, oracleSession{person: h.person})
		}
		s := &out[len(out)-1]
		s.events = append(s.events, e)
	}
	return out
}

// oracleCuts reports whether the event begins another visit.
func oracleCuts(s oracleSession, e oracleEvent, idle int64) bool {
	first, before := s.events[0], s.events[len(s.events)-1]
	if e.sec()-first.sec() >= 86400 {
		return true
	}
	a, b := before.props["$session_id"], e.props["$session_id"]
	if a.Kind != kith.None && b.Kind != kith.None {
		return a != b
	}
	return e.sec()-before.sec() > idle
}

func oracleBounced(q *insight.Sessions, s oracleSession) bool {
	pages, key := 0, false
	for _, e := range s.events {
		if e.name == "$pageview" || e.name == "$screen" {
			pages++
		}
		key = key || slices.Contains(q.KeyEvents, e.name)
	}
	return s.seconds() < 10 && pages <= 1 && !key
}

// kept are the visits that begin in the range and contain what they must.
func (o *oracle) kept(q *insight.Sessions, h oracleHistory) []oracleSession {
	return slices.DeleteFunc(oracleSessions(h, oracleSeconds(q.Idle)), func(s oracleSession) bool {
		missing := q.Contains != nil && !slices.ContainsFunc(s.events, func(e oracleEvent) bool { return oracleMatches(q.Contains, &e) })
		return missing || !o.inRange(&s.events[0])
	})
}

func (o *oracle) allKept(q *insight.Sessions) (sessions []oracleSession, firsts []oracleEvent) {
	for _, h := range o.people {
		for _, s := range o.kept(q, h) {
			sessions, firsts = append(sessions, s), append(firsts, s.events[0])
		}
	}
	return sessions, firsts
}

func (o *oracle) sessions(q *insight.Sessions) *insight.SessionsAnswer {
	out := &insight.SessionsAnswer{}
	sessions, firsts := o.allKept(q)
	for _, g := range oracleGroups(q.Breakdown, firsts) {
		inGroup := slices.DeleteFunc(slices.Clone(sessions), func(s oracleSession) bool {
			return !g.has(s.events[0].props[oracleProperty(q.Breakdown)])
		})
		row := insight.SessionsGroup{Group: g.answer(), Total: oracleSessionsRow(q, o.buckets("total")[0], inGroup)}
		for _, b := range o.buckets(q.Unit) {
			row.Buckets = append(row.Buckets, oracleSessionsRow(q, b, inGroup))
		}
		out.Groups = append(out.Groups, row)
	}
	return out
}

func oracleSessionsRow(q *insight.Sessions, b oracleBucket, sessions []oracleSession) insight.SessionsRow {
	row := insight.SessionsRow{Bucket: b.answer()}
	var seconds []float64
	persons := map[uint32]bool{}
	for _, s := range sessions {
		if !b.has(s.events[0].sec()) {
			continue
		}
		row.Sessions++
		row.Events += uint64(len(s.events))
		if oracleBounced(q, s) {
			row.Bounced++
		}
		seconds = append(seconds, float64(s.seconds()))
		persons[s.person] = true
	}
	row.Persons = uint64(len(persons))
	row.BounceRate = oracleShare(row.Bounced, row.Sessions)
	row.AverageSeconds = oracleMean(seconds)
	row.MedianSeconds = oraclePercentile(seconds, 50)
	row.EventsPerVisit = oracleShare(row.Events, row.Sessions)
	row.SessionsPerHead = oracleShare(row.Sessions, row.Persons)
	return row
}

func (o *oracle) sessionsCell(q *insight.Sessions, c insight.Cell) func(oracleHistory) bool {
	g := oracleGroup{everyone: true}
	if c.Group != nil {
		_, firsts := o.allKept(q)
		g = oracleGroupOf(oracleGroups(q.Breakdown, firsts), c.Group)
	}
	bucket := o.bucketOf(o.buckets(q.Unit), (*time.Time)(c.Bucket))
	return func(h oracleHistory) bool {
		return slices.ContainsFunc(o.kept(q, h), func(s oracleSession) bool {
			return bucket.has(s.events[0].sec()) && g.has(s.events[0].props[oracleProperty(q.Breakdown)]) &&
				(!c.Bounced || oracleBounced(q, s))
		})
	}
}
