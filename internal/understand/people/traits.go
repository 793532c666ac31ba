package people

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/trait"
)

// Traits is what everybody's traits are now: a fold of what events said of them
// (see observe/trait), kept by raw number. A raw number's traits are a few cells
// with the values; where another operation than a set was ever said of a trait,
// its operations are kept as well. Whoever was merged has the cells of all
// members together.
type Traits struct {
	from        Histories
	withdrawals int // before which they were read

	filling sync.Mutex // one catch-up at a time
	mu      sync.RWMutex
	seq     uint64 // ordinal of the last row looked at
	persons [][]cell
	slots   []*column      // by slot
	slotOf  map[uint32]int // by property key

	ops   map[said]trait.Ops // of raw numbers and traits with more than sets
	doers map[uint32][]int   // raw numbers that have such: the slots
	joint map[uint32]joint   // of merged persons with such, by canonical
	whose *timeline.OverrideView
	fresh bool // operations came since joint was made
}

// said is a trait of a raw number.
type said struct {
	person uint32
	slot   uint16
}

// joint is the cells of traits with more than sets, of a merged person.
type joint struct {
	members []uint32
	cells   []cell
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
	return &Traits{from: from, withdrawals: from.Withdrawals(), slotOf: map[uint32]int{}, ops: map[said]trait.Ops{}, doers: map[uint32][]int{}}
}

