package bench

import (
	"math"
	"time"

	"kith/internal/kith"
	"kith/internal/simulate"
)

// All data lies in the first days of 2026, in UTC, and questions are asked at
// its end.
var dataStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// dataset is generated events in (person, time) order, one array a column, at
// 12 bytes an event.
type dataset struct {
	days      int
	persons   []uint32
	secs      []uint32 // Unix seconds, distinct within a person
	events    []uint8  // index into simulate.BenchEvents
	platforms []uint8  // index into platforms
	amounts   []uint16 // index into amountValues, plus one; 0: none

	platformNames []string
	amountValues  []float64
}

// eventsPerPerson is the mean; few people do much, many little.
const eventsPerPerson = 65

// Sessions are cut after this gap.
const idle = 1800

// longestSession bounds one unbroken stretch of activity. People sleep, and it
// spares the SQL the rule that a session ends after 24 hours.
const longestSession = 20 * 3600

func (d *dataset) end() time.Time { return dataStart.AddDate(0, 0, d.days) }
func (d *dataset) len() int       { return len(d.secs) }

// generate makes about so many events; the same ones every time. Times are
// whole seconds and amounts halves, so that SQL gives the same answer without
// rounding first.
func generate(events, days int) *dataset {
	d := &dataset{
		days: days, persons: make([]uint32, 0, events), secs: make([]uint32, 0, events),
		events: make([]uint8, 0, events), platforms: make([]uint8, 0, events), amounts: make([]uint16, 0, events),
	}
	codes := map[string]uint8{}
	for i, name := range simulate.BenchEvents {
		codes[name] = uint8(i)
	}
	platforms, amounts := map[kith.Value]uint8{}, map[kith.Value]uint16{}
	var last, begun uint32 // second of the row before, and of its session's start
	simulate.Bench(1, max(1, events/eventsPerPerson), events, dataStart, d.end(), func(person uint32, at int64, event string, props []kith.Property) bool {
		sec := uint32(at / 1e6)
		if n := len(d.persons); n == 0 || d.persons[n-1] != person || sec > last && sec-last > idle {
			begun = sec
		} else if sec <= last || sec-begun >= longestSession {
			return true
		}
		last = sec
		d.persons, d.secs, d.events = append(d.persons, person), append(d.secs, sec), append(d.events, codes[event])
		platform, amount := uint8(0), uint16(0)
		for _, p := range props {
			switch p.Name {
			case "platform":
				platform = number(platforms, p.Value, func() { d.platformNames = append(d.platformNames, p.Value.Str) })
			case "amount":
				amount = 1 + number(amounts, p.Value, func() { d.amountValues = append(d.amountValues, math.Round(2*p.Value.Num)/2) })
			}
		}
		d.platforms, d.amounts = append(d.platforms, platform), append(d.amounts, amount)
		return true
	})
	return d
}

// number gives each value the next number, and says when it is new.
func number[N uint8 | uint16](known map[kith.Value]N, v kith.Value, added func()) N {
	n, ok := known[v]
	if !ok {
		n = N(len(known))
		known[v] = n
		added()
	}
	return n
}

// people counts the persons with events.
func (d *dataset) people() int {
	n := 0
	for i, p := range d.persons {
		if i == 0 || d.persons[i-1] != p {
			n++
		}
	}
	return n
}
