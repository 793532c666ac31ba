package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Resolution is whose an event is.
type Resolution struct {
	Person  uint32           // raw number, from 1
	Merges  []timeline.Pair  // persons this event joined; apply them in order
	Split   *timeline.Change // persons this event took apart; never with merges
	Warning string           // for whoever sends the event; "" mostly
}

// Resolve says whose event e of log entry logSeq is, and joins what it proves
// to be one person. Entries come in log order; the events of an entry in the
// order they have there. Entries up to Position are looked up, and change
// nothing.
//
// A known user's event is the user's own, so the first id that the event names
// decides the number, and the others only ever add to it.
func (d *Directory) Resolve(logSeq uint64, e *kith.Event) Resolution {
	d.step(logSeq)
	if logSeq <= d.position.Load() {
		return d.recall(e)
	}
	d.resolved = max(d.resolved, logSeq)
	r := resolving{d: d, event: e}
	switch e.Name {
	case kith.EventMerge:
		r.operatorMerge()
		return r.Resolution
	case kith.EventUnmerge:
		r.unmerge()
		return r.Resolution
	case kith.EventUnbind:
		r.unbind()
		return r.Resolution
	}
	if e.Server && e.UserID != "" && e.AnonymousID != "" {
		d.counts.add(ServerAnonymous)
	}
	names := &d.naming
	names.read(e, d.rules, &r)
	if e.Name == kith.EventAlias {
		r.alias(names.user())
	}
	r.Person = r.decide(names.joins)
	for _, id := range names.shared {
		r.note(id)
	}
	return r.Resolution
}

// step counts the events of an entry, by which what changes within it is placed.
func (d *Directory) step(logSeq uint64) {
	if logSeq != d.entry {
		d.entry, d.nth = logSeq, 0
	}
	d.nth++
}

// resolving is one event on its way through the rules.
type resolving struct {
	Resolution
	d     *Directory
	event *kith.Event
	rule  Rule // of what is joined now
	proof named
}

// accept reports whether an id may stand for a person; without a resolving
// every id may.
func (r *resolving) accept(what, id string) bool {
	if r == nil || usable(id) {
		return true
	}
	r.d.counts.add(Blocked)
	r.warn("%s id %.40q is a placeholder or cannot be stored: it is ignored", what, id)
	return false
}

func (d *Directory) find(id named) (uint32, bool) { return d.table.Load().find(id.kind, id.text) }

// decide finds the person of the ids that an event names, the first of which
// decides, and joins the others to it.
func (r *resolving) decide(ids []named) uint32 {
	if len(ids) == 0 {
		return r.ensure(messageOf(r.event))
	}
	first, rest := ids[0], ids[1:]
	u, known := r.d.find(first)
	if !known {
		u = r.begin(first, rest)
	}
	r.rule = ByEvent
	for _, id := range rest {
		r.link(id, u)
	}
	return u
}

// begin gives an id that is new a person: the one that another id of the event
// stands for, when that may be the same, or else a new one.
func (r *resolving) begin(first named, rest []named) uint32 {
	for _, id := range rest {
		p, seen := r.d.find(id)
		if !seen {
			continue
		}
		c := r.d.persons.canonical(p)
		switch {
		case id.kind.Weak() && r.d.strong(c): // a shared device: its past stays with its first user
			continue
		case first.kind == User && r.d.persons[c].user:
			continue
		}
		return r.adopt(first, p)
	}
	return r.ensure(first)
}

// link joins another id of the event to the person whose it is.
func (r *resolving) link(id named, u uint32) {
	a, seen := r.d.find(id)
	if !seen {
		if r.fits(u, id.kind) {
			r.bind(id, u)
		}
		return
	}
	from, into := r.d.persons.canonical(a), r.d.persons.canonical(u)
	if from == into {
		return
	}
	two := r.d.persons[from].user && r.d.persons[into].user
	r.proof = id
	switch {
	case two:
		r.d.counts.add(RefusedTwoUsers)
		r.suggest(id, a, u, TwoUsers)
	case id.kind.Weak() && r.d.strong(from):
		r.d.counts.add(RefusedDevice)
	case r.d.persons[from].user:
		r.merge(u, a)
	default:
		r.merge(a, u)
	}
}

// note keeps an id that several persons may have with the first who has it, and
// makes a suggestion of the others.
func (r *resolving) note(id named) {
	a, seen := r.d.find(id)
	if !seen {
		if r.fits(r.Person, id.kind) {
			r.bind(id, r.Person)
		}
		return
	}
	from, into := r.d.persons.canonical(a), r.d.persons.canonical(r.Person)
	if from != into && r.d.strong(from) && r.d.strong(into) {
		r.suggest(id, a, r.Person, SharedID)
	}
}

