package insight

import (
	"math/rand/v2"
	"testing"

	"kith/internal/observe/channel"
)

// Whatever the model, its parts of a conversion add up to it exactly.
func TestSharesAddUpExactly(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		c := &channels{q: &Channels{Position: []float64{d.Float64() / 2, d.Float64() / 2}}, halfLife: 1 + d.Float64()*1e6}
		if d.IntN(4) == 0 {
			c.q.Position = [][]float64{{0, 0}, {1, 0}, {0, 1}}[d.IntN(3)]
		}
		window := make([]touch, 1+d.IntN(40))
		sec := uint32(1e9)
		for i := range window {
			sec += uint32(d.IntN(1e6))
			window[i] = touch{sec: sec, place: channel.Place{Channel: []string{channel.Direct, channel.Mail}[d.IntN(2)]}}
		}
		weights, parts := make([]float64, len(window)), make([]uint64, len(window))
		for _, model := range Models {
			c.weigh(model, window, weights)
			share(weights, parts)
			sum := uint64(0)
			for _, p := range parts {
				sum += p
			}
			if sum != whole {
				t.Fatalf("%s over %d touches: %d of %d", model, len(window), sum, uint64(whole))
			}
		}
	}
}

func TestCreditsCarry(t *testing.T) {
	var a credited
	for range 3 {
		a.add(whole/2, 0)
	}
	a.add(whole-1, 5)
	a.add(1, 0)
	if got := a.orders(); got != 7.5 {
		t.Errorf("got %v, want 7.5", got)
	}
}
