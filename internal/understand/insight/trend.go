package insight

import (
	"context"
	"fmt"
	"math"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

func (*Trend) Kind() string { return "trend" }

func (t *Trend) check(path string) error {
	if len(t.Series) == 0 || len(t.Series) > 10 {
		return invalid(join(path, "series"), "%d series; 1 to 10 are possible", len(t.Series))
	}
	if err := oneOf(join(path, "unit"), &t.Unit, "day", "hour", "week", "month", "total"); err != nil {
		return err
	}
	for i := range t.Series {
		if err := t.Series[i].check(fmt.Sprintf("%s[%d]", join(path, "series"), i), t.Unit); err != nil {
			return err
		}
	}
	if err := t.Breakdown.check(join(path, "breakdown")); err != nil {
		return err
	}
	if t.Formula == "" {
		return nil
	}
	_, err := parseFormula(join(path, "formula"), t.Formula, len(t.Series))
	return err
}

func (s *Series) check(path, unit string) error {
	if err := s.Selector.check(path); err != nil {
		return err
	}
	if err := oneOf(join(path, "measure"), &s.Measure, "total", "unique", "per_person", "sum", "sum_per_person", "average", "minimum", "maximum", "percentile"); err != nil {
		return err
	}
	numeric := s.Measure != "total" && s.Measure != "unique" && s.Measure != "per_person"
	switch {
	case numeric && s.Property == "":
		return invalid(join(path, "property"), "%s is of a property: its name is missing", s.Measure)
	case !numeric && s.Property != "":
		return invalid(join(path, "property"), "%s is not of a property", s.Measure)
	case s.Measure == "percentile" && !(s.Percentile >= 0 && s.Percentile <= 100):
		return invalid(join(path, "percentile"), "%v is not between 0 and 100", s.Percentile)
	case s.Measure != "percentile" && s.Percentile != 0:
		return invalid(join(path, "percentile"), "only the measure percentile has one")
	case s.Rolling != 0 && (s.Rolling < 1 || s.Rolling > 366):
		return invalid(join(path, "rolling"), "%d is not between 1 and 366", s.Rolling)
	case s.Rolling != 0 && s.Measure != "unique":
		return invalid(join(path, "rolling"), "only the measure unique can roll")
	case s.Rolling != 0 && unit == "total":
		return invalid(join(path, "rolling"), "there is nothing to roll over with the unit total")
	}
	return nil
}

func (t *Trend) props(need func(string)) {
	for i := range t.Series {
		t.Series[i].Selector.props(need)
		need(t.Series[i].Property)
	}
	t.Breakdown.props(need)
}

// trend is the compiled question. Cells are numbered bucket*groups + group;
// one row more stands for the whole range.
type trend struct {
	p       *plan
	t       *Trend
	starts  []int64
	groups  *groups
	series  []trendSeries
	formula formula
}

type trendSeries struct {
	*Series
	*matcher
	buckets *buckets
	back    int       // buckets before the range, for rolling
	from    uint32    // of the first bucket looked at
	col     int       // the property's column, -1 without
	numbers []float64 // by dictionary code; NaN: not a number
	done    bool      // counted already, by units of activity
}

func compileTrend(ctx context.Context, p *plan, t *Trend) (compiled, error) {
	starts, err := p.cal.cut(int64(p.from), int64(p.to), t.Unit)
	if err != nil {
		return nil, err
	}
	c := &trend{p: p, t: t, starts: starts}
	for i := range t.Series {
		s := trendSeries{Series: &t.Series[i], matcher: p.matcher(&t.Series[i].Selector), from: p.from, col: -1}
		cut := starts
		if s.Rolling > 0 {
			s.back = s.Rolling - 1
			s.from = uint32(max(0, p.cal.step(starts[0], t.Unit, -s.back)))
			if cut, err = p.cal.cut(int64(s.from), int64(p.to), t.Unit); err != nil {
				return nil, err
			}
			s.back = len(cut) - len(starts)
		}
		s.buckets = newBuckets(cut)
		if s.Property != "" {
			s.col = p.cols[s.Property]
			s.numbers = numbersOf(p.snap.Dict(s.col))
		}
		c.series = append(c.series, s)
	}
	matchers := make([]*matcher, len(c.series))
	for i := range c.series {
		matchers[i] = c.series[i].matcher
	}
	p.onlyOf(matchers...)
	if c.groups, err = p.rank(ctx, t.Breakdown, c.tally); err != nil {
		return nil, err
	}
	if t.Formula != "" {
		c.formula, err = parseFormula("trend.formula", t.Formula, len(t.Series))
	}
	return c, err
}

// tally counts the events that any series looks at, to rank the groups.
func (c *trend) tally() func(*timeline.View, *timeline.Col, []uint64) {
	return func(v *timeline.View, col *timeline.Col, tally []uint64) {
		for s := range c.series {
			for i, sec := range v.Secs {
				if sec >= c.series[s].from && sec < c.p.to && c.series[s].match(v, i) {
					tally[col.At(i)]++
				}
			}
		}
	}
}

// numbersOf is the numeric value by dictionary code, NaN for what is not one.
func numbersOf(d *timeline.Dict) []float64 {
	values := d.Values()
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.NaN()
		if v.Kind == kith.Number {
			out[i] = v.Num
		}
	}
	return out
}

