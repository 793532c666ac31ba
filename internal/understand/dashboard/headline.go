package dashboard

import (
	"math"

	"kith/internal/understand/insight"
)

// Headline is the one number that stands for an answer.
type Headline struct {
	Value    *float64 `json:"value" doc:"null when there is nothing to say"`
	Previous *float64 `json:"previous,omitempty" doc:"The same figure of the period before"`
	// Change is relative for amounts and the difference for rates.
	Change *float64 `json:"change,omitempty"`
	Rate   bool     `json:"rate,omitempty" doc:"The value is a share between 0 and 1; the change is a difference of shares"`
	// Spark is the figure by unit of the range, for a small line.
	Spark         []*float64 `json:"spark,omitempty"`
	SparkPrevious []*float64 `json:"spark_previous,omitempty"`
	Open          bool       `json:"open,omitempty" doc:"The last unit is not over"`
}

// headline works the figure out, and compares it when the answer has the period
// before.
func headline(c *Card, a *insight.Answer) *Headline {
	h, previous := &Headline{}, a.Previous
	h.Value, h.Rate = figure(c, a)
	h.Spark, h.Open = spark(a)
	if previous == nil {
		return h
	}
	h.Previous, _ = figure(c, previous)
	h.SparkPrevious, _ = spark(previous)
	if h.Value == nil || h.Previous == nil {
		return h
	}
	change := *h.Value - *h.Previous
	if !h.Rate {
		if *h.Previous == 0 {
			return h // nothing to divide by: it is new
		}
		change /= math.Abs(*h.Previous)
	}
	h.Change = &change
	return h
}

// figure is the number of an answer, and whether it is a share.
func figure(c *Card, a *insight.Answer) (value *float64, rate bool) {
	count := func(n uint64) *float64 { v := float64(n); return &v }
	switch {
	case a.Trend != nil:
		return trendFigure(c.Figure, a.Trend), false
	case a.Funnel != nil && len(a.Funnel.Groups) > 0:
		steps := a.Funnel.Groups[0].Steps
		return steps[len(steps)-1].FromFirst, true
	case a.Retention != nil && len(a.Retention.Groups) > 0:
		if average := a.Retention.Groups[0].Average; len(average) > 1 {
			return average[1], true
		}
		return nil, true
	case a.Stickiness != nil:
		return a.Stickiness.Ratio, true
	case a.Sessions != nil && len(a.Sessions.Groups) > 0:
		return count(a.Sessions.Groups[0].Total.Sessions), false
	case a.Lifecycle != nil:
		var n uint64
		for _, b := range a.Lifecycle.Buckets {
			n += b.New
		}
		return count(n), false
	case a.Paths != nil:
		return count(a.Paths.Sessions), false
	case a.RFM != nil:
		return count(a.RFM.Persons), false
	}
	return nil, false
}

// mainLine is the line that stands for a trend: its formula's, else the first.
func mainLine(t *insight.TrendAnswer) *insight.TrendLine {
	for i := range t.Lines {
		if t.Lines[i].Series < 0 {
			return &t.Lines[i]
		}
	}
	if len(t.Lines) == 0 {
		return nil
	}
	return &t.Lines[0]
}

func trendFigure(how string, t *insight.TrendAnswer) *float64 {
	line := mainLine(t)
	if line == nil {
		return nil
	}
	if how == "" || how == "total" {
		return line.Total
	}
	sum, n := 0.0, 0
	var latest *float64
	for i, v := range line.Values {
		if t.Buckets[i].Incomplete || v == nil {
			continue
		}
		sum, n, latest = sum+*v, n+1, v
	}
	if how == "latest" || n == 0 {
		return latest
	}
	average := sum / float64(n)
	return &average
}

// spark is the figure's course; open says that its last unit is not over.
func spark(a *insight.Answer) (values []*float64, open bool) {
	switch {
	case a.Trend != nil && len(a.Trend.Buckets) > 1:
		if line := mainLine(a.Trend); line != nil {
			return line.Values, a.Trend.Buckets[len(line.Values)-1].Incomplete
		}
	case a.Sessions != nil && len(a.Sessions.Groups) > 0:
		for _, b := range a.Sessions.Groups[0].Buckets {
			v := float64(b.Sessions)
			values, open = append(values, &v), b.Incomplete
		}
	case a.Lifecycle != nil:
		for _, b := range a.Lifecycle.Buckets {
			v := float64(b.New)
			values, open = append(values, &v), b.Incomplete
		}
	case a.Retention != nil && len(a.Retention.Groups) > 0:
		for _, c := range a.Retention.Groups[0].Cohorts {
			if len(c.Cells) > 1 && !c.Cells[1].Future {
				values, open = append(values, c.Cells[1].Rate), c.Cells[1].Incomplete
			}
		}
	}
	if len(values) < 2 {
		return nil, false
	}
	return values, open
}
