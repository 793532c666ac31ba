package insight

import (
	"context"
	"math"

	"kith/internal/observe/timeline"
)

// sum folds everyone: what the units of activity tell by them, the rest event
// by event.
func (c *trend) sum(ctx context.Context) (*trendFold, error) {
	sum, left := c.fold(), false
	for i := range c.series {
		s := &c.series[i]
		var err error
		if s.done, err = c.activePersons(ctx, s, sum.tally[i]); err != nil {
			return nil, err
		}
		left = left || !s.done
	}
	if !left {
		return sum, nil
	}
	rest, err := scan(ctx, c.p, c.fold, (*trendFold).visit, (*trendFold).merge)
	if err != nil {
		return nil, err
	}
	rest.addUp()
	for i := range c.series {
		if c.series[i].done {
			rest.tally[i] = sum.tally[i]
		}
	}
	return rest, nil
}

// trendFold counts one worker's persons.
type trendFold struct {
	c     *trend
	stamp uint32 // of the person being visited
	tally []*trendTally
}

// trendTally holds one series' counts by cell, the whole range in the last row.
type trendTally struct {
	total, unique []uint64
	numbers       []uint64 // events with a number
	holders       []uint64 // persons with a number
	sum, low, top []float64
	values        [][]float64 // for percentiles
	seen, held    []uint32    // stamp of the last person counted in the cell
	covered       []int       // rolling: bucket after the last one counted, by group
	coveredBy     []uint32    // whose covered it is
}

func (c *trend) fold() *trendFold {
	f := &trendFold{c: c}
	cells := len(c.starts) * c.groups.len()
	for i := range c.series {
		t := &trendTally{total: make([]uint64, cells), unique: make([]uint64, cells), seen: make([]uint32, cells)}
		if c.series[i].Rolling > 0 {
			t.covered, t.coveredBy = make([]int, c.groups.len()), make([]uint32, c.groups.len())
		}
		if c.series[i].col >= 0 {
			t.numbers, t.holders, t.held = make([]uint64, cells), make([]uint64, cells), make([]uint32, cells)
			t.sum, t.low, t.top = make([]float64, cells), make([]float64, cells), make([]float64, cells)
			t.values = make([][]float64, cells)
			for i := range cells {
				t.low[i], t.top[i] = math.Inf(1), math.Inf(-1)
			}
		}
		f.tally = append(f.tally, t)
	}
	return f
}

func (f *trendFold) visit(v *timeline.View) {
	f.stamp++
	if v.Secs[0] >= f.c.p.to {
		return
	}
	for i := range f.c.series {
		s, t := &f.c.series[i], f.tally[i]
		switch {
		case s.done:
		case s.Rolling > 0:
			f.rolling(s, t, v)
		case s.Measure == "unique" && f.c.groups.col < 0:
			f.persons(s, t, v)
		default:
			f.events(s, t, v)
		}
	}
}

// persons counts distinct persons by bucket: once a person is counted in a
// bucket, nothing before the bucket's end is looked at.
func (f *trendFold) persons(s *trendSeries, t *trendTally, v *timeline.View) {
	codes, secs := v.Codes, v.Secs[:len(v.Codes)]
	next, to, any := f.c.p.from, f.c.p.to, false
	for i := timeline.Seek(secs, 0, next); i < len(secs) && secs[i] < to; {
		if !s.codes[codes[i]] || len(s.tests) > 0 && !passes(s.tests, v, i) {
			i++
			continue
		}
		b := s.buckets.of(secs[i])
		t.unique[b]++
		next, any = s.buckets.starts[b+1], true
		i = timeline.Seek(secs, i+1, next)
	}
	if any {
		t.unique[len(f.c.starts)-1]++
	}
}

// events counts every matching event, and what its number adds.
func (f *trendFold) events(s *trendSeries, t *trendTally, v *timeline.View) {
	width := f.c.groups.len()
	whole := (len(f.c.starts) - 1) * width
	b, end := 0, uint32(0)
	for i, sec := range v.Secs {
		if sec < f.c.p.from || !s.codes[v.Codes[i]] {
			continue
		}
		if sec >= f.c.p.to {
			return
		}
		if len(s.tests) > 0 && !passes(s.tests, v, i) {
			continue
		}
		if sec >= end {
			b = s.buckets.of(sec)
			end = s.buckets.starts[b+1]
		}
		g := f.c.groups.of(v, i)
		f.count(t, b*width+g, whole+g)
		if s.col >= 0 {
			if x := s.numbers[v.Cols[s.col].At(i)]; x == x {
				f.number(s, t, b*width+g, whole+g, x)
			}
		}
	}
}