func (c *trend) answer(ctx context.Context, a *Answer) error {
	sum, err := c.sum(ctx)
	if err != nil {
		return err
	}
	out := &TrendAnswer{Buckets: c.p.bucketsOf(c.starts)}
	if c.t.Unit == "total" {
		out.Buckets[0].Incomplete = int64(c.p.to) > c.p.asOf
	}
	for s := range c.series {
		for g := range c.shown() {
			out.Lines = append(out.Lines, sum.line(s, g))
		}
	}
	if c.formula != nil {
		for g := range c.shown() {
			out.Lines = append(out.Lines, c.formulaLine(out.Lines, g))
		}
	}
	a.Trend = out
	return nil
}

// shown is how many groups the answer has.
func (c *trend) shown() int {
	if c.groups.col < 0 {
		return 1
	}
	return len(c.groups.list)
}

func (c *trend) formulaLine(lines []TrendLine, g int) TrendLine {
	at := func(pick func(*TrendLine) *float64) *float64 {
		return c.formula(func(s int) *float64 { return pick(&lines[s*c.shown()+g]) })
	}
	line := TrendLine{Series: -1, Label: c.t.Formula, Group: c.groups.group(g), Values: make([]*float64, len(c.starts)-1)}
	for b := range line.Values {
		line.Values[b] = at(func(l *TrendLine) *float64 { return l.Values[b] })
	}
	line.Total = at(func(l *TrendLine) *float64 { return l.Total })
	return line
}

func (c *trend) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	if cell.Series < 0 || cell.Series >= len(c.series) {
		return nil, invalid("cell.series", "there are series 0 to %d, not %d", len(c.series)-1, cell.Series)
	}
	s := &c.series[cell.Series]
	from, to := c.p.from, c.p.to
	if cell.Bucket != nil {
		b, err := c.p.bucketIndex(cell, c.starts)
		if err != nil {
			return nil, err
		}
		first := max(0, b+s.back-max(0, s.Rolling-1))
		from, to = max(s.buckets.starts[first], s.from), min(s.buckets.starts[b+s.back+1], c.p.to)
	}
	group, err := c.groups.find(cell.Group)
	if err != nil {
		return nil, err
	}
	return func() func(*timeline.View) bool {
		return func(v *timeline.View) bool {
			for i, sec := range v.Secs {
				if sec >= from && sec < to && s.match(v, i) && (group < 0 || c.groups.of(v, i) == group) {
					return true
				}
			}
			return false
		}
	}, nil
}

func (c *trend) define() Definition {
	en, zh := make([]string, len(c.t.Series)), make([]string, len(c.t.Series))
	for i := range c.t.Series {
		en[i], zh[i] = c.t.Series[i].define(c.p)
	}
	d := Definition{En: strings.Join(en, "; "), Zh: strings.Join(zh, "；")}
	if c.t.Formula != "" {
		d.En, d.Zh = c.t.Formula+" where "+letters(en, "; "), c.t.Formula+"，其中 "+letters(zh, "；")
	}
	u := unitWords[c.t.Unit]
	d.En, d.Zh = d.En+u.per, d.Zh+u.perZh
	if c.t.Breakdown != nil {
		d.En += ", split by " + c.t.Breakdown.Property
		d.Zh += "，按 " + c.t.Breakdown.Property + " 拆分"
	}
	return d.finish()
}

func letters(parts []string, sep string) string {
	out := make([]string, len(parts))
	for i, part := range parts {
		out[i] = string(rune('A'+i)) + " = " + part
	}
	return strings.Join(out, sep)
}

func (s *Series) define(p *plan) (en, zh string) {
	e, z := p.define(&s.Selector)
	switch s.Measure {
	case "total":
		return "times " + e + " happened", z + "的次数"
	case "unique":
		if s.Rolling > 1 {
			return fmt.Sprintf("people with %s in the last %d units", e, s.Rolling), fmt.Sprintf("最近 %d 个单位内有%s的人数", s.Rolling, z)
		}
		return "people with " + e, "有" + z + "的人数"
	case "per_person":
		return e + " per person", "人均" + z + "次数"
	case "sum":
		return "sum of " + s.Property + " over " + e, z + "的 " + s.Property + " 之和"
	case "sum_per_person":
		return s.Property + " per person over " + e, z + "的人均 " + s.Property
	case "average":
		return "average " + s.Property + " of " + e, z + "的 " + s.Property + " 均值"
	case "minimum":
		return "smallest " + s.Property + " of " + e, z + "的 " + s.Property + " 最小值"
	case "maximum":
		return "largest " + s.Property + " of " + e, z + "的 " + s.Property + " 最大值"
	}
	return fmt.Sprintf("%gth percentile of %s over %s", s.Percentile, s.Property, e), fmt.Sprintf("%s的 %s 第 %g 百分位", z, s.Property, s.Percentile)
}
