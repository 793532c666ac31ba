package plot

// plane is the part of a picture between its axes.
type plane struct {
	*canvas
	left, top, right, bottom float64
	span                     span
}

// axes draws the value axis with its lines and at most a handful of labels
// below, and returns the space between.
func axes(c *canvas, width, height int, s span, format func(float64) string, labels []string, end float64) plane {
	widest := 0.0
	for _, v := range s.ticks() {
		widest = max(widest, c.width(regular(), format(v)))
	}
	p := plane{canvas: c, left: widest + 10, top: 10, right: float64(width) - end, bottom: float64(height) - 24, span: s}
	for _, v := range s.ticks() {
		y := p.y(v)
		ink := split
		if v == s.low {
			ink = axis
		}
		c.fill(ink, rect(p.left, y-0.5, p.right-p.left, 1, 0, false))
		c.text(regular(), Ink3, point{p.left - 8, y + 4}, 1, format(v))
	}
	return p
}

// label writes below the axis the first label, the last and some between, as
// many as there is room for.
func (p *plane) label(labels []string, x func(int) float64) {
	if len(labels) == 0 {
		return
	}
	widest := 0.0
	for _, l := range labels {
		widest = max(widest, p.width(regular(), l))
	}
	fit := max(1, min(5, int((p.right-p.left)/(widest+24))))
	every := (len(labels) + fit - 1) / fit
	for i := 0; i < len(labels); i += every {
		half := p.width(regular(), labels[i]) / 2
		at := min(max(x(i), p.left+half-4), p.right-half+8)
		p.text(regular(), Ink3, point{at, p.bottom + 18}, 0.5, labels[i])
	}
}

func (p *plane) y(v float64) float64 { return p.bottom - p.span.at(v)*(p.bottom-p.top) }
