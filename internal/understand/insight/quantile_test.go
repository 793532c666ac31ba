package insight

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Ranks are those of a sorted list, whatever the values and however they lie in
// blocks.
func TestAtRanks(t *testing.T) {
	src := rand.New(rand.NewPCG(3, 1))
	draws := map[string]func() float64{
		"spread":   func() float64 { return src.Float64() * 1e6 },
		"few":      func() float64 { return float64(src.IntN(3)) },
		"one":      func() float64 { return 7 },
		"skewed":   func() float64 { return math.Exp(src.NormFloat64() * 8) },
		"negative": func() float64 { return -src.ExpFloat64() },
		"infinite": func() float64 { return []float64{math.Inf(-1), -1, 0, math.MaxFloat64, math.Inf(1)}[src.IntN(5)] },
		"tiny":     func() float64 { return math.Float64frombits(uint64(src.IntN(9))) },
	}
	for name, draw := range draws {
		for n := range 60 {
			blocks, all := [][]float64{}, []float64{}
			for range n + 1 {
				x := draw()
				if all = append(all, x); len(blocks) == 0 || src.IntN(4) == 0 {
					blocks = append(blocks, nil)
				}
				blocks[len(blocks)-1] = append(blocks[len(blocks)-1], x)
			}
			ranks := []int{src.IntN(n + 1), src.IntN(n + 1), src.IntN(n + 1), n}
			slices.Sort(ranks)
			got := atRanks(blocks, ranks...)
			slices.Sort(all)
			for i, rank := range ranks {
				if got[i] != all[rank] {
					t.Fatalf("%s, %d values: rank %d is %v, want %v", name, n+1, rank, got[i], all[rank])
				}
			}
		}
	}
}

// Counting words by bits is counting them one by one.
func TestBitCounts(t *testing.T) {
	src := rand.New(rand.NewPCG(4, 1))
	var c bitCounts
	var want [64]uint64
	for range 10_007 {
		word := src.Uint64() & src.Uint64()
		c.add(word)
		for bit := range want {
			want[bit] += word >> bit & 1
		}
	}
	for bit, n := range want {
		if got := c.count(bit); got != n {
			t.Fatalf("bit %d: %d, want %d", bit, got, n)
		}
	}
}
