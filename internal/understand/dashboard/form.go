package dashboard

import (
	"slices"

	"kith/internal/understand/insight"
)

// formOf is how to draw an answer: as asked for when that suits it.
func formOf(asked string, a *insight.Answer) string {
	suits := forms(a)
	if slices.Contains(suits, asked) {
		return asked
	}
	return suits[0]
}

// forms are the ways to draw an answer, the most telling first.
func forms(a *insight.Answer) []string {
	switch {
	case a.Trend != nil && len(a.Trend.Buckets) == 1:
		if len(a.Trend.Lines) == 1 {
			return []string{"number", "table"}
		}
		return []string{"table", "bar", "number"}
	case a.Trend != nil && adds(a):
		return []string{"stacked", "line", "bar", "number", "table"}
	case a.Trend != nil:
		return []string{"line", "stacked", "bar", "number", "table"}
	case a.Funnel != nil:
		return []string{"funnel", "number", "table"}
	case a.Retention != nil:
		return []string{"heat", "line", "number", "table"}
	case a.Lifecycle != nil:
		return []string{"stacked", "table", "number"}
	case a.Sessions != nil:
		return []string{"line", "number", "table"}
	case a.Stickiness != nil:
		return []string{"bar", "number", "table"}
	}
	return []string{"table", "number"} // paths, RFM
}

// adds reports whether a trend's lines are parts of a whole: groups of one
// count or sum.
func adds(a *insight.Answer) bool {
	t := a.Question.Trend
	if t == nil || t.Breakdown == nil || t.Formula != "" || len(t.Series) != 1 {
		return false
	}
	return slices.Contains([]string{"", "total", "unique", "sum"}, t.Series[0].Measure)
}
