package insight

import "context"

func (c *funnel) answer(ctx context.Context, a *Answer) error {
	sum, err := scan(ctx, c.p, c.fold, (*funnelFold).visit, (*funnelFold).merge)
	if err != nil {
		return err
	}
	out := &FunnelAnswer{}
	for i := range 1 + len(c.groups.list) {
		g := c.group(&sum.tallies[i])
		if i > 0 {
			g.Group = c.groups.group(i - 1)
		}
		out.Groups = append(out.Groups, g)
	}
	a.Funnel = out
	return nil
}

func (c *funnel) group(t *funnelTally) FunnelGroup {
	n := len(c.steps)
	g := FunnelGroup{Steps: make([]FunnelStep, n), Open: t.open}
	var reached uint64
	for d := n; d > 0; d-- {
		reached += t.reached[d]
		g.Steps[d-1].Persons = reached
	}
	for d := 1; d <= n; d++ {
		s := &g.Steps[d-1]
		s.Label = c.q.Steps[d-1].label()
		s.FromFirst = ratio(float64(s.Persons), float64(g.Steps[0].Persons))
		if d > 1 {
			s.FromPrevious = ratio(float64(s.Persons), float64(g.Steps[d-2].Persons))
			s.AverageSeconds, s.MedianSeconds = t.step[d].center()
			s.TotalAverageSeconds, s.TotalMedianSeconds = s.AverageSeconds, s.MedianSeconds
			if d > 2 {
				s.TotalAverageSeconds, s.TotalMedianSeconds = t.total[d].center()
			}
		}
	}
	if last := &t.total[n]; n > 2 {
		g.Histogram = last.histogram()
	} else {
		g.Histogram = t.step[n].histogram()
	}
	if c.starts != nil {
		for u, b := range c.p.bucketsOf(c.starts) {
			b.Incomplete = b.Incomplete || c.starts[u+1]+int64(c.window) > c.p.asOf
			g.Trend = append(g.Trend, FunnelPoint{Bucket: b, Entered: t.entered[u], Converted: t.converted[u],
				Rate: ratio(float64(t.converted[u]), float64(t.entered[u]))})
		}
	}
	return g
}

// histogram counts seconds in at most 12 bars of one round width from 0.
func (l *secondsList) histogram() []HistogramBar {
	blocks := l.blocks()
	if len(blocks) == 0 {
		return nil
	}
	longest := uint32(0)
	for _, block := range blocks {
		for _, s := range block {
			longest = max(longest, s)
		}
	}
	width := barWidth(longest)
	bars := make([]HistogramBar, max(1, (longest+width-1)/width))
	for i := range bars {
		bars[i].FromSeconds, bars[i].ToSeconds = float64(uint32(i)*width), float64((uint32(i)+1)*width)
	}
	for _, block := range blocks {
		for _, s := range block {
			bars[min(int(s/width), len(bars)-1)].Persons++
		}
	}
	return bars
}

// barWidth is the smallest round width, in seconds, that 12 bars reach the
// longest time with.
func barWidth(longest uint32) uint32 {
	best := uint32(0)
	for _, unit := range []uint32{1, 60, 3600, 86400} {
		for _, n := range []uint32{1, 2, 5, 10, 15, 30} {
			if width := n * unit; width*12 >= longest && (best == 0 || width < best) { // a day is less than 30 hours
				best = width
			}
		}
	}
	if best > 0 {
		return best
	}
	days := (longest/12 + 86399) / 86400
	return days * 86400
}
