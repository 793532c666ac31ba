package bench

import (
	"fmt"
	"math"
	"slices"
)

// rows are an answer as both sides give it: numbers only, in no order.
type rows [][]float64

// same fails unless both have the same rows; sums may differ by rounding.
func (r rows) same(o rows) error {
	if len(r) != len(o) {
		return fmt.Errorf("the answers differ: %d rows and %d", len(r), len(o))
	}
	slices.SortFunc(r, slices.Compare)
	slices.SortFunc(o, slices.Compare)
	for i := range r {
		if !slices.EqualFunc(r[i], o[i], near) {
			return fmt.Errorf("the answers differ: %v and %v", r[i], o[i])
		}
	}
	return nil
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }
