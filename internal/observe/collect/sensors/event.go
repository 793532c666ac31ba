package sensors

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// reading is a record's members that have a meaning. Its project is not one of
// them: the key says where a record belongs.
type reading struct {
	kind                                         kind
	typ, event                                   wire.Node
	distinctID, loginID, anonymousID, originalID wire.Node
	identities                                   wire.Node
	time, flushTime, timeFree, trackID           wire.Node
	properties, lib                              wire.Node
	server                                       bool // a server sent it
}

func (r *reading) read(n wire.Node) {
	for name, v := range n.Members() {
		switch name {
		case "type":
			r.typ = v
		case "event":
			r.event = v
		case "distinct_id":
			r.distinctID = v
		case "login_id":
			r.loginID = v
		case "anonymous_id":
			r.anonymousID = v
		case "original_id":
			r.originalID = v
		case "identities":
			r.identities = v
		case "time":
			r.time = v
		case "_flush_time":
			r.flushTime = v
		case "time_free":
			r.timeFree = v
		case "_track_id":
			r.trackID = v
		case "properties":
			r.properties = v
		case "lib":
			r.lib = v
		}
	}
	lib, _ := r.lib.Member("$lib").Text()
	r.server = forServers(lib)
}

// forServers knows the clients made for servers by the names they give
// themselves, in any case.
func forServers(lib string) bool {
	switch strings.ToLower(lib) {
	case "java", "python", "php", "node", "golang", "go", "ruby", "dotnet", "csharp", "c++", "cpp", "lua", "rust":
		return true
	}
	return false
}

// kind is what a type of record becomes.
type kind struct {
	name string // of the event; "" is the record's own
	ids  bool   // it is about who is who
	own  bool   // its properties are the person's: nothing is added to them
	none bool   // it has no place here
}

var kinds = map[string]kind{
	"track":             {},
	"track_signup":      {name: kith.EventIdentify, ids: true},
	"track_id_bind":     {name: kith.EventIdentify, ids: true},
	"track_id_unbind":   {name: kith.EventUnbind, ids: true},
	"profile_set":       {name: kith.EventSet, own: true},
	"profile_set_once":  {name: kith.EventSetOnce, own: true},
	"profile_increment": {name: kith.EventAdd, own: true},
	"profile_append":    {name: kith.EventAppend, own: true},
	"profile_unset":     {name: kith.EventUnset, own: true},
	"profile_delete":    {none: true},
	"item_set":          {none: true},
	"item_delete":       {none: true},
}

// title is the event's name as far as it can be told, for people.
func (r *reading) title() string {
	if r.kind.name != "" {
		return r.kind.name
	}
	if r.kind.none {
		s, _ := r.typ.Text()
		return s
	}
	s, _ := r.event.Text()
	return s
}

// event decodes in steps; the first that finds a flaw ends it.
func (d *Decoder) event(n wire.Node, r *reading, e *kith.Event) *wire.Flaw {
	if flaw := wire.Shape(n); flaw != nil {
		return flaw
	}
	r.read(n)
	for _, step := range [...]func(*Decoder, *reading, *kith.Event) *wire.Flaw{
		(*Decoder).what, (*Decoder).who, (*Decoder).when, (*Decoder).with,
	} {
		if flaw := step(d, r, e); flaw != nil {
			return flaw
		}
	}
	if e.MessageID = cmp.Or(d.call.MessageID, d.messageID(r)); e.MessageID == "" {
		e.MessageID = rand.Text()
	}
	return nil
}

// what finds the type and the name.
func (d *Decoder) what(r *reading, e *kith.Event) *wire.Flaw {
	said, _ := r.typ.Text()
	known := false
	if r.kind, known = kinds[said]; !known {
		return &wire.Flaw{Reason: wire.UnknownType, Where: "type", Saw: said}
	}
	if r.kind.none {
		return &wire.Flaw{Reason: wire.NotKept, Where: "type", Saw: said}
	}
	if e.Name = r.kind.name; e.Name != "" {
		return nil
	}
	var flaw *wire.Flaw
	if e.Name, flaw = wire.EventName(r.event, "event"); flaw == nil && !regular(e.Name) {
		d.tally.Irregular++
	}
	return flaw
}

// when finds the time. Records that say time_free were not just recorded by a
// device: their time is nobody's clock but a fact.
func (d *Decoder) when(r *reading, e *kith.Event) *wire.Flaw {
	e.Time = d.call.Received
	if r.time.Empty() {
		return nil
	}
	happened, ok := r.time.Micros()
	if !ok {
		return &wire.Flaw{Reason: wire.BadTimestamp, Where: "time", Saw: r.time.Source()}
	}
	e.Time = happened
	if sent, ok := r.flushTime.Micros(); ok && r.timeFree.Kind() != wire.True {
		e.Time = wire.Corrected(d.call.Received, happened, sent)
	}
	if !wire.InTime(e.Time, d.call.Received) {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: "time", Saw: r.time.Source()}
	}
	return nil
}

// messageID is the same whenever the same record is sent: clients give none.
// They draw _track_id by lot for each record; of records without one, the
// properties tell two of a millisecond apart. It is "" for a record that has
// neither, nor a time: it cannot be known again.
func (d *Decoder) messageID(r *reading) string {
	if r.trackID.Empty() && r.time.Empty() {
		return ""
	}
	b := d.digest[:0]
	part := func(n wire.Node) {
		if !n.Empty() {
			b = append(b, n.Source()...)
		}
		b = append(b, 0)
	}
	part(r.distinctID)
	part(r.trackID)
	part(r.time)
	part(r.event)
	part(r.typ)
	if r.distinctID.Empty() {
		part(r.identities)
	}
	if r.trackID.Empty() {
		part(r.properties)
	}
	sum := sha256.Sum256(b)
	if d.digest = b; cap(b) > 1<<16 {
		d.digest = nil
	}
	return hex.EncodeToString(sum[:16])
}
