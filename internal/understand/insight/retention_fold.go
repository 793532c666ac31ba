package insight

import (
	"context"
	"slices"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// exactLength is a unit's length in seconds when the window is exact.
var exactLength = map[string]uint32{"hour": 3600, "day": 86400, "week": 7 * 86400, "month": 30 * 86400}

// maxCells bounds the cells of an answer, all groups together.
const maxCells = 1_000_000

// retention is the compiled question.
type retention struct {
	p           *plan
	q           *Retention
	start, back *matcher
	columns     []RetentionColumn
	brackets    []uint32 // by period: the columns it counts for, as bits; nil without brackets
	last        int      // last period that any column asks for
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
	c.layColumns()
	var err error
	if c.starts, err = p.cal.cut(int64(p.from), int64(p.to), q.Unit); err != nil {
		return nil, err
	}
	c.cohorts = len(c.starts) - 1
	tables := 1
	if q.Breakdown != nil {
		tables = q.Breakdown.Limit + 2 // everyone and the rest
	}
	if c.cohorts+c.last > MaxBuckets || tables*c.cohorts*len(c.columns) > maxCells {
		return nil, &kith.Error{Code: kith.Invalid, Field: "retention.periods", Message: "the range and the periods make too large a table", Hint: "take a shorter range, a longer unit, fewer periods or groups"}
	}
	for range c.last + 1 {
		c.starts = append(c.starts, p.cal.next(c.starts[len(c.starts)-1], q.Unit))
	}
	c.units = newBuckets(c.starts)
	p.onlyOf(c.start, c.back)
	c.groups, err = p.rank(ctx, q.Breakdown, p.rankMatches(c.start))
	return c, err
}

// layColumns lays out the columns that the question asks for.
func (c *retention) layColumns() {
	if c.q.Mode != "brackets" {
		c.last = c.q.Periods
		for n := range c.last + 1 {
			c.columns = append(c.columns, RetentionColumn{First: n, Last: n})
		}
		return
	}
	for _, b := range c.q.Brackets {
		c.columns = append(c.columns, RetentionColumn{First: b[0], Last: b[1]})
		c.last = max(c.last, b[1])
	}
	c.brackets = make([]uint32, c.last+1)
	for k, col := range c.columns {
		for n := col.First; n <= col.Last; n++ {
			c.brackets[n] |= 1 << k
		}
	}
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
	f.find(v)
	for i := range f.members {
		m := &f.members[i]
		f.count(m.cohort, f.hits[m.lo:m.hi])
		if f.c.groups.col >= 0 {
			f.count((1+f.c.groups.of(v, m.start))*f.c.cohorts+m.cohort, f.hits[m.lo:m.hi])
		}
	}
}

func (f *retentionFold) count(row int, hits []int32) {
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
	sum, err := c.active(ctx)
	if sum == nil && err == nil {
		sum, err = scan(ctx, c.p, c.fold, (*retentionFold).visit, (*retentionFold).merge)
	}
	if err != nil {
		return err
	}
	if c.q.Mode == "on_or_after" {
		c.accumulate(sum.cells)
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

// accumulate turns the members by last column, a row a cohort, into those who
// came back in a column or a later one.
func (c *retention) accumulate(cells []uint64) {
	for row := range slices.Chunk(cells, len(c.columns)) {
		for k := len(row) - 2; k >= 0; k-- {
			row[k] += row[k+1]
		}
	}
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
		return func(v *timeline.View) bool {
			member, hit := false, false
			r.find(v)
			for _, m := range r.members {
				if want >= 0 && m.cohort != want || group >= 0 && c.groups.of(v, m.start) != group {
					continue
				}
				member = true
				hit = hit || cell.Column != nil && r.hasHit(&m, int32(*cell.Column))
			}
			return member && (cell.Column == nil || hit != cell.Lost)
		}
	}, nil
}

// hasHit reports whether the member is in the column's cell.
func (r *returns) hasHit(m *member, column int32) bool {
	hits := r.hits[m.lo:m.hi]
	if r.c.q.Mode == "on_or_after" {
		return len(hits) > 0 && hits[0] >= column
	}
	return slices.Contains(hits, column)
}
