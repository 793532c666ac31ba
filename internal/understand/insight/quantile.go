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

// rankSlots is how many slots atRanks counts values in.
const rankSlots = 1 << 11

// atRanks gives the values at ranks, from 0 and ascending, of values in blocks,
// none of them empty. Values are counted in even slots of their spread; then only
// those that share a slot with a rank are looked at.
func atRanks[N uint32 | float64](blocks [][]N, ranks ...int) []N {
	low, high := blocks[0][0], blocks[0][0]
	for _, block := range blocks {
		for _, x := range block {
			low, high = min(low, x), max(high, x)
		}
	}
	spread := float64(high) - float64(low)
	scale := (rankSlots - 1) / spread
	if spread == 0 || math.IsInf(scale, 0) || !(scale > 0) { // all the same, or not finite
		return atNear(slices.Concat(blocks...), 0, ranks)
	}
	var counts [rankSlots]int
	for _, block := range blocks {
		for _, x := range block {
			counts[int(float64(x-low)*scale)&(rankSlots-1)]++
		}
	}
	var wanted [rankSlots]uint8 // of a slot with ranks: its place in near, plus 1
	var near [][]N
	var below, first []int // of each such slot: values and ranks before it
	for slot, n, i := 0, 0, 0; i < len(ranks); slot++ {
		if ranks[i] < n+counts[slot] {
			near, below, first = append(near, make([]N, 0, counts[slot])), append(below, n), append(first, i)
			wanted[slot] = uint8(len(near))
		}
		n += counts[slot]
		for i < len(ranks) && ranks[i] < n {
			i++
		}
	}
	for _, block := range blocks {
		for _, x := range block {
			if at := wanted[int(float64(x-low)*scale)&(rankSlots-1)]; at != 0 {
				near[at-1] = append(near[at-1], x)
			}
		}
	}
	var out []N
	for i, list := range near {
		end := len(ranks)
		if i+1 < len(first) {
			end = first[i+1]
		}
		out = append(out, atNear(list, below[i], ranks[first[i]:end])...)
	}
	return out
}

// atNear gives the values at ranks of which so many are below all of these.
func atNear[N uint32 | float64](near []N, below int, ranks []int) []N {
	out, from := make([]N, len(ranks)), 0
	for i, rank := range ranks {
		out[i] = nth(near[from:], rank-below-from)
		from = rank - below // nothing smaller comes after it
	}
	return out
}

// nearestRank is the place, from 0, of the value at rank ⌈n·i/of⌉.
func nearestRank(n, i, of int) int { return (n*i+of-1)/of - 1 }
