package insight

import (
	"math"
	"slices"
)

// percentile interpolates linearly between closest ranks, h = (n-1)p/100
// (Hyndman and Fan's type 7). It reorders values; there must be some.
func percentile[N uint32 | float64](values []N, p float64) float64 {
	h := float64(len(values)-1) * p / 100
	low := int(math.Floor(h))
	a := float64(nth(values, low))
	if low+1 >= len(values) || h == float64(low) {
		return a
	}
	return a + (h-float64(low))*(float64(slices.Min(values[low+1:]))-a)
}

// nth puts the value of rank k (from 0) at index k, nothing greater before it
// and nothing smaller after it, and returns it: Hoare's selection, median of
// three, in linear time on average.
func nth[N uint32 | float64](values []N, k int) N {
	lo, hi := 0, len(values)-1
	for hi-lo > 16 {
		a, b, c := values[lo], values[lo+(hi-lo)/2], values[hi]
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := lo, hi
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return values[k]
		}
	}
	slices.Sort(values[lo : hi+1])
	return values[k]
}

// nearestRank is the place, from 0, of the value at rank ⌈n·i/of⌉.
func nearestRank(n, i, of int) int { return (n*i+of-1)/of - 1 }
