package identity

import (
	"slices"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Rule is what joined two persons. The numbers are stored.
type Rule uint8

const (
	ByEvent    Rule = 0 // an event named ids of both
	ByAlias    Rule = 1 // an alias did
	ByOperator Rule = 2
)

var ruleNames = [...]string{"event", "alias", "operator"}

func (r Rule) String() string { return ruleNames[min(int(r), len(ruleNames)-1)] }

// Properties of the events that operators cause.
const (
	PropFrom   = "from"   // raw number of whom to merge
	PropInto   = "into"   // raw number of whom to keep; of an unmerge: the number that the merge had joined to
	PropMerge  = "merge"  // number of the merge to take back
	PropAgain  = "again"  // true: the same may join them again by itself
	PropPerson = "person" // raw number of whom to take an id from
	PropBy     = "by"
	PropWhy    = "why"
	PropRules  = "rules" // JSON
)

// merge is an edge between two raw persons, with what the merge log says of it.
// A person's edges form a tree, for a merge joins two who were not one: without
// any one of them it is exactly two persons.
type merge struct {
	timeline.Pair
	logSeq uint64
	at     int64 // time of the event that caused it, µs UTC
	rule   Rule
	proof  named // the id that both had; of an operator's merge: empty
	by     string
	why    string
}

// undone is what took a merge back.
type undone struct {
	merge  int // ordinal, from 1
	logSeq uint64
	at     int64
	again  bool
	by     string
	why    string
}

func property(e *kith.Event, name string) kith.Value {
	for i := range e.Props {
		if e.Props[i].Name == name {
			return e.Props[i].Value
		}
	}
	return kith.Value{}
}

// number reads a property that is a person's or a merge's number, 0 when absent.
func number(e *kith.Event, name string) uint32 {
	v := property(e, name)
	if v.Kind != kith.Number || v.Num < 0 || v.Num > 1<<32-1 {
		return 0
	}
	return uint32(v.Num)
}

// exists tells whether a raw number was ever given.
func (d *Directory) exists(raw uint32) bool { return raw > 0 && int(raw) < len(d.persons) }

// operatorMerge joins two persons because an operator says so: no rule stands
// in the way.
func (r *resolving) operatorMerge() {
	from, into := number(r.event, PropFrom), number(r.event, PropInto)
	r.Person = into
	if !r.d.exists(into) {
		r.d.counts.add(Ignored)
		r.Person = r.ensure(messageOf(r.event))
		return
	}
	if !r.d.exists(from) || r.d.persons.canonical(from) == r.d.persons.canonical(into) {
		r.d.counts.add(Ignored)
		return
	}
	r.join(merge{Pair: timeline.Pair{From: from, Into: into}, rule: ByOperator, by: property(r.event, PropBy).Str, why: property(r.event, PropWhy).Str})
	r.d.counts.add(Merged)
}

// unmerge takes one merge back. What else was joined to either side stays with
// the side that it was joined to: a merge is between the two raw persons whose
// ids proved it.
func (r *resolving) unmerge() {
	r.Person = number(r.event, PropInto)
	if !r.d.exists(r.Person) {
		r.Person = r.ensure(messageOf(r.event))
	}
	k := int(number(r.event, PropMerge))
	if k < 1 || k > len(r.d.merges) || r.d.undone[k] {
		r.d.counts.add(Ignored)
		return
	}
	again := property(r.event, PropAgain)
	u := undone{merge: k, logSeq: r.d.entry, at: r.event.Time, again: again.Kind == kith.Bool && again.Num != 0,
		by: property(r.event, PropBy).Str, why: property(r.event, PropWhy).Str}
	r.d.takenBack = append(r.d.takenBack, u)
	if r.d.undone == nil {
		r.d.undone = map[int]bool{}
	}
	r.d.undone[k] = true
	if pair := r.d.merges[k-1]; !u.again {
		r.d.apart = append(r.d.apart, pair)
	}
	r.Split = r.d.split(k)
	r.d.counts.add(Unmerged)
	r.d.measure()
}

// split makes two persons of the one that merge k, which no longer holds, had
// joined.
func (d *Directory) split(k int) *timeline.Change {
	pair := d.merges[k-1]
	whole := d.persons.canonical(pair.From)
	into := map[uint32]uint32{} // of each member: whom it stands for without k
	find := func(raw uint32) uint32 {
		for {
			up, ok := into[raw]
			if !ok || up == raw {
				return raw
			}
			raw = up
		}
	}
	members := map[uint32]bool{pair.From: true, pair.Into: true}
	for i, m := range d.merges {
		if d.undone[i+1] || d.persons.canonical(m.From) != whole {
			continue
		}
		members[m.From], members[m.Into] = true, true
		into[find(m.From)] = find(m.Into)
	}
	one, other := find(pair.From), find(pair.Into)
	if other != whole { // the side that has the old number keeps it
		one, other = other, one
	}
	var leave []uint32
	for m := range members {
		if c := find(m); c == one {
			leave = append(leave, m)
		}
	}
	slices.Sort(leave)
	for m := range members {
		d.persons[m] = person{}
	}
	for m := range members {
		if c := find(m); c != m {
			d.persons[m].into = c
		}
	}
	d.recount(one, other)
	return &timeline.Change{Pair: timeline.Pair{From: whole, Into: one}, Leave: leave}
}

// Touches says who would be who without merge k (from 1): the raw numbers of
// the side that would leave, and of the side that keeps the number.
func touches(merges []Merge, k int64) (leave, keep []uint32) {
	into := map[uint32][]uint32{}
	var start *Merge
	for i := range merges {
		m := &merges[i]
		if m.Number == k {
			start = m
			continue
		}
		if m.Undone == nil {
			into[m.From], into[m.Into] = append(into[m.From], m.Into), append(into[m.Into], m.From)
		}
	}
	if start == nil {
		return nil, nil
	}
	reach := func(from uint32) []uint32 {
		seen, all := map[uint32]bool{from: true}, []uint32{from}
		for i := 0; i < len(all); i++ {
			for _, next := range into[all[i]] {
				if !seen[next] {
					seen[next] = true
					all = append(all, next)
				}
			}
		}
		slices.Sort(all)
		return all
	}
	return reach(start.From), reach(start.Into)
}
