package simulate

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"kith/internal/kith"
)

// person is what is drawn once for a life.
type person struct {
	index     int
	channel   *Channel
	settled   bool    // came before the history begins
	signs     bool    // will sign up, or has
	arrives   int64   // first visit, µs UTC
	leaves    int64   // no visit of their own accord after it
	pace      float64 // visits a plain day
	shape     int     // of their days
	city      *city
	taste     int     // favourite category
	depth     float64 // mean number of things done in a visit
	user      string
	source    kith.Value // the channel's name
	nickname  kith.Value
	birthYear float64
	devices   [2]device
	// second is when the second device is first used; never for most.
	second int64
}

type device struct {
	platform  int
	lag       int64 // from a release to the update
	anonymous string
	known     bool // the person has signed in on it
}

// draw makes person index. Who arrives is given (live) or never: then drawn.
func (p *Product) draw(index int, arrives int64, rnd *rand.Rand, r *rhythm) person {
	one := person{index: index, arrives: arrives, second: never, user: "u" + strconv.Itoa(100_000+index)}
	one.settled = index < p.settled
	shares := &arrivals
	if one.settled {
		shares = &settlers
	}
	one.channel = &channels[pick(shares[:], rnd.Float64())]
	one.source = text(one.channel.Name)
	one.signs = one.settled || rnd.Float64() < one.channel.SignUp
	one.shape = pick([]float64{0.45, 0.8, 1}, rnd.Float64())
	if arrives == never {
		one.arrives = p.arrival(one.settled, one.shape, rnd.Float64(), r)
	}
	churn := visitorChurn
	if one.signs {
		churn = one.channel.WeeklyChurn
	}
	// A life is exponential, hence memoryless: what the settled have left of
	// theirs is drawn like a whole one.
	one.leaves = one.arrives + int64(rnd.ExpFloat64()/hazard(churn)*float64(week))
	const spread = 0.8 // of ln(pace)
	one.pace = max(0.005, 0.2*p.scale*one.channel.Pace*math.Exp(spread*rnd.NormFloat64()-spread*spread/2))
	one.depth = 3 + 5*rnd.Float64()
	one.taste = int(float64(len(categories)) * square(rnd.Float64()))
	one.city = drawCity(rnd.Float64())
	one.nickname = text(nickFirst[rnd.IntN(len(nickFirst))] + nickLast[rnd.IntN(len(nickLast))])
	one.birthYear = float64(1962 + rnd.IntN(28) + rnd.IntN(20))
	one.drawDevices(rnd)
	return one
}

func (one *person) drawDevices(rnd *rand.Rand) {
	first := pick([]float64{0.30, 0.68, 0.88, 1}, rnd.Float64())
	if one.channel.Name == "wechat_share" && rnd.Float64() < 0.5 {
		first = mini
	}
	one.devices[0] = newDevice(first, rnd)
	one.devices[0].known = one.settled
	if u := rnd.Float64(); one.signs && u < secondDevice {
		other := web
		if first == web || first == mini {
			other = android
		}
		one.devices[1] = newDevice(other, rnd)
		one.second = one.arrives + int64(rnd.ExpFloat64()*20*float64(day)) + 4*day
	}
}

func newDevice(platform int, rnd *rand.Rand) device {
	d := device{platform: platform, anonymous: anonymousID(rnd)}
	if platform == ios || platform == android {
		d.lag = int64(rnd.ExpFloat64() * 6 * float64(day))
	}
	return d
}

// arrival is when a person first comes: growth and the rhythm over the history,
// or, of the settled, their next visit after it begins.
func (p *Product) arrival(settled bool, shape int, u float64, r *rhythm) int64 {
	if settled {
		return p.begin
	}
	x := (math.Sqrt(1+(growth*growth+2*growth)*u) - 1) / growth // density 1 + growth·x
	return min(r.at(shape, x*r.evenAt(shape, p.now), never), p.now)
}

// anonymousID looks like the ids that browsers make: a UUID of version 4.
func anonymousID(rnd *rand.Rand) string {
	var raw [16]byte
	binary.LittleEndian.PutUint64(raw[:8], rnd.Uint64())
	binary.LittleEndian.PutUint64(raw[8:], rnd.Uint64())
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	var b [36]byte
	hex.Encode(b[:8], raw[:4])
	hex.Encode(b[9:13], raw[4:6])
	hex.Encode(b[14:18], raw[6:8])
	hex.Encode(b[19:23], raw[8:10])
	hex.Encode(b[24:], raw[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

func drawCity(u float64) *city {
	for i := range cities {
		if u -= cities[i].weight; u < 0 {
			return &cities[i]
		}
	}
	return &cities[len(cities)-1]
}

// pick returns the first index whose cumulative share is above u.
func pick(cumulative []float64, u float64) int {
	for i, c := range cumulative {
		if u < c {
			return i
		}
	}
	return len(cumulative) - 1
}

func square(f float64) float64 { return f * f }

// phone is the number that some give when they sign in. Now and then two of a
// household give the same one: they stay two persons, and operators are asked.
func (p *person) phone() []kith.ID {
	if p.index%8 != 0 {
		return nil
	}
	home := p.index / 8
	if home%40 == 1 {
		home--
	}
	return []kith.ID{{Type: "phone", Value: fmt.Sprintf("+86100%08d", home)}}
}