// alias joins the event's previous id to user. The previous id may be a user
// id: a user that is new then takes over that person. A device's id may not
// bring the user who introduced it: libraries fill the previous id in from the
// device, and the device may be shared.
func (r *resolving) alias(user string) {
	previous := r.event.PreviousID
	if previous != "" && (r.d.rules.blocks(previous) || !r.accept("previous", previous)) {
		previous = ""
	}
	if user == "" || previous == "" {
		r.warn("an alias needs a usable user id and previous id: it joins nothing")
		return
	}
	if previous == user {
		return
	}
	r.rule = ByAlias
	id, before := named{User, user}, named{User, previous}
	u, known := r.d.find(id)
	p, isUser := r.d.find(before)
	seen := isUser
	if !seen {
		before.kind = Anonymous
		p, seen = r.d.find(before)
	}
	r.proof = before
	switch {
	case !seen:
		if u = r.ensure(id); r.fits(u, Anonymous) {
			r.bind(before, u)
		}
	case !known && (isUser || !r.hasUser(p)):
		r.adopt(id, p)
	case known && r.d.persons.canonical(p) == r.d.persons.canonical(u):
	case r.hasUser(p):
		r.d.counts.add(RefusedTwoUsers)
		r.warn("alias of %.40q to %.40q is refused: it would join two known users", previous, user)
		if known && r.hasUser(u) {
			r.suggest(before, p, u, TwoUsers)
		}
	default:
		r.merge(p, u)
	}
}

// ensure returns the id's person, giving a new id a person of its own.
func (r *resolving) ensure(id named) uint32 {
	if p, ok := r.d.find(id); ok {
		return p
	}
	p := uint32(len(r.d.persons))
	r.d.persons = r.d.persons.cover(p)
	r.keep(id, p)
	r.d.counts.add(NewPerson)
	return p
}

// adopt gives a new id to person p, who has a past.
func (r *resolving) adopt(id named, p uint32) uint32 {
	if !r.fits(p, id.kind) {
		return r.ensure(id)
	}
	r.bind(id, p)
	return p
}

func (r *resolving) bind(id named, p uint32) {
	r.keep(id, p)
	r.d.counts.add(Bound)
}

func (r *resolving) keep(id named, p uint32) {
	r.d.added = append(r.d.added, r.d.table.Load().add(id.kind, id.text, p))
	r.d.count(id.kind, r.d.persons.canonical(p))
	if id.kind == User {
		r.d.known.set(p, true)
	}
	r.d.measure()
}

// merge joins the persons of two raw numbers, of whom from's has no user id,
// unless they were taken apart or would have too many ids.
func (r *resolving) merge(from, into uint32) {
	f, t := r.d.persons.canonical(from), r.d.persons.canonical(into)
	if r.d.separated(f, t) {
		r.d.counts.add(RefusedApart)
		return
	}
	if !r.unites(f, t) {
		r.d.counts.add(OverLimit)
		if !r.proof.kind.Weak() {
			r.suggest(r.proof, from, into, TooMany)
		}
		return
	}
	r.join(merge{Pair: timeline.Pair{From: from, Into: into}, rule: r.rule, proof: r.proof})
	r.d.counts.add(Merged)
}

// join keeps a merge and makes it.
func (r *resolving) join(m merge) {
	m.logSeq, m.at = r.d.entry, r.event.Time
	r.d.unite(r.d.persons.canonical(m.From), r.d.persons.canonical(m.Into))
	r.Merges = append(r.Merges, m.Pair)
	r.d.merges = append(r.d.merges, m.Pair)
	r.d.joined = append(r.d.joined, m)
	r.d.measure()
}

func (r *resolving) hasUser(p uint32) bool { return r.d.persons[r.d.persons.canonical(p)].user }

// fits reports whether one more id may join p, and counts when not.
func (r *resolving) fits(p uint32, kind Kind) bool {
	c := r.d.persons.canonical(p)
	limit := r.d.rules.limit(kind)
	of := r.d.further[c]
	if int(r.d.persons[c].ids) < r.d.maxIDs() && (limit == 0 || of == nil || int(of[kind]) < limit) {
		return true
	}
	r.d.counts.add(OverLimit)
	return false
}

// unites reports whether two canonical persons may be one by their ids.
func (r *resolving) unites(a, b uint32) bool {
	if int(r.d.persons[a].ids)+int(r.d.persons[b].ids) > r.d.maxIDs() {
		return false
	}
	x, y := r.d.further[a], r.d.further[b]
	if x == nil || y == nil {
		return true
	}
	for k := range x {
		if limit := r.d.rules.limit(Kind(k)); limit > 0 && int(x[k])+int(y[k]) > limit && x[k] > 0 && y[k] > 0 {
			return false
		}
	}
	return true
}

// warn keeps the first warning: what follows is mostly its consequence.
func (r *resolving) warn(format string, args ...any) {
	if r.Warning == "" {
		r.Warning = fmt.Sprintf(format, args...)
	}
}

// messageID makes an anonymous id of an event that names nobody. It is the
// same each time the same message comes.
func messageID(message string) string {
	const prefix = "$message:"
	if len(prefix)+len(message) > kith.MaxIDLen || !storable(message) {
		sum := sha256.Sum256([]byte(message))
		message = hex.EncodeToString(sum[:])
	}
	return prefix + message
}
