package simulate

import (
	"math"
	"math/rand/v2"
	"time"

	"kith/internal/kith"
)

// BenchEvents are the names that Bench uses; the first opens each session.
var BenchEvents = []string{"app_open", "chapter_view", "search", "cart_add", "order_paid", "login", "like"}

const (
	benchAmounts = 2000
	benchSession = 8 // events, on average
)

// Bench yields exactly so many rows, in order of (person, time): persons from
// 1, µs UTC within [from, to), in sessions. Every row has a platform, every
// order_paid an amount as well. Few people do much, many little; some persons
// may have no row. props is valid until yield returns; false ends it.
//
// It is for loading stores with tens of millions of rows: no rhythm, no lives.
func Bench(seed uint64, persons, events int, from, to time.Time, yield func(person uint32, at int64, event string, props []kith.Property) bool) {
	b := newBencher(seed, from, to, yield)
	weights := rand.NewPCG(seed, 1)
	total := 0.0
	for range persons {
		total += benchWeight(weights)
	}
	weights = rand.NewPCG(seed, 1)
	sum, done := 0.0, 0
	for i := range persons {
		sum += benchWeight(weights)
		upTo := int(sum / total * float64(events))
		if i == persons-1 {
			upTo = events
		}
		if upTo > done && !b.person(uint32(i+1), upTo-done) {
			return
		}
		done = max(done, upTo)
	}
}

// benchWeight has a tail: 1/√u, held below 1,000 times the least.
func benchWeight(src *rand.PCG) float64 {
	return 1 / math.Sqrt(float64(src.Uint64()>>11)/(1<<53)+1e-6)
}

type bencher struct {
	src      *rand.PCG
	from, to int64
	yield    func(uint32, int64, string, []kith.Property) bool
	choice   [256]uint8         // event by a random byte
	plain    [4][]kith.Property // by platform
	paid     [4][]kith.Property // amount to be filled in
	amounts  [benchAmounts]kith.Value
}

func newBencher(seed uint64, from, to time.Time, yield func(uint32, int64, string, []kith.Property) bool) *bencher {
	b := &bencher{src: rand.NewPCG(seed, 2), from: from.UnixMicro(), to: to.UnixMicro(), yield: yield}
	const view, search, cart, paid, login, like = 1, 2, 3, 4, 5, 6
	for i := range b.choice {
		switch {
		case i < 150:
			b.choice[i] = view
		case i < 180:
			b.choice[i] = search
		case i < 204:
			b.choice[i] = cart
		case i < 212:
			b.choice[i] = paid
		case i < 228:
			b.choice[i] = login
		default:
			b.choice[i] = like
		}
	}
	for i := range b.plain {
		platform := kith.Property{Name: "platform", Value: platforms[i]}
		b.plain[i] = []kith.Property{platform}
		b.paid[i] = []kith.Property{platform, {Name: "amount"}}
	}
	for i := range b.amounts {
		b.amounts[i] = kith.NumberValue(float64(990+i*50) / 100)
	}
	return b
}

func (b *bencher) unit() float64 { return (float64(b.src.Uint64()>>11) + 0.5) / (1 << 53) }

// person yields n rows. Session starts are uniform over the person's life and
// come in order: the least of k uniform draws is drawn directly.
func (b *bencher) person(person uint32, n int) bool {
	begin := float64(b.from) + 0.8*b.unit()*float64(b.to-b.from)
	life := (0.1 + 0.9*b.unit()) * (float64(b.to) - begin)
	platform := int(b.src.Uint64() >> 62)
	sessions := (n + benchSession - 1) / benchSession
	at, done, last := 0.0, 0, int64(0)
	for s := range sessions {
		at += (1 - at) * (1 - math.Pow(b.unit(), 1/float64(sessions-s)))
		t := max(last, int64(begin+at*life))
		upTo := n * (s + 1) / sessions
		for first := true; done < upTo; done++ {
			bits := b.src.Uint64()
			t = min(t, b.to-1)
			event := b.choice[bits&255]
			if first {
				event, first = 0, false
			}
			props := b.plain[platform]
			if event == 4 {
				props = b.paid[platform]
				props[1].Value = b.amounts[(bits>>32)%benchAmounts]
			}
			if !b.yield(person, t, BenchEvents[event], props) {
				return false
			}
			t += second + int64(bits>>8&0xffff)*1831 // up to two minutes
		}
		last = t
	}
	return true
}
