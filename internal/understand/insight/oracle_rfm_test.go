package insight_test

import (
	"slices"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// oracleBuyer is one person's three values and scores.
type oracleBuyer struct {
	person                       uint32
	recency, frequency, monetary float64 // days, purchases, amount
	r, f, m                      int
}

// buyers scores everyone who bought, and gives the three lists of thresholds.
func (o *oracle) buyers(q *insight.RFM) (buyers []oracleBuyer, recency, frequency, monetary []float64) {
	end := min(o.to, o.asOf)
	for _, h := range o.people {
		b := oracleBuyer{person: h.person}
		for _, e := range h.events {
			if !o.inRange(&e) || e.sec() >= o.asOf || !oracleMatches(&q.Selector, &e) {
				continue
			}
			b.frequency++
			b.recency = float64(end-e.sec()) / 86400
			if v := e.props[q.Property]; v.Kind == kith.Number {
				b.monetary += v.Num
			}
		}
		if b.frequency > 0 {
			buyers = append(buyers, b)
		}
	}
	thresholds := func(own []float64, value func(oracleBuyer) float64) []float64 {
		if len(own) > 0 {
			return own
		}
		var values, out []float64
		for _, b := range buyers {
			values = append(values, value(b))
		}
		slices.Sort(values)
		for i := 1; i < q.Bins && len(values) > 0; i++ {
			rank := (len(values)*i + q.Bins - 1) / q.Bins // rounded up, from 1
			out = append(out, values[rank-1])
		}
		return out
	}
	recency = thresholds(q.RecencyDays, func(b oracleBuyer) float64 { return b.recency })
	frequency = thresholds(q.Frequency, func(b oracleBuyer) float64 { return b.frequency })
	monetary = thresholds(q.Monetary, func(b oracleBuyer) float64 { return b.monetary })
	below := func(thresholds []float64, value float64) int {
		return len(slices.DeleteFunc(slices.Clone(thresholds), func(t float64) bool { return t >= value }))
	}
	for i := range buyers {
		b := &buyers[i]
		b.r = q.Bins - below(recency, b.recency)
		b.f = 1 + below(frequency, b.frequency)
		b.m = 1 + below(monetary, b.monetary)
	}
	return buyers, recency, frequency, monetary
}

// The table of docs/questions.md: rows r 5 to 1, columns m̄ 5 to 1.
var oracleSegments = [5][5]string{
	{"champions", "champions", "potential_loyal", "potential_loyal", "new"},
	{"champions", "loyal", "potential_loyal", "potential_loyal", "promising"},
	{"loyal", "loyal", "need_attention", "about_to_sleep", "about_to_sleep"},
	{"cannot_lose", "at_risk", "at_risk", "hibernating", "hibernating"},
	{"cannot_lose", "at_risk", "at_risk", "lost", "lost"},
}

func (b oracleBuyer) segment() string {
	mean := (b.f + b.m + 1) / 2 // halves go up
	return oracleSegments[5-b.r][5-mean]
}

func (o *oracle) rfm(q *insight.RFM) *insight.RFMAnswer {
	buyers, recency, frequency, monetary := o.buyers(q)
	out := &insight.RFMAnswer{Persons: uint64(len(buyers)), Recency: recency, Frequency: frequency, Monetary: monetary}
	for r := 1; r <= q.Bins; r++ {
		for f := 1; f <= q.Bins; f++ {
			for m := 1; m <= q.Bins; m++ {
				stats := oracleStats(buyers, func(b oracleBuyer) bool { return b.r == r && b.f == f && b.m == m })
				if stats.Persons > 0 {
					out.Cells = append(out.Cells, insight.RFMCell{R: r, F: f, M: m, RFMStats: stats})
				}
			}
		}
	}
	if q.Bins != 5 {
		return out
	}
	var names []string
	for _, row := range oracleSegments {
		for _, name := range row {
			if !slices.Contains(names, name) {
				names = append(names, name)
				stats := oracleStats(buyers, func(b oracleBuyer) bool { return b.segment() == name })
				out.Segments = append(out.Segments, insight.RFMRow{Segment: name, RFMStats: stats})
			}
		}
	}
	return out
}

func oracleStats(buyers []oracleBuyer, passes func(oracleBuyer) bool) insight.RFMStats {
	var recency, frequency, monetary []float64
	for _, b := range buyers {
		if passes(b) {
			recency, frequency, monetary = append(recency, b.recency), append(frequency, b.frequency), append(monetary, b.monetary)
		}
	}
	if len(recency) == 0 {
		return insight.RFMStats{}
	}
	return insight.RFMStats{Persons: uint64(len(recency)), RecencyDays: *oracleMean(recency), Frequency: *oracleMean(frequency),
		Monetary: *oracleMean(monetary), Revenue: oracleSum(monetary)}
}

func (o *oracle) rfmCell(q *insight.RFM, c insight.Cell) func(oracleHistory) bool {
	buyers, _, _, _ := o.buyers(q)
	return func(h oracleHistory) bool {
		return slices.ContainsFunc(buyers, func(b oracleBuyer) bool {
			if c.Segment != "" {
				return b.person == h.person && b.segment() == c.Segment
			}
			return b.person == h.person && (c.R == 0 || c.R == b.r) && (c.F == 0 || c.F == b.f) && (c.M == 0 || c.M == b.m)
		})
	}
}
