package wire

import (
	"hash/maphash"

	"kith/internal/kith"
)

// Props gathers the properties of one event after the other, each name once,
// in memory that all of them share.
type Props struct {
	all   []kith.Property
	start int // where the current event's begin
	count int // of the current event, those beyond the limit included

	seed  maphash.Seed
	round uint32 // tells this event's slots from those of events before
	slots [4 * (kith.MaxProperties + 1)]slot
}

type slot struct {
	round uint32
	at    uint32 // in all
}

func NewProps() *Props { return &Props{seed: maphash.MakeSeed()} }

// Begin starts the next event.
func (p *Props) Begin() {
	p.start, p.count = len(p.all), 0
	p.round++
	if p.round == 0 {
		p.slots, p.round = [len(p.slots)]slot{}, 1
	}
}

// Set gives the current event a property, in place of one of that name. None
// sets nothing.
func (p *Props) Set(name string, v kith.Value) { p.put(name, v, true) }

// Add is Set that leaves a property of that name as it is.
func (p *Props) Add(name string, v kith.Value) { p.put(name, v, false) }

func (p *Props) put(name string, v kith.Value, replace bool) {
	if v.Kind == kith.None {
		return
	}
	for h := maphash.String(p.seed, name); ; h++ {
		s := &p.slots[h%uint64(len(p.slots))]
		if s.round != p.round {
			if p.count++; p.count <= kith.MaxProperties {
				*s = slot{p.round, uint32(len(p.all))}
				p.all = append(p.all, kith.Property{Name: name, Value: v})
			}
			return
		}
		if have := &p.all[s.at]; have.Name == name {
			if replace {
				have.Value = v
			}
			return
		}
	}
}

// Count is how many properties the current event has or, beyond what is
// allowed, about how many it would have.
func (p *Props) Count() int { return p.count }

// List returns the current event's properties. They stay as they are when
// further events begin, until Forget.
func (p *Props) List() []kith.Property { return p.all[p.start:len(p.all):len(p.all)] }

// Drop forgets the current event's properties.
func (p *Props) Drop() {
	clear(p.all[p.start:])
	p.all = p.all[:p.start]
}

// Forget lets go of all events' properties, and of unusually much memory.
func (p *Props) Forget() {
	clear(p.all)
	p.all, p.start = p.all[:0], 0
	if cap(p.all) > 1<<15 {
		p.all = nil
	}
}
