package people

import (
	"context"
	"strings"
	"sync"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Traits is what everybody's traits are now. A person's traits are a few cells
// by raw number; whoever was merged has the cells of all members together, of
// each trait the newest.
type Traits struct {
	from        Histories
	withdrawals int // before which they were read

	filling sync.Mutex // one catch-up at a time
	mu      sync.RWMutex
	seq     uint64 // ordinal of the last row looked at
	persons [][]cell
	slots   []*column      // by slot
	slotOf  map[uint32]int // by property key
}

// cell is one trait of one raw person. Rows come in any order of time; which is
// newer is told as everywhere: by millisecond, then by arrival.
type cell struct {
	at    uint64 // milliseconds since 1970, then 16 bits of slot
	seq   uint32 // low half of the arrival's ordinal
	value uint32
}

func newCell(milli int64, slot int, seq uint64, value uint32) cell {
	return cell{at: uint64(max(milli, 0))<<16 | uint64(slot), seq: uint32(seq), value: value}
}

func (c cell) slot() int    { return int(c.at & 0xffff) }
func (c cell) milli() int64 { return int64(c.at >> 16) }

const maxTraits = 1 << 16

func newTraits(from Histories) *Traits {
	return &Traits{from: from, withdrawals: from.Withdrawals(), slotOf: map[uint32]int{}}
}

// isTrait tells traits from what the event's surroundings say ($ip, $lib).
func isTrait(name string) bool { return !strings.HasPrefix(name, "$") }

// traitEvents are the events whose properties are traits.
var traitEvents = []string{kith.EventIdentify, kith.EventSet}

func codesOf(names *timeline.Names, events []string) []uint16 {
	var codes []uint16
	for _, name := range events {
		if code, ok := names.Events.Find(name); ok {
			codes = append(codes, uint16(code))
		}
	}
	return codes
}

// catchUp takes in what has come since the last time. Askers who come while
// another catches up wait for it and have the benefit.
func (t *Traits) catchUp(ctx context.Context) error {
	t.filling.Lock()
	defer t.filling.Unlock()
	names := t.from.Names()
	const atOnce = 4096
	batch := make([]*timeline.Row, 0, atOnce)
	flush := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, r := range batch {
			t.take(r, names)
		}
		batch = batch[:0]
	}
	seq, err := t.from.Events(ctx, codesOf(names, traitEvents), t.seq, func(r *timeline.Row) {
		if batch = append(batch, r); len(batch) == atOnce {
			flush()
		}
	})
	flush()
	if err != nil {
		// What was taken in is taken in again next time, and changes nothing.
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seq = seq
	for _, c := range t.slots {
		if c.crowded() {
			t.compact(c)
		}
	}
	return nil
}

// take puts one row's traits in, unless there are newer ones.
func (t *Traits) take(r *timeline.Row, names *timeline.Names) {
	for i := range r.Props {
		slot, ok := t.slot(r.Props[i].Key, names)
		if !ok {
			continue
		}
		for int(r.Person) >= len(t.persons) {
			t.persons = append(t.persons, make([][]cell, max(1024, len(t.persons)/4))...)
		}
		c := t.slots[slot]
		cells := t.persons[r.Person]
		at := 0
		for at < len(cells) && cells[at].slot() != slot {
			at++
		}
		fresh := newCell(r.Millis(), slot, r.Seq, 0)
		if at < len(cells) && !fresh.newer(cells[at]) {
			continue
		}
		fresh.value = c.code(r.Props[i].Value)
		if at < len(cells) {
			cells[at] = fresh
			continue
		}
		if cap(cells) == len(cells) { // in exact steps: there is one such list a person
			cells = append(make([]cell, 0, len(cells)+max(1, len(r.Props)-i)), cells...)
		}
		t.persons[r.Person] = append(cells, fresh)
		c.held++
	}
}

// newer tells of two cells of one raw person.
func (c cell) newer(than cell) bool {
	if a, b := c.milli(), than.milli(); a != b {
		return a > b
	}
	return int32(c.seq-than.seq) >= 0
}

// slot finds a trait's place, making one when it is new.
func (t *Traits) slot(key uint32, names *timeline.Names) (int, bool) {
	if at, ok := t.slotOf[key]; ok {
		return at, at >= 0
	}
	name := names.Properties.Name(key)
	if !isTrait(name) || len(t.slots) >= maxTraits {
		t.slotOf[key] = -1
		return 0, false
	}
	t.slots = append(t.slots, newColumn(name))
	t.slotOf[key] = len(t.slots) - 1
	return len(t.slots) - 1, true
}

// compact forgets the values that nobody has any more.
func (t *Traits) compact(c *column) {
	slot := 0
	for t.slots[slot] != c {
		slot++
	}
	fresh := newColumn(c.name)
	for _, cells := range t.persons {
		for i := range cells {
			if cells[i].slot() == slot {
				cells[i].value = fresh.code(c.values[cells[i].value])
			}
		}
	}
	fresh.held = c.held
	t.slots[slot] = fresh
}

// of returns a canonical person's cells: of every trait the newest. What it
// returns may point into the table; space is used when it cannot. The lock
// must be held.
func (t *Traits) of(view *timeline.OverrideView, person uint32, space []cell) []cell {
	members := view.Members(person)
	if members == nil {
		return t.raw(person)
	}
	out := space[:0]
	for _, m := range members {
		for _, c := range t.raw(m) {
			at := 0
			for at < len(out) && out[at].slot() != c.slot() {
				at++
			}
			switch {
			case at == len(out):
				out = append(out, c)
			case c.milli() >= out[at].milli(): // at one millisecond the later member counts
				out[at] = c
			}
		}
	}
	return out
}

func (t *Traits) raw(person uint32) []cell {
	if int(person) >= len(t.persons) {
		return nil
	}
	return t.persons[person]
}

// find returns the slot of a trait by its name, -1 when nobody has it.
func (t *Traits) find(name string) int {
	for i, c := range t.slots {
		if c.name == name {
			return i
		}
	}
	return -1
}

// value is the value of a slot among a person's cells, None when it is not there.
func (t *Traits) value(cells []cell, slot int) kith.Value {
	for _, c := range cells {
		if c.slot() == slot {
			return t.slots[slot].values[c.value]
		}
	}
	return kith.Value{}
}
