package insight_test

import (
	"slices"

	"kith/internal/understand/insight"
)

// oracleMember is a person in one cohort.
type oracleMember struct {
	cohort  int // index of the bucket
	start   oracleEvent
	periods []int // in which the person returned
}

// members are the cohorts that one person is in.
func (o *oracle) members(q *insight.Retention, h oracleHistory) []oracleMember {
	buckets := o.buckets(q.Unit)
	var starts []int
	for i, e := range h.events {
		if oracleMatches(&q.Start, &e) && (o.inRange(&e) || q.Cohort == "first_ever") {
			starts = append(starts, i)
		}
	}
	var out []oracleMember
	for _, i := range starts {
		start := h.events[i]
		cohort := slices.IndexFunc(buckets, func(b oracleBucket) bool { return b.has(start.sec()) })
		if o.inRange(&start) && !slices.ContainsFunc(out, func(m oracleMember) bool { return m.cohort == cohort }) {
			out = append(out, oracleMember{cohort, start, o.periods(q, h.events[i:])})
		}
		if q.Cohort != "every" {
			break
		}
	}
	return out
}

// periods are those in which a history that begins with the start event returns.
func (o *oracle) periods(q *insight.Retention, events []oracleEvent) []int {
	var out []int
	start := events[0].sec()
	for _, e := range events {
		if !oracleMatches(&q.Return, &e) {
			continue
		}
		if q.Window == "calendar" {
			out = append(out, o.calendar.unitsBetween(q.Unit, start, e.sec()))
		} else {
			out = append(out, int((e.sec()-start)/oracleLength(q.Unit)))
		}
	}
	return out
}

// oracleLength is a period of an exact window in seconds.
func oracleLength(unit string) int64 {
	return map[string]int64{"hour": 3600, "day": 86400, "week": 7 * 86400, "month": 30 * 86400}[unit]
}

func oracleColumns(q *insight.Retention) []insight.RetentionColumn {
	var out []insight.RetentionColumn
	if q.Mode == "brackets" {
		for _, b := range q.Brackets {
			out = append(out, insight.RetentionColumn{First: b[0], Last: b[1]})
		}
		return out
	}
	for n := range q.Periods + 1 {
		out = append(out, insight.RetentionColumn{First: n, Last: n})
	}
	return out
}

// oracleReturned reports whether the member is in the column's cell.
func oracleReturned(q *insight.Retention, c insight.RetentionColumn, m oracleMember) bool {
	return slices.ContainsFunc(m.periods, func(n int) bool {
		return n >= c.First && (n <= c.Last || q.Mode == "on_or_after")
	})
}

func (o *oracle) retentionGroups(q *insight.Retention) []oracleGroup {
	return oracleGroups(q.Breakdown, o.ranking(func(e *oracleEvent) bool { return o.inRange(e) && oracleMatches(&q.Start, e) }))
}

func (o *oracle) retention(q *insight.Retention) *insight.RetentionAnswer {
	out := &insight.RetentionAnswer{Columns: oracleColumns(q)}
	for _, g := range o.retentionGroups(q) {
		row := insight.RetentionGroup{Group: g.answer()}
		for i, b := range o.buckets(q.Unit) {
			var members []oracleMember
			for _, h := range o.people {
				for _, m := range o.members(q, h) {
					if m.cohort == i && g.has(m.start.props[oracleProperty(q.Breakdown)]) {
						members = append(members, m)
					}
				}
			}
			row.Cohorts = append(row.Cohorts, o.cohort(q, b, members))
		}
		for n := range out.Columns {
			var persons, size uint64
			for _, c := range row.Cohorts {
				if !c.Cells[n].Incomplete {
					persons, size = persons+c.Cells[n].Persons, size+c.Size
				}
			}
			row.Average = append(row.Average, oracleShare(persons, size))
		}
		out.Groups = append(out.Groups, row)
	}
	return out
}

func (o *oracle) cohort(q *insight.Retention, b oracleBucket, members []oracleMember) insight.RetentionCohort {
	row := insight.RetentionCohort{Bucket: b.answer(), Size: uint64(len(members))}
	for _, c := range oracleColumns(q) {
		var cell insight.RetentionCell
		for _, m := range members {
			if oracleReturned(q, c, m) {
				cell.Persons++
			}
		}
		cell.Rate = oracleShare(cell.Persons, row.Size)
		if q.Window == "calendar" {
			cell.Incomplete = o.calendar.unitsAfter(q.Unit, b.start, c.Last+1) > o.asOf
			cell.Future = o.calendar.unitsAfter(q.Unit, b.start, c.First) > o.asOf
		} else {
			length := oracleLength(q.Unit)
			cell.Incomplete = b.end+int64(c.Last+1)*length > o.asOf
			cell.Future = b.start+int64(c.First)*length > o.asOf
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func (o *oracle) retentionCell(q *insight.Retention, c insight.Cell) func(oracleHistory) bool {
	g := oracleGroup{everyone: true}
	if c.Group != nil {
		g = oracleGroupOf(o.retentionGroups(q), c.Group)
	}
	buckets := o.buckets(q.Unit)
	return func(h oracleHistory) bool {
		member, returned := false, false
		for _, m := range o.members(q, h) {
			if c.Bucket != nil && buckets[m.cohort].start != c.Bucket.Unix() || !g.has(m.start.props[oracleProperty(q.Breakdown)]) {
				continue
			}
			member = true
			if c.Column != nil && oracleReturned(q, oracleColumns(q)[*c.Column], m) {
				returned = true
			}
		}
		switch {
		case c.Column == nil:
			return member
		case c.Lost:
			return member && !returned
		}
		return returned
	}
}
