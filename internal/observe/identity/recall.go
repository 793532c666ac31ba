package identity

import (
	"sort"

	"kith/internal/kith"
)

// recall finds the number that an event was given when its entry was decided:
// the first id that it names and that is stored, by the rules and with the
// persons of then. It does not ask whether ids are usable: what was not usable
// then was not stored, and a newer program with a longer list of placeholders
// finds the same numbers.
func (d *Directory) recall(e *kith.Event) Resolution {
	if p, said := operatorsPerson(e); said {
		// One that was nobody's number became the message's own person.
		if own, ok := d.find(messageOf(e)); ok {
			p = own
		}
		return Resolution{Person: p}
	}
	d.naming.read(e, d.rulesThen(), nil)
	for _, id := range d.naming.joins {
		if p, ok := d.findThen(id); ok {
			return Resolution{Person: p}
		}
	}
	id := messageOf(e)
	if p, ok := d.find(id); ok {
		return Resolution{Person: p}
	}
	d.counts.add(Missing)
	r := resolving{d: d, event: e}
	r.warn("the identity store lacks the ids of this event: it became a person of its own")
	r.Person = r.ensure(id)
	return r.Resolution
}

// operatorsPerson is the number that an operator's event says it is about.
func operatorsPerson(e *kith.Event) (uint32, bool) {
	switch e.Name {
	case kith.EventMerge, kith.EventUnmerge:
		return number(e, PropInto), true
	case kith.EventUnbind:
		p := number(e, PropPerson)
		return p, p != 0
	}
	return 0, false
}

func messageOf(e *kith.Event) named { return named{Anonymous, messageID(e.MessageID)} }

// place is where in the log something was decided.
type place struct {
	logSeq uint64
	nth    int // event of the entry, from 1
}

func (p place) before(o place) bool {
	return p.logSeq < o.logSeq || p.logSeq == o.logSeq && p.nth < o.nth
}

func (d *Directory) now() place { return place{d.entry, d.nth} }

// rulesThen are the rules that held at the event that is looked at.
func (d *Directory) rulesThen() *rulebook {
	now := d.now()
	i := sort.Search(len(d.history), func(i int) bool { return !d.history[i].changed.place().before(now) })
	return d.history[i-1] // the first is that of the beginning
}

// findThen is find as of the event that is looked at: an id that was taken from
// its person later was that person's then.
func (d *Directory) findThen(id named) (uint32, bool) {
	p, ok := d.find(id)
	if !ok || len(d.unbound) == 0 {
		return p, ok
	}
	now := d.now()
	for _, u := range d.unbound[id] {
		if !u.place.before(now) {
			return u.From, true
		}
	}
	return p, true
}
