package identity

import (
	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// unbound is an id that was taken from a person. What it had said before stays
// the person's; what it says from then on is another's.
type unbound struct {
	place
	named
	timeline.Pair       // From whom, Into which new person
	at            int64 // time of the event, µs UTC
	apart         bool  // the two do not join again by themselves
	by, why       string
}

// unbind takes ids from a person. An operator names the person by its number; a
// client by an id of it, and may join the same again whenever it likes.
func (r *resolving) unbind() {
	names := &r.d.naming
	person := number(r.event, PropPerson)
	if r.d.exists(person) {
		r.Person = person
	} else if person != 0 {
		r.Person = r.ensure(messageOf(r.event))
	} else if names.read(r.event, r.d.rules, r); len(names.joins) > 0 {
		r.Person = r.ensure(names.joins[0])
	} else {
		r.Person = r.ensure(messageOf(r.event))
	}
	for _, id := range r.event.IDs {
		at, ok := r.d.rules.types[id.Type]
		if !ok {
			continue
		}
		t := &r.d.rules.Types[at]
		r.takeAway(named{t.Kind, t.Form.apply(id.Value)}, r.d.exists(person))
	}
}

func (r *resolving) takeAway(id named, operator bool) {
	from, ok := r.d.find(id)
	if !ok || r.d.persons.canonical(from) != r.d.persons.canonical(r.Person) {
		r.d.counts.add(Ignored)
		return
	}
	d, next := r.d, uint32(len(r.d.persons))
	d.persons = d.persons.cover(next)
	ref, stale := d.table.Load().move(id.kind, id.text, next)
	d.discard(stale)
	d.added = append(d.added, ref)
	d.forgo(id.kind, d.persons.canonical(from))
	d.count(id.kind, next)
	if id.kind == User {
		d.known.set(next, true)
		d.known.set(from, d.hasUserID(from))
	}
	u := unbound{place: d.now(), named: id, Pair: timeline.Pair{From: from, Into: next}, at: r.event.Time, apart: operator,
		by: property(r.event, PropBy).Str, why: property(r.event, PropWhy).Str}
	d.takenAway = append(d.takenAway, u)
	d.remember(u)
	d.counts.add(Unbound)
	d.measure()
}

// remember keeps an unbinding for those who look back.
func (d *Directory) remember(u unbound) {
	if d.unbound == nil {
		d.unbound = map[named][]unbound{}
	}
	u.text = string(append([]byte(nil), u.text...)) // not the log entry's
	d.unbound[u.named] = append(d.unbound[u.named], u)
	if u.apart {
		d.apart = append(d.apart, timeline.Pair{From: u.Into, Into: u.From})
		d.persons[d.persons.canonical(u.From)].apart = true
		d.persons[d.persons.canonical(u.Into)].apart = true
	}
}

// discard forgets an entry of the arena that no slot refers to any more.
func (d *Directory) discard(ref uint64) {
	if d.stale == nil {
		d.stale = map[uint64]bool{}
	}
	d.stale[ref] = true
	for i, added := range d.added {
		if added == ref {
			d.added = append(d.added[:i], d.added[i+1:]...)
			return
		}
	}
}

// hasUserID looks whether a raw number has a user id of its own.
func (d *Directory) hasUserID(raw uint32) (has bool) {
	d.table.Load().arena.walk(func(ref uint64, kind Kind, _ string, person uint32) {
		has = has || person == raw && kind == User && !d.stale[ref]
	})
	return has
}

// forgo counts one id less of a canonical person.
func (d *Directory) forgo(kind Kind, canonical uint32) {
	c := &d.persons[canonical]
	of := d.further[canonical]
	if kind == User || c.ids == ^uint16(0) || of != nil && of[kind] == ^uint8(0) {
		d.recount(canonical, canonical)
		return
	}
	c.ids--
	if of != nil && kind > User {
		of[kind]--
	}
}

// changeRules makes the rules of an event hold from the next one on.
func (d *Directory) changeRules(e *kith.Event) error {
	text := property(e, PropRules).Str
	next, err := readRulebook(text, Changed{LogSeq: d.entry, Nth: d.nth, At: e.Time, By: property(e, PropBy).Str})
	if err != nil {
		return err
	}
	d.rules = next
	d.history = append(d.history, next)
	d.revised = append(d.revised, next)
	d.published.Store(next)
	return nil
}

// Revise takes an operator's new rules from the log. Like Resolve it is called
// for every event of its kind, in order; those up to Position are known.
func (d *Directory) Revise(logSeq uint64, e *kith.Event) error {
	d.step(logSeq)
	if logSeq <= d.position.Load() {
		return nil
	}
	d.resolved = max(d.resolved, logSeq)
	return d.changeRules(e)
}