// count and number leave what adds up over buckets to addUp; persons do not.
func (f *trendFold) count(t *trendTally, cell, whole int) {
	t.total[cell]++
	if t.seen[cell] != f.stamp {
		t.seen[cell] = f.stamp
		t.unique[cell]++
		if t.seen[whole] != f.stamp {
			t.seen[whole] = f.stamp
			t.unique[whole]++
		}
	}
}

func (f *trendFold) number(s *trendSeries, t *trendTally, cell, whole int, x float64) {
	t.numbers[cell]++
	t.sum[cell] += x
	t.low[cell], t.top[cell] = min(t.low[cell], x), max(t.top[cell], x)
	if t.held[cell] != f.stamp {
		t.held[cell] = f.stamp
		t.holders[cell]++
		if t.held[whole] != f.stamp {
			t.held[whole] = f.stamp
			t.holders[whole]++
		}
	}
	if s.Measure == "percentile" {
		t.values[cell] = append(t.values[cell], x)
	}
}

// addUp fills the row of the whole range from those of the buckets.
func (f *trendFold) addUp() {
	width := f.c.groups.len()
	whole := (len(f.c.starts) - 1) * width
	for _, t := range f.tally {
		for cell := range whole {
			to := whole + cell%width
			t.total[to] += t.total[cell]
			if t.numbers != nil {
				t.numbers[to] += t.numbers[cell]
				t.sum[to] += t.sum[cell]
				t.low[to], t.top[to] = min(t.low[to], t.low[cell]), max(t.top[to], t.top[cell])
				t.values[to] = append(t.values[to], t.values[cell]...)
			}
		}
	}
}

// rolling counts a person in each bucket whose window, the bucket and those
// before it, holds a match.
func (f *trendFold) rolling(s *trendSeries, t *trendTally, v *timeline.View) {
	width, last := f.c.groups.len(), len(f.c.starts)-1
	for i, sec := range v.Secs {
		if sec < s.from || !s.codes[v.Codes[i]] {
			continue
		}
		if sec >= f.c.p.to {
			return
		}
		if len(s.tests) > 0 && !passes(s.tests, v, i) {
			continue
		}
		g := f.c.groups.of(v, i)
		if t.coveredBy[g] != f.stamp {
			t.coveredBy[g], t.covered[g] = f.stamp, 0
		}
		b := s.buckets.of(sec) - s.back // negative before the range
		for ; t.covered[g] < b; t.covered[g]++ {
		}
		for ; t.covered[g] < min(b+s.Rolling, last); t.covered[g]++ {
			t.unique[t.covered[g]*width+g]++
		}
		if sec >= f.c.p.from && t.seen[last*width+g] != f.stamp {
			t.seen[last*width+g] = f.stamp
			t.unique[last*width+g]++
		}
	}
}

func (f *trendFold) merge(from *trendFold) {
	for i, t := range f.tally {
		o := from.tally[i]
		addAll(t.total, o.total)
		addAll(t.unique, o.unique)
		addAll(t.numbers, o.numbers)
		addAll(t.holders, o.holders)
		addAll(t.sum, o.sum)
		for c := range t.low {
			t.low[c], t.top[c] = min(t.low[c], o.low[c]), max(t.top[c], o.top[c])
			t.values[c] = append(t.values[c], o.values[c]...)
		}
	}
}

func addAll[N uint64 | float64](into, from []N) {
	for i, n := range from {
		into[i] += n
	}
}

func (f *trendFold) line(s, g int) TrendLine {
	c := f.c
	line := TrendLine{Series: s, Label: c.series[s].label(), Group: c.groups.group(g), Values: make([]*float64, len(c.starts)-1)}
	for b := range line.Values {
		line.Values[b] = f.measure(s, b*c.groups.len()+g)
	}
	line.Total = f.measure(s, len(line.Values)*c.groups.len()+g)
	return line
}

// measure is a cell's value; nil where there is nothing to average.
func (f *trendFold) measure(s, cell int) *float64 {
	t, series := f.tally[s], &f.c.series[s]
	some := func(x float64) *float64 { return &x }
	switch series.Measure {
	case "total":
		return some(float64(t.total[cell]))
	case "unique":
		return some(float64(t.unique[cell]))
	case "per_person":
		return ratio(float64(t.total[cell]), float64(t.unique[cell]))
	case "sum":
		return some(t.sum[cell])
	case "sum_per_person":
		return ratio(t.sum[cell], float64(t.holders[cell]))
	case "average":
		return ratio(t.sum[cell], float64(t.numbers[cell]))
	}
	if t.numbers[cell] == 0 {
		return nil
	}
	switch series.Measure {
	case "minimum":
		return some(t.low[cell])
	case "maximum":
		return some(t.top[cell])
	}
	return some(percentile(t.values[cell], series.Percentile))
}
