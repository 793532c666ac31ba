package insight

import (
	"context"
	"fmt"
	"slices"

	"kith/internal/observe/timeline"
)

func (*RFM) Kind() string { return "rfm" }

func (r *RFM) check(path string) error {
	if err := r.Selector.check(join(path, "selector")); err != nil {
		return err
	}
	if r.Property == "" {
		return invalid(join(path, "property"), "the amount's property is missing")
	}
	if err := between(join(path, "bins"), &r.Bins, 2, 10, 5); err != nil {
		return err
	}
	for name, own := range map[string][]float64{"recency_days": r.RecencyDays, "frequency": r.Frequency, "monetary": r.Monetary} {
		if len(own) != 0 && len(own) != r.Bins-1 {
			return invalid(join(path, name), "%d bins need %d thresholds, not %d", r.Bins, r.Bins-1, len(own))
		}
		for i := 1; i < len(own); i++ {
			if own[i] <= own[i-1] {
				return invalid(fmt.Sprintf("%s[%d]", join(path, name), i), "thresholds must ascend: %v follows %v", own[i], own[i-1])
			}
		}
	}
	return nil
}

func (r *RFM) props(need func(string)) { r.Selector.props(need); need(r.Property) }

// buyer is one person's purchases.
type buyer struct {
	last      uint32 // second of the last purchase
	frequency uint32
	monetary  float64
}

const buyerBlock = 1 << 10

type rfm struct {
	p          *plan
	q          *RFM
	m          *matcher
	col        int
	numbers    []float64
	end        uint32 // purchases lie before it; recency counts back from it
	buyers     []buyer
	thresholds [3][]float64 // recency, frequency, monetary
}

func compileRFM(ctx context.Context, p *plan, q *RFM) (compiled, error) {
	c := &rfm{p: p, q: q, m: p.matcher(&q.Selector), col: p.cols[q.Property], end: uint32(min(int64(p.to), p.asOf))}
	c.numbers = numbersOf(p.snap.Dict(c.col))
	p.onlyOf(c.m)
	// In blocks: growing one slice would copy everybody several times.
	all, err := scan(ctx, p, func() *[][]buyer { return new([][]buyer) }, func(all *[][]buyer, v *timeline.View) {
		b := c.buys(v)
		if b.frequency == 0 {
			return
		}
		last := len(*all) - 1
		if last < 0 || len((*all)[last]) == buyerBlock {
			*all = append(*all, make([]buyer, 0, buyerBlock))
			last++
		}
		(*all)[last] = append((*all)[last], b)
	}, func(into, from *[][]buyer) { *into = append(*into, *from...) })
	if err != nil {
		return nil, err
	}
	c.buyers = slices.Concat(*all...)
	c.thresholds = [3][]float64{
		c.cutoffs(q.RecencyDays, c.recency),
		c.cutoffs(q.Frequency, func(b buyer) float64 { return float64(b.frequency) }),
		c.cutoffs(q.Monetary, func(b buyer) float64 { return b.monetary }),
	}
	return c, nil
}

func (c *rfm) buys(v *timeline.View) buyer {
	var b buyer
	col := &v.Cols[c.col]
	for i, code := range v.Codes {
		if !c.m.codes[code] {
			continue
		}
		sec := v.Secs[i]
		if sec >= c.end {
			break
		}
		if sec < c.p.from || len(c.m.tests) > 0 && !passes(c.m.tests, v, i) {
			continue
		}
		b.last = sec
		b.frequency++
		if x := c.numbers[col.At(i)]; x == x {
			b.monetary += x
		}
	}
	return b
}

func (c *rfm) recency(b buyer) float64 { return float64(c.end-b.last) / 86400 }

func (c *rfm) cutoffs(own []float64, of func(buyer) float64) []float64 {
	if len(own) > 0 || len(c.buyers) == 0 {
		return own
	}
	values := make([]float64, len(c.buyers))
	for i, b := range c.buyers {
		values[i] = of(b)
	}
	ranks := make([]int, c.q.Bins-1)
	for i := range ranks {
		ranks[i] = nearestRank(len(values), i+1, c.q.Bins)
	}
	return atRanks([][]float64{values}, ranks...)
}

// scores gives recency, frequency and money from 1 to bins, best highest.
func (c *rfm) scores(b buyer) (r, f, m int) {
	score := func(dimension int, x float64) int {
		n := 1
		for _, t := range c.thresholds[dimension] {
			if t < x {
				n++
			}
		}
		return n
	}
	return c.q.Bins + 1 - score(0, c.recency(b)), score(1, float64(b.frequency)), score(2, b.monetary)
}

