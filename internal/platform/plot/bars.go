package plot

import "image/color"

// Stack is one layer of a stacked chart.
type Stack struct {
	Values []*float64
	Colour color.NRGBA
}

// Stacks is a chart of stacked bars, the first layer lowest. Negative values
// are left out: they cannot be stacked.
type Stacks struct {
	Width, Height int
	Labels        []string
	Layers        []Stack
	Open          bool // the last bar's period is not over: it is drawn paler
	Format        func(float64) string
}

// PNG draws the chart.
func (s *Stacks) PNG() ([]byte, error) {
	c := newCanvas(s.Width, s.Height)
	totals := make([]*float64, len(s.Labels))
	for i := range totals {
		sum := 0.0
		for _, l := range s.Layers {
			sum += amount(l.Values, i)
		}
		totals[i] = &sum
	}
	p := axes(c, s.Width, s.Height, spanOf(totals, true), s.Format, s.Labels, 4)
	slot := (p.right - p.left) / float64(max(1, len(s.Labels)))
	width := min(40, slot*0.64)
	x := func(i int) float64 { return p.left + slot*(float64(i)+0.5) }
	for i := range s.Labels {
		at, top := p.bottom, s.topOf(i)
		for j, l := range s.Layers {
			height := amount(l.Values, i) / (p.span.high - p.span.low) * (p.bottom - p.top)
			if height <= 0 {
				continue
			}
			ink := l.Colour
			if s.Open && i == len(s.Labels)-1 {
				ink = paler(ink)
			}
			radius, gap := 0.0, 1.0
			if j == top {
				radius, gap = 2, 0
			}
			c.fill(ink, rect(x(i)-width/2, at-height+gap, width, max(height-gap, 0.5), radius, false))
			at -= height
		}
	}
	p.label(s.Labels, x)
	return c.encode()
}

// topOf is the uppermost layer that the bar has.
func (s *Stacks) topOf(i int) int {
	for j := len(s.Layers) - 1; j > 0; j-- {
		if amount(s.Layers[j].Values, i) > 0 {
			return j
		}
	}
	return 0
}

func amount(values []*float64, i int) float64 {
	if i >= len(values) || values[i] == nil {
		return 0
	}
	return max(*values[i], 0)
}

func paler(c color.NRGBA) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8((int(v)*55 + 255*45) / 100) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), c.A}
}

// Bar is a share of a whole as one level bar on its track: a step of a funnel,
// a row of a table.
type Bar struct {
	Width, Height int
	Share         float64 // 0 to 1
	Colour        color.NRGBA
}

// PNG draws it.
func (b *Bar) PNG() ([]byte, error) {
	c := newCanvas(b.Width, b.Height)
	w, h := float64(b.Width), float64(b.Height)
	c.fill(Track, rect(0, 0, w, h, 2, true))
	if share := min(max(b.Share, 0), 1); share > 0 {
		c.fill(b.Colour, rect(0, 0, max(w*share, 2), h, 2, true))
	}
	return c.encode()
}
