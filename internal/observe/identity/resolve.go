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
	Person  uint32          // raw number, from 1
	Merges  []timeline.Pair // persons this event joined; apply them in order
	Warning string          // for whoever sends the event; "" mostly
}

// Resolve says whose event e of log entry logSeq is, and joins what it proves
// to be one person. Entries come in log order; the events of an entry in the
// order they have there. Entries up to Position are looked up, and change
// nothing.
//
// A known user's event is the user's own, so the user id decides the number
// and devices only ever add to it.
func (d *Directory) Resolve(logSeq uint64, e *kith.Event) Resolution {
	if logSeq <= d.position.Load() {
		return d.recall(e)
	}
	d.resolved = max(d.resolved, logSeq)
	r := resolving{d: d, logSeq: logSeq, event: e}
	user := r.accept("user", e.UserID)
	var device string
	if user != "" && e.Server {
		if e.AnonymousID != "" {
			d.counts.add(ServerAnonymous)
		}
	} else {
		device = r.accept("anonymous", e.AnonymousID)
	}
	if e.Name == kith.EventAlias {
		r.alias(user)
	}
	switch {
	case user != "" && device != "":
		r.Person = r.both(user, device)
	case user != "":
		r.Person = r.ensure(User, user)
	case device != "":
		r.Person = r.ensure(Anonymous, device)
	default:
		r.Person = r.ensure(Anonymous, messageID(e.MessageID))
	}
	return r.Resolution
}

// resolving is one event on its way through the rules.
type resolving struct {
	Resolution
	d      *Directory
	logSeq uint64
	event  *kith.Event
}

// accept returns id, or "" when it is absent or must join nobody.
func (r *resolving) accept(what, id string) string {
	if id == "" || usable(id) {
		return id
	}
	r.d.counts.add(Blocked)
	r.warn("%s id %.40q is a placeholder or cannot be stored: it is ignored", what, id)
	return ""
}

// both resolves an event that names a user and the device the user is on.
func (r *resolving) both(user, device string) uint32 {
	u, known := r.d.table.Load().find(User, user)
	a, seen := r.d.table.Load().find(Anonymous, device)
	switch {
	case !seen:
		u = r.ensure(User, user)
		if r.fits(u, 1) {
			r.bind(Anonymous, device, u)
		}
	case r.hasUser(a):
		if !known || r.d.persons.canonical(a) != r.d.persons.canonical(u) {
			r.d.counts.add(RefusedTwoUsers) // a shared device: its past stays with its first user
		}
		u = r.ensure(User, user)
	case !known:
		u = r.adopt(user, a)
	default:
		r.merge(a, u)
	}
	return u
}

// alias joins the event's previous id to user. The previous id may be a user
// id: a user that is new then takes over that person. A device's id may not
// bring the user who introduced it: libraries fill the previous id in from the
// device, and the device may be shared.
func (r *resolving) alias(user string) {
	previous := r.accept("previous", r.event.PreviousID)
	if user == "" || previous == "" {
		r.warn("an alias needs a usable user id and previous id: it joins nothing")
		return
	}
	if previous == user {
		return
	}
	u, known := r.d.table.Load().find(User, user)
	p, isUser := r.d.table.Load().find(User, previous)
	seen := isUser
	if !seen {
		p, seen = r.d.table.Load().find(Anonymous, previous)
	}
	switch {
	case !seen:
		if u = r.ensure(User, user); r.fits(u, 1) {
			r.bind(Anonymous, previous, u)
		}
	case !known && (isUser || !r.hasUser(p)):
		r.adopt(user, p)
	case known && r.d.persons.canonical(p) == r.d.persons.canonical(u):
	case r.hasUser(p):
		r.d.counts.add(RefusedTwoUsers)
		r.warn("alias of %.40q to %.40q is refused: it would join two known users", previous, user)
	default:
		r.merge(p, u)
	}
}

// ensure returns the id's person, giving a new id a person of its own.
func (r *resolving) ensure(kind Kind, id string) uint32 {
	if p, ok := r.d.table.Load().find(kind, id); ok {
		return p
	}
	p := uint32(len(r.d.persons))
	r.d.persons = r.d.persons.cover(p)
	r.keep(kind, id, p)
	r.d.counts.add(NewPerson)
	return p
}

// adopt gives a new user id to person p, who has a past.
func (r *resolving) adopt(user string, p uint32) uint32 {
	if !r.fits(p, 1) {
		return r.ensure(User, user)
	}
	r.bind(User, user, p)
	return p
}

func (r *resolving) bind(kind Kind, id string, p uint32) {
	r.keep(kind, id, p)
	r.d.counts.add(Bound)
}

func (r *resolving) keep(kind Kind, id string, p uint32) {
	r.d.added = append(r.d.added, r.d.table.Load().add(kind, id, p))
	r.d.persons.bind(kind, p)
	r.d.measure()
}

// merge joins from, who has no user id, to into, unless that makes too many ids.
func (r *resolving) merge(from, into uint32) {
	from, into = r.d.persons.canonical(from), r.d.persons.canonical(into)
	if !r.fits(into, int(r.d.persons[from].ids)) {
		return
	}
	r.d.persons.merge(from, into)
	pair := timeline.Pair{From: from, Into: into}
	r.Merges = append(r.Merges, pair)
	r.d.merges = append(r.d.merges, pair)
	r.d.joined = append(r.d.joined, merge{Pair: pair, logSeq: r.logSeq, at: r.event.Time})
	r.d.counts.add(Merged)
	r.d.measure()
}

func (r *resolving) hasUser(p uint32) bool { return r.d.persons[r.d.persons.canonical(p)].user }

// fits reports whether n more ids may join p, and counts when not.
func (r *resolving) fits(p uint32, n int) bool {
	if int(r.d.persons[r.d.persons.canonical(p)].ids)+n <= r.d.maxIDs {
		return true
	}
	r.d.counts.add(OverLimit)
	return false
}

// warn keeps the first warning: what follows is mostly its consequence.
func (r *resolving) warn(format string, args ...any) {
	if r.Warning == "" {
		r.Warning = fmt.Sprintf(format, args...)
	}
}

// recall finds the number that an event was given when its entry was decided.
// It does not ask whether ids are usable: what was not usable then was not
// stored, and a newer program with a longer list finds the same numbers.
func (d *Directory) recall(e *kith.Event) Resolution {
	if p, ok := d.table.Load().find(User, e.UserID); ok {
		return Resolution{Person: p}
	}
	if p, ok := d.table.Load().find(Anonymous, e.AnonymousID); ok {
		return Resolution{Person: p}
	}
	id := messageID(e.MessageID)
	if p, ok := d.table.Load().find(Anonymous, id); ok {
		return Resolution{Person: p}
	}
	d.counts.add(Missing)
	r := resolving{d: d, event: e}
	r.warn("the identity store lacks the ids of this event: it became a person of its own")
	r.Person = r.ensure(Anonymous, id)
	return r.Resolution
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
