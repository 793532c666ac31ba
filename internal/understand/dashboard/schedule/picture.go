package schedule

import (
	"image/color"

	"kith/internal/platform/plot"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/insight"
)

// Pictures are as wide as a mail's column.
const (
	pictureWidth  = 592
	pictureHeight = 200
)

// key is a line of a legend: a coloured square and what it stands for.
type key struct {
	Colour string
	Name   string
}

func css(c color.NRGBA) string {
	const digits = "0123456789ABCDEF"
	b := []byte("#000000")
	for i, v := range []uint8{c.R, c.G, c.B} {
		b[1+2*i], b[2+2*i] = digits[v>>4], digits[v&15]
	}
	return string(b)
}

// strand is one line or layer of a chart.
type strand struct {
	name   string
	values []*float64
	before bool
}

// course is an answer as values by unit of time.
type course struct {
	labels  []string
	open    bool
	rate    bool
	strands []strand
}

func courseOf(a *insight.Answer, w *words) course {
	switch {
	case a.Trend != nil:
		return trendCourse(a, w)
	case a.Lifecycle != nil:
		return lifecycleCourse(a, w)
	case a.Sessions != nil && len(a.Sessions.Groups) > 0:
		return sessionsCourse(a)
	case a.Retention != nil:
		return retentionCourse(a, w)
	}
	return course{}
}

func (c *course) buckets(all []insight.Bucket) {
	for _, b := range all {
		c.labels, c.open = append(c.labels, bucketLabel(b.Start, b.End)), b.Incomplete
	}
}

func trendCourse(a *insight.Answer, w *words) course {
	c := course{}
	c.buckets(a.Trend.Buckets)
	formula := false
	for _, l := range a.Trend.Lines {
		formula = formula || l.Series < 0
	}
	for _, l := range a.Trend.Lines {
		if formula && l.Series >= 0 {
			continue // the formula is what was asked; its parts are not shown
		}
		c.strands = append(c.strands, strand{name: w.lineName(&l, len(a.Question.Trend.Series) > 1), values: l.Values})
	}
	if a.Previous != nil && a.Previous.Trend != nil && len(c.strands) == 1 {
		for _, l := range a.Previous.Trend.Lines {
			if formula == (l.Series < 0) {
				c.strands = append(c.strands, strand{values: fit(l.Values, len(c.labels)), before: true})
				break
			}
		}
	}
	return c
}

// fit makes a list as long as the axis it shares.
func fit(values []*float64, n int) []*float64 {
	out := make([]*float64, n)
	copy(out, values)
	return out
}

func (w *words) lineName(l *insight.TrendLine, several bool) string {
	switch {
	case l.Group == nil:
		return l.Label
	case l.Group.Other:
		return w.other
	case several:
		return l.Label + " · " + w.value(l.Group.Value)
	}
	return w.value(l.Group.Value)
}

func lifecycleCourse(a *insight.Answer, w *words) course {
	c := course{}
	parts := make([]strand, 3)
	for i, name := range []string{"new", "returning", "resurrecting"} {
		parts[i].name = w.state[name]
	}
	for _, b := range a.Lifecycle.Buckets {
		c.buckets([]insight.Bucket{b.Bucket})
		for i, n := range []uint64{b.New, b.Returning, b.Resurrecting} {
			v := float64(n)
			parts[i].values = append(parts[i].values, &v)
		}
	}
	c.strands = parts
	return c
}

func sessionsCourse(a *insight.Answer) course {
	c := course{strands: []strand{{}}}
	for _, b := range a.Sessions.Groups[0].Buckets {
		c.buckets([]insight.Bucket{b.Bucket})
		v := float64(b.Sessions)
		c.strands[0].values = append(c.strands[0].values, &v)
	}
	return c
}

func retentionCourse(a *insight.Answer, w *words) course {
	c := course{rate: true}
	if len(a.Retention.Groups) == 0 {
		return c
	}
	s := strand{name: w.cohort}
	for i, v := range a.Retention.Groups[0].Average {
		c.labels = append(c.labels, columnName(a.Retention.Columns[i]))
		s.values = append(s.values, v)
	}
	c.strands = []strand{s}
	return c
}

// colour is that of the i-th strand; what is left over is grey.
func (c *course) colour(i int, w *words) color.NRGBA {
	if s := c.strands[i]; s.before || s.name == w.other {
		return plot.Before
	}
	return plot.Series(i)
}

func (c *course) format() func(float64) string {
	if c.rate {
		return axisPercent
	}
	return axis
}

// draw makes the picture of a chart card, and its legend.
func draw(card *dashboard.CardAnswer, w *words) (png []byte, keys []key, err error) {
	c := courseOf(card.Answer, w)
	if len(c.labels) == 0 || len(c.strands) == 0 {
		return nil, nil, nil
	}
	if len(c.strands) > plot.MaxSeries {
		c.strands = c.strands[:plot.MaxSeries]
	}
	switch card.Form {
	case "stacked", "bar":
		chart := plot.Stacks{Width: pictureWidth, Height: pictureHeight, Labels: c.labels, Open: c.open, Format: c.format()}
		for i, s := range c.strands {
			if !s.before {
				chart.Layers = append(chart.Layers, plot.Stack{Values: s.values, Colour: c.colour(i, w)})
			}
		}
		png, err = chart.PNG()
	default:
		chart := plot.Lines{Width: pictureWidth, Height: pictureHeight, Labels: c.labels, Format: c.format()}
		for i, s := range c.strands {
			chart.Lines = append(chart.Lines, plot.Line{Values: s.values, Colour: c.colour(i, w), Before: s.before, Open: c.open && !s.before})
		}
		png, err = chart.PNG()
	}
	for i, s := range c.strands {
		name := s.name
		switch previous := card.Answer.Previous; {
		case previous == nil || len(c.strands) != 2 || !c.strands[1].before: // several lines, told apart by name
		case card.Form != "line":
			continue
		case s.before:
			name = w.period(previous.From, previous.To)
		default:
			name = w.period(card.Answer.From, card.Answer.To)
		}
		keys = append(keys, key{css(c.colour(i, w)), name})
	}
	if len(keys) == 1 {
		keys = nil // the title says it
	}
	return png, keys, err
}

// sparkline is the course of a headline, grey for the period before.
func sparkline(h *dashboard.Headline) ([]byte, error) {
	lines := []plot.Line{}
	if n := len(h.Spark); len(h.SparkPrevious) > 1 {
		lines = append(lines, plot.Line{Values: fit(h.SparkPrevious, max(n, 1)), Colour: plot.Before, Before: true})
	}
	lines = append(lines, plot.Line{Values: h.Spark, Colour: plot.Ink2, Open: h.Open})
	return (&plot.Spark{Width: 88, Height: 26, Lines: lines}).PNG()
}