// rfmSegments names the grid of R (rows, 5 first) by the mean of F and M
// (columns, 5 first).
var rfmSegments = [5][5]string{
	{"champions", "champions", "potential_loyal", "potential_loyal", "new"},
	{"champions", "loyal", "potential_loyal", "potential_loyal", "promising"},
	{"loyal", "loyal", "need_attention", "about_to_sleep", "about_to_sleep"},
	{"cannot_lose", "at_risk", "at_risk", "hibernating", "hibernating"},
	{"cannot_lose", "at_risk", "at_risk", "lost", "lost"},
}

// rfmOrder lists the segments from best to gone.
var rfmOrder = []string{"champions", "loyal", "potential_loyal", "new", "promising", "need_attention",
	"about_to_sleep", "cannot_lose", "at_risk", "hibernating", "lost"}

func rfmSegment(r, f, m int) string { return rfmSegments[5-r][5-(f+m+1)/2] }

func (c *rfm) answer(_ context.Context, a *Answer) error {
	grid := make([]RFMStats, c.q.Bins*c.q.Bins*c.q.Bins)
	for _, b := range c.buyers {
		r, f, m := c.scores(b)
		grid[((r-1)*c.q.Bins+f-1)*c.q.Bins+m-1].add(c.recency(b), b)
	}
	out := &RFMAnswer{Persons: uint64(len(c.buyers)), Recency: c.thresholds[0], Frequency: c.thresholds[1], Monetary: c.thresholds[2],
		Cells: []RFMCell{}, Segments: []RFMRow{}}
	segments := map[string]*RFMStats{}
	for i, s := range grid {
		if s.Persons == 0 {
			continue
		}
		cell := RFMCell{R: 1 + i/c.q.Bins/c.q.Bins, F: 1 + i/c.q.Bins%c.q.Bins, M: 1 + i%c.q.Bins}
		if c.q.Bins == 5 {
			name := rfmSegment(cell.R, cell.F, cell.M)
			if segments[name] == nil {
				segments[name] = &RFMStats{}
			}
			segments[name].join(s)
		}
		cell.RFMStats = s.means()
		out.Cells = append(out.Cells, cell)
	}
	for _, name := range rfmOrder {
		if s := segments[name]; s != nil {
			out.Segments = append(out.Segments, RFMRow{Segment: name, RFMStats: s.means()})
		}
	}
	a.RFM = out
	return nil
}

// add and join sum; means divides at the end.
func (s *RFMStats) add(recency float64, b buyer) {
	s.Persons++
	s.RecencyDays += recency
	s.Frequency += float64(b.frequency)
	s.Revenue += b.monetary
}

func (s *RFMStats) join(o RFMStats) {
	s.Persons += o.Persons
	s.RecencyDays += o.RecencyDays
	s.Frequency += o.Frequency
	s.Revenue += o.Revenue
}

func (s *RFMStats) means() RFMStats {
	n := float64(s.Persons)
	return RFMStats{Persons: s.Persons, RecencyDays: s.RecencyDays / n, Frequency: s.Frequency / n, Monetary: s.Revenue / n, Revenue: s.Revenue}
}

func (c *rfm) behind(cell *Cell) (func() func(*timeline.View) bool, error) {
	for name, score := range map[string]int{"r": cell.R, "f": cell.F, "m": cell.M} {
		if score < 0 || score > c.q.Bins {
			return nil, invalid("cell."+name, "%d is not a score from 1 to %d, or 0 for any", score, c.q.Bins)
		}
	}
	if cell.Segment != "" && (c.q.Bins != 5 || !slices.Contains(rfmOrder, cell.Segment)) {
		return nil, invalid("cell.segment", "there is no segment %q", clip(cell.Segment))
	}
	is := func(want, have int) bool { return want == 0 || want == have }
	return func() func(*timeline.View) bool {
		return func(v *timeline.View) bool {
			b := c.buys(v)
			if b.frequency == 0 {
				return false
			}
			r, f, m := c.scores(b)
			return is(cell.R, r) && is(cell.F, f) && is(cell.M, m) && (cell.Segment == "" || cell.Segment == rfmSegment(r, f, m))
		}
	}, nil
}

func (c *rfm) define() Definition {
	en, zh := c.p.define(&c.q.Selector)
	return Definition{
		En: fmt.Sprintf("People by how recently, how often and for how much (%s) they had %s, each scored 1 to %d", c.q.Property, en, c.q.Bins),
		Zh: fmt.Sprintf("按最近一次、次数和金额（%s）给有%s的人分层，每项 1–%d 分", c.q.Property, zh, c.q.Bins),
	}.finish()
}
