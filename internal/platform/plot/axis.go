package plot

import "math"

// span is a value axis: from low to high in even, round steps.
type span struct{ low, high, step float64 }

// spanOf covers the values; zero is in it unless the line would be squeezed
// into the upper part of the picture, or always when based.
func spanOf(values []*float64, based bool) span {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if v != nil && !math.IsNaN(*v) && !math.IsInf(*v, 0) {
			low, high = min(low, *v), max(high, *v)
		}
	}
	if low > high {
		return span{0, 1, 0.5}
	}
	if based || low < 0.5*high || low < 0 && high > 0 || low == high {
		low, high = min(low, 0), max(high, 0)
	}
	if low == high {
		high = low + 1
	}
	step := round((high - low) / 3.5)
	return span{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
}

// round is the nearest of 1, 2, 2.5 and 5 times a power of ten, not below.
func round(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if step <= m*power*1.0001 {
			return m * power
		}
	}
	return 10 * power
}

func (s span) ticks() []float64 {
	var t []float64
	for i := 0; ; i++ {
		v := s.low + float64(i)*s.step
		if v > s.high+s.step/2 || i > 10 {
			return t
		}
		t = append(t, v)
	}
}

// at is where a value lies between 0 (low) and 1 (high).
func (s span) at(v float64) float64 { return (v - s.low) / (s.high - s.low) }
