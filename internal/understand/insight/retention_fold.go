package insight

import (
	"context"
	"slices"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// exactLength is a unit's length in seconds when the window is exact.
var exactLength = map[string]uint32{"hour": 3600, "day": 86400, "week": 7 * 86400, "month": 30 * 86400}

// retention is the compiled question.
type retention struct {
	p           *plan
	q           *Retention
	start, back *matcher
	columns     []RetentionColumn
	last        int // last period that any column asks for
	starts      []int64
	cohorts     int      // units of the range
	units       *buckets // the range's, and as many after as columns reach
	length      uint32   // exact: of a period
	groups      *groups
}

func compileRetention(ctx context.Context, p *plan, q *Retention) (compiled, error) {
	c := &retention{p: p, q: q, start: p.matcher(&q.Start), back: p.matcher(&q.Return)}
	if q.Window == "exact" {
		c.length = exactLength[q.Unit]
	}
	for n := 0; n <= q.Periods && q.Mode != "brackets"; n++ {
		c.columns = append(c.columns, RetentionColumn{First: n, Last: n})
	}
	for _, b := range q.Brackets {
		c.columns = append(c.columns, RetentionColumn{First: b[0], Last: b[1]})
	}
	for _, col := range c.columns {
		c.last = max(c.last, col.Last)
	}
	var err error
	if c.starts, err = p.cal.cut(int64(p.from), int64(p.to), q.Unit); err != nil {
		return nil, err
	}
	c.cohorts = len(c.starts) - 1
	if c.cohorts+c.last > MaxBuckets || c.cohorts*len(c.columns) > 1_000_000 {
		return nil, &kith.Error{Code: kith.Invalid, Field: "retention.periods", Message: "the range and the periods make too large a table", Hint: "take a shorter range, a longer unit or fewer periods"}
	}
	for range c.last + 1 {
		c.starts = append(c.starts, p.cal.next(c.starts[len(c.starts)-1], q.Unit))
	}
	c.units = newBuckets(c.starts)
	c.groups, err = p.rank(ctx, q.Breakdown, p.rankMatches(c.start))
	return c, err
}

// returns finds, for each start of a history that makes a cohort's member, the
// columns in which the person returned. It belongs to one worker.
type returns struct {
	c    *retention
	hits []int // columns, each once
}

func (r *returns) each(v *timeline.View, yield func(cohort, start int, hits []int)) {
	c := r.c
	next := c.p.from
	for i, sec := range v.Secs {
		if sec >= c.p.to {
			return
		}
		if !c.start.codes[v.Codes[i]] || sec < next && c.q.Cohort != "first_ever" {
			continue
		}
		if len(c.start.tests) > 0 && !passes(c.start.tests, v, i) {
			continue
		}
		if sec < c.p.from {
			return // the first ever lies before the range
		}
		cohort := c.units.of(sec)
		r.follow(v, i, cohort)
		yield(cohort, i, r.hits)
		if c.q.Cohort != "every" {
			return
		}
		next = c.units.starts[cohort+1]
	}
}

// follow fills hits for the member that starts at event i.
func (r *returns) follow(v *timeline.View, start, cohort int) {
	r.hits = r.hits[:0]
	if r.c.q.Mode == "on_or_after" {
		r.after(v, start, cohort)
		return
	}
	c, seen := r.c, uint32(0) // brackets counted
	next := v.Secs[start]
	for i := start; i < len(v.Secs); i++ {
		sec := v.Secs[i]
		if sec < next || !c.back.codes[v.Codes[i]] {
			continue
		}
		if len(c.back.tests) > 0 && !passes(c.back.tests, v, i) {
			continue
		}
		n, end := c.period(v.Secs[start], sec, cohort)
		if n > c.last {
			return
		}
		next = end
		if c.q.Mode == "on" {
			r.hits = append(r.hits, n)
			continue
		}
		for k, col := range c.columns {
			if n >= col.First && n <= col.Last && seen&(1<<k) == 0 {
				seen |= 1 << k
				r.hits = append(r.hits, k)
			}
		}
	}
}

// after needs only the last return: whoever came back in period n came back
// in each earlier period or after it.
func (r *returns) after(v *timeline.View, start, cohort int) {
	for i := len(v.Secs) - 1; i >= start; i-- {
		if !r.c.back.match(v, i) {
			continue
		}
		n, _ := r.c.period(v.Secs[start], v.Secs[i], cohort)
		for k := 0; k <= min(n, r.c.last); k++ {
			r.hits = append(r.hits, k)
		}
		return
	}
}

// period is the number of the period that sec lies in, and that period's end.
// Past all columns it is one more than the last.
func (c *retention) period(start, sec uint32, cohort int) (n int, end uint32) {
	if c.length > 0 {
		k := (sec - start) / c.length
		return int(min(k, uint32(c.last)+1)), start + (k+1)*c.length
	}
	u := c.units.of(sec)
	if u < 0 {
		return c.last + 1, 0
	}
	return u - cohort, c.units.starts[u+1]
}

// retentionFold counts one worker's persons: everyone first, then the groups.
type retentionFold struct {
	returns
	size  []uint64 // by group and cohort
	cells []uint64 // by group, cohort and column
}

func (c *retention) fold() *retentionFold {
	n := (c.groups.len() + 1) * c.cohorts
	return &retentionFold{returns: returns{c: c}, size: make([]uint64, n), cells: make([]uint64, n*len(c.columns))}
}

func (f *retentionFold) visit(v *timeline.View) {
	f.each(v, func(cohort, start int, hits []int) {
		f.count(cohort, hits)
		if f.c.groups.col >= 0 {
			f.count((1+f.c.groups.of(v, start))*f.c.cohorts+cohort, hits)
		}
	})
}

func (f *retentionFold) count(row int, hits []int) {
	f.size[row]++
	cells := f.cells[row*len(f.c.columns):]
	for _, k := range hits {
		cells[k]++
	}
}

func (f *retentionFold) merge(from *retentionFold) {
	addAll(f.size, from.size)
	addAll(f.cells, from.cells)
}

func (c *retention) answer(ctx context.Context, a *Answer) error {
	sum, err := scan(ctx, c.p, c.fold, (*retentionFold).visit, (*retentionFold).merge)
	if err != nil {
		return err
	}
	out := &RetentionAnswer{Columns: c.columns}
	for g := range 1 + len(c.groups.list) {
		group := c.table(sum, g)
		if g > 0 {
			group.Group = c.groups.group(g - 1)
		}
		out.Groups = append(out.Groups, group)
	}
	a.Retention = out
	return nil
}

func (c *retention) table(sum *retentionFold, g int) RetentionGroup {
	group := RetentionGroup{Average: make([]*float64, len(c.columns))}
	persons, sizes := make([]uint64, len(c.columns)), make([]uint64, len(c.columns))
	for cohort, b := range c.p.bucketsOf(c.starts[:c.cohorts+1]) {
		row := g*c.cohorts + cohort
		line := RetentionCohort{Bucket: b, Size: sum.size[row], Cells: make([]RetentionCell, len(c.columns))}
		for k := range c.columns {
			n := sum.cells[row*len(c.columns)+k]
			cell := RetentionCell{Persons: n, Rate: ratio(float64(n), float64(line.Size))}
			cell.Incomplete, cell.Future = c.unfinished(cohort, c.columns[k])
			if !cell.Incomplete && line.Size > 0 {
				persons[k] += n
				sizes[k] += line.Size
			}
			line.Cells[k] = cell
		}
		group.Cohorts = append(group.Cohorts, line)
	}
	for k := range group.Average {
		group.Average[k] = ratio(float64(persons[k]), float64(sizes[k]))
	}
	return group
}

// unfinished says whether the column has not ended for the cohort's latest
// possible member, and whether it has not begun for its earliest.
func (c *retention) unfinished(cohort int, col RetentionColumn) (incomplete, future bool) {
	if c.length > 0 {
		length := int64(c.length)
		return c.starts[cohort+1]+int64(col.Last+1)*length > c.p.asOf, c.starts[cohort]+int64(col.First)*length > c.p.asOf
	}
	return c.starts[cohort+col.Last+1] > c.p.asOf, c.starts[cohort+col.First] > c.p.asOf
}

func (c *retention) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	want := -1
	if cell.Bucket != nil {
		var err error
		if want, err = c.p.bucketIndex(cell, c.starts[:c.cohorts+1]); err != nil {
			return nil, err
		}
	}
	if cell.Column != nil && (*cell.Column < 0 || *cell.Column >= len(c.columns)) {
		return nil, invalid("cell.column", "there are columns 0 to %d, not %d", len(c.columns)-1, *cell.Column)
	}
	if cell.Lost && cell.Column == nil {
		return nil, invalid("cell.lost", "needs a column: lost since when?")
	}
	group, err := c.groups.find(cell.Group)
	if err != nil {
		return nil, err
	}
	return func() func(*timeline.View) bool {
		r := &returns{c: c}
		return func(v *timeline.View) (found bool) {
			r.each(v, func(cohort, start int, hits []int) {
				if found || want >= 0 && cohort != want || group >= 0 && c.groups.of(v, start) != group {
					return
				}
				found = cell.Column == nil || slices.Contains(hits, *cell.Column) != cell.Lost
			})
			return found
		}
	}, nil
}
