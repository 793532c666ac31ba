package plot

import "image/color"

// Line is one line of a chart; nil values are gaps.
type Line struct {
	Values []*float64
	Colour color.NRGBA
	// Before draws it thin, below the others: the period before.
	Before bool
	// Open says that the last value's period is not over: it is dashed, and
	// ends in a hollow dot.
	Open bool
}

// Lines is a line chart. All lines have a value for each label.
type Lines struct {
	Width, Height int
	Labels        []string
	Lines         []Line
	Format        func(float64) string
}

// PNG draws the chart.
func (l *Lines) PNG() ([]byte, error) {
	c := newCanvas(l.Width, l.Height)
	var all []*float64
	for _, line := range l.Lines {
		all = append(all, line.Values...)
	}
	end := 12.0
	note := l.endNote()
	if note != "" {
		end += c.width(medium(), note) + 4
	}
	p := axes(c, l.Width, l.Height, spanOf(all, false), l.Format, l.Labels, end)
	x := spread(p.left+4, p.right-4, len(l.Labels))
	p.label(l.Labels, x)
	for _, before := range []bool{true, false} {
		for i := range l.Lines {
			if l.Lines[i].Before == before {
				p.line(&l.Lines[i], x, 2)
			}
		}
	}
	if note != "" {
		last := l.only()
		at := point{x(len(last.Values) - 1), p.y(*last.Values[len(last.Values)-1])}
		c.text(medium(), last.Colour, point{at.x + 9, at.y + 4}, 0, note)
	}
	return c.encode()
}

// only is the one line that is not of the period before, when it has an end.
func (l *Lines) only() *Line {
	var found *Line
	for i := range l.Lines {
		if l.Lines[i].Before {
			continue
		}
		if found != nil {
			return nil
		}
		found = &l.Lines[i]
	}
	if found == nil || len(found.Values) == 0 || found.Values[len(found.Values)-1] == nil {
		return nil
	}
	return found
}

func (l *Lines) endNote() string {
	if last := l.only(); last != nil {
		return l.Format(*last.Values[len(last.Values)-1])
	}
	return ""
}

// spread places n things evenly from left to right.
func spread(left, right float64, n int) func(int) float64 {
	return func(i int) float64 {
		if n < 2 {
			return (left + right) / 2
		}
		return left + (right-left)*float64(i)/float64(n-1)
	}
}

func (p *plane) line(l *Line, x func(int) float64, width float64) {
	if l.Before {
		width = width * 3 / 4
	}
	var run []point
	last := len(l.Values) - 1
	for i, v := range l.Values {
		if v == nil {
			p.stroke(l.Colour, width, run...)
			run = nil
			continue
		}
		at := point{x(i), p.y(*v)}
		if i == last && l.Open {
			if len(run) > 0 {
				p.stroke(l.Colour, width, run...)
				p.dash(l.Colour, width, run[len(run)-1], at)
			}
			p.fill(l.Colour, circle(at, width+2))
			p.fill(Surface, circle(at, width+0.5))
			return
		}
		run = append(run, at)
	}
	p.stroke(l.Colour, width, run...)
}

// Spark is a line without axes. A line of one value is a dot.
type Spark struct {
	Width, Height int
	Lines         []Line
}

// PNG draws it.
func (s *Spark) PNG() ([]byte, error) {
	c := newCanvas(s.Width, s.Height)
	var all []*float64
	n := 0
	for _, line := range s.Lines {
		all = append(all, line.Values...)
		n = max(n, len(line.Values))
	}
	values := spanOf(all, false)
	if low, high, ok := extent(all); ok && high > low {
		values = span{low: low, high: high}
	}
	p := plane{canvas: c, left: 5, top: 5, right: float64(s.Width) - 5, bottom: float64(s.Height) - 5, span: values}
	x := spread(p.left, p.right, n)
	for i := range s.Lines {
		p.line(&s.Lines[i], x, 1.5)
	}
	return c.encode()
}

func extent(values []*float64) (low, high float64, ok bool) {
	for _, v := range values {
		switch {
		case v == nil:
		case !ok:
			low, high, ok = *v, *v, true
		default:
			low, high = min(low, *v), max(high, *v)
		}
	}
	return low, high, ok
}