// isTrait tells traits from what the event's surroundings say ($ip, $lib).
func isTrait(name string) bool { return !strings.HasPrefix(name, "$") }

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
			t.take(r, names, trait.Of(names.Events.Name(uint32(r.Code))))
		}
		batch = batch[:0]
	}
	seq, err := t.from.Events(ctx, codesOf(names, trait.Events), t.seq, func(r *timeline.Row) {
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
	t.settle(t.from.Overrides())
	return nil
}

// take puts one row's traits in, unless there are newer ones.
func (t *Traits) take(r *timeline.Row, names *timeline.Names, kind trait.Kind) {
	for i := range r.Props {
		slot, ok := t.slot(r.Props[i].Key, names)
		if !ok {
			continue
		}
		for int(r.Person) >= len(t.persons) {
			t.persons = append(t.persons, make([][]cell, max(1024, len(t.persons)/4))...)
		}
		key := said{r.Person, uint16(slot)}
		ops, more := t.ops[key]
		if !more && kind == trait.Set {
			if fresh := newCell(r.Millis(), slot, r.Seq, 0); t.wants(fresh, r.Person) {
				fresh.value = t.slots[slot].code(r.Props[i].Value)
				t.put(fresh, r.Person, len(r.Props)-i)
			}
			continue
		}
		if !more {
			ops = t.sets(r.Person, slot)
			t.doers[r.Person] = append(t.doers[r.Person], slot)
		}
		ops = ops.With(trait.Op{Milli: max(r.Millis(), 0), Seq: uint64(uint32(r.Seq)), Kind: kind, Value: short(r.Props[i].Value)})
		t.ops[key], t.fresh = ops, true
		now := trait.Fold(trait.Side{Ops: ops})
		if now.Value.Kind == kith.None {
			t.drop(r.Person, slot)
			continue
		}
		t.put(newCell(now.Milli, slot, r.Seq, t.slots[slot].code(now.Value)), r.Person, 1)
	}
}

// sets is what a raw number's cell says of a trait, as an operation.
func (t *Traits) sets(person uint32, slot int) trait.Ops {
	for _, c := range t.persons[person] {
		if c.slot() == slot {
			return trait.Ops{{Milli: c.milli(), Seq: uint64(c.seq), Kind: trait.Set, Value: t.slots[slot].values[c.value]}}
		}
	}
	return nil
}

// wants reports whether a cell is newer than what is there.
func (t *Traits) wants(fresh cell, person uint32) bool {
	for _, c := range t.persons[person] {
		if c.slot() == fresh.slot() {
			return fresh.newer(c)
		}
	}
	return true
}

// put gives a raw number a cell, in the place of one of the same trait; more
// are about to come with it.
func (t *Traits) put(fresh cell, person uint32, more int) {
	cells := t.persons[person]
	for at := range cells {
		if cells[at].slot() == fresh.slot() {
			cells[at] = fresh
			return
		}
	}
	if cap(cells) == len(cells) { // in exact steps: there is one such list a person
		cells = append(make([]cell, 0, len(cells)+max(1, more)), cells...)
	}
	t.persons[person] = append(cells, fresh)
	t.slots[fresh.slot()].held++
}

func (t *Traits) drop(person uint32, slot int) {
	for i, c := range t.persons[person] {
		if c.slot() == slot {
			t.persons[person] = slices.Delete(t.persons[person], i, i+1)
			t.slots[slot].held--
			return
		}
	}
}

// settle works out the traits with more than sets of merged persons. The lock
// must be held for writing.
func (t *Traits) settle(view *timeline.OverrideView) {
	if view == t.whose && !t.fresh {
		return
	}
	t.whose, t.fresh, t.joint = view, false, map[uint32]joint{}
	for raw := range t.doers {
		canonical := view.Canonical(raw)
		members := view.Members(canonical)
		if _, done := t.joint[canonical]; done || members == nil {
			continue
		}
		j := joint{members: members}
		for _, f := range t.fold(members) {
			if f.doer {
				j.cells = append(j.cells, newCell(f.Milli, f.slot, 0, t.slots[f.slot].code(f.Value)))
			}
		}
		t.joint[canonical] = j
	}
}

// folded is a trait of a person.
type folded struct {
	trait.Result
	slot int
	doer bool // more than sets were said of it
}

// fold works the traits of some raw numbers, ascending, out as those of one
// person. The lock must be held.
func (t *Traits) fold(raw []uint32) []folded {
	var slots []int
	for _, p := range raw {
		for _, c := range t.raw(p) {
			if !slices.Contains(slots, c.slot()) {
				slots = append(slots, c.slot())
			}
		}
	}
	for _, p := range raw {
		for _, slot := range t.doers[p] { // also those whose own value is nothing
			if !slices.Contains(slots, slot) {
				slots = append(slots, slot)
			}
		}
	}
	known := t.from.Identity()
	out := make([]folded, 0, len(slots))
	sides := make([]trait.Side, 0, len(raw))
	for _, slot := range slots {
		f := folded{slot: slot}
		sides = sides[:0]
		for _, p := range raw {
			ops, more := t.ops[said{p, uint16(slot)}]
			if f.doer = f.doer || more; !more && int(p) < len(t.persons) {
				ops = t.sets(p, slot)
			}
			if len(ops) > 0 {
				sides = append(sides, trait.Side{Known: len(raw) > 1 && known.Known(p), Ops: ops})
			}
		}
		if f.Result = trait.Fold(sides...); f.Value.Kind != kith.None {
			out = append(out, f)
		}
	}
	return out
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
	t.fresh = true // joint cells have the old numbers
	fresh.held = c.held
	t.slots[slot] = fresh
}

// of returns the cells of a person with those raw numbers. What it returns may
// point into the table; space is used when it cannot. The lock must be held.
func (t *Traits) of(members []uint32, space []cell) []cell {
	if len(members) == 1 {
		return t.raw(members[0])
	}
	out, knows := space[:0], [64]bool{}
	for _, m := range members {
		known, asked := false, false
		for _, c := range t.raw(m) {
			at := 0
			for at < len(out) && out[at].slot() != c.slot() {
				at++
			}
			if !asked {
				known, asked = t.from.Identity().Known(m), true
			}
			switch {
			case at == len(out):
				out = append(out, c)
			case at < len(knows) && knows[at] != known:
				if !known { // what was said while nobody was known
					continue
				}
				out[at] = c
			case c.milli() >= out[at].milli(): // at one millisecond the later member counts
				out[at] = c
			}
			if at < len(knows) {
				knows[at] = known
			}
		}
	}
	return t.withJoint(members, out)
}

// withJoint puts the traits with more than sets in the place of what the sets
// alone would make of them.
func (t *Traits) withJoint(members []uint32, cells []cell) []cell {
	if len(t.joint) == 0 || !slices.ContainsFunc(members, func(m uint32) bool { return t.doers[m] != nil }) {
		return cells
	}
	for _, m := range members {
		j, ok := t.joint[m]
		if !ok || !slices.Equal(j.members, members) {
			continue
		}
		cells = slices.DeleteFunc(cells, func(c cell) bool {
			return slices.ContainsFunc(members, func(m uint32) bool { return t.ops[said{m, uint16(c.slot())}] != nil })
		})
		return append(cells, j.cells...)
	}
	return cells
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
