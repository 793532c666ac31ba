package segment

import (
	"crypto/rand"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// reading is an event's members that have a meaning.
type reading struct {
	kind                                 string // of kinds, "" when it is none of them
	typ, event, name, category           wire.Node
	userID, anonymousID, previousID      wire.Node
	groupID, messageID, channel          wire.Node
	timestamp, originalTimestamp, sentAt wire.Node
	properties, traits, context          wire.Node
}

// kinds are the types of events and the names they are kept by. Set, set_once
// and consent are of our own clients.
var kinds = map[string]string{
	"track": "", "page": kith.EventPageview, "screen": kith.EventScreen,
	"identify": kith.EventIdentify, "group": kith.EventGroup, "alias": kith.EventAlias,
	"set": kith.EventSet, "set_once": kith.EventSetOnce, "consent": kith.EventConsent,
}

func (r *reading) read(n wire.Node) {
	for name, v := range n.Members() {
		switch name {
		case "type":
			r.typ = v
		case "event":
			r.event = v
		case "name":
			r.name = v
		case "category":
			r.category = v
		case "userId":
			r.userID = v
		case "anonymousId":
			r.anonymousID = v
		case "previousId":
			r.previousID = v
		case "groupId":
			r.groupID = v
		case "messageId":
			r.messageID = v
		case "channel":
			r.channel = v
		case "timestamp":
			r.timestamp = v
		case "originalTimestamp":
			r.originalTimestamp = v
		case "sentAt":
			r.sentAt = v
		case "properties":
			r.properties = v
		case "traits":
			r.traits = v
		case "context":
			r.context = v
		}
	}
}

// title is the event's name as far as it can be told, for people.
func (r *reading) title() string {
	if s := kinds[r.kind]; s != "" {
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
		(*Decoder).what, (*Decoder).who, (*Decoder).when, (*Decoder).which, (*Decoder).with,
	} {
		if flaw := step(d, r, e); flaw != nil {
			return flaw
		}
	}
	return nil
}

// what finds the type and the name.
func (d *Decoder) what(r *reading, e *kith.Event) *wire.Flaw {
	r.kind = d.call.Type
	if !r.typ.Empty() {
		r.kind, _ = r.typ.Text()
	}
	name, known := kinds[r.kind]
	if !known {
		flaw := &wire.Flaw{Reason: wire.UnknownType, Where: "type", Saw: r.kind}
		if r.kind == "merge" { // RudderStack's
			flaw.Reason = wire.NotKept
		}
		r.kind = ""
		return flaw
	}
	if name != "" {
		e.Name = name
		return nil
	}
	var flaw *wire.Flaw
	e.Name, flaw = wire.EventName(r.event, "event")
	return flaw
}

// who finds the ids of the person, and whether a server speaks of them.
func (d *Decoder) who(r *reading, e *kith.Event) *wire.Flaw {
	for _, id := range [...]struct {
		where string
		from  wire.Node
		to    *string
	}{
		{"userId", r.userID, &e.UserID},
		{"anonymousId", r.anonymousID, &e.AnonymousID},
		{"previousId", r.previousID, &e.PreviousID},
	} {
		if id.from.Empty() {
			continue
		}
		s, flaw := wire.ID(id.from, id.where)
		if flaw != nil {
			return flaw
		}
		*id.to = s
	}
	if r.kind != "alias" {
		e.PreviousID = ""
	}
	switch {
	case e.UserID == "" && (e.AnonymousID == "" || r.kind == "alias"):
		return &wire.Flaw{Reason: wire.NoIdentity}
	case r.kind == "alias" && e.PreviousID == "":
		return &wire.Flaw{Reason: wire.NoPreviousID}
	}
	e.Server = d.server(r)
	return nil
}

// which gives the event its own id: the client's, by which one that is sent
// twice is known, or else a new one.
func (d *Decoder) which(r *reading, e *kith.Event) *wire.Flaw {
	if e.MessageID = d.call.MessageID; e.MessageID != "" {
		return nil
	}
	if v, repaired := r.messageID.Value(); v.Kind == kith.String || v.Kind == kith.Number {
		d.repaired(repaired)
		e.MessageID = wire.Shorten(v.Text(), kith.MaxIDLen)
	}
	if e.MessageID == "" {
		e.MessageID = rand.Text()
	}
	return nil
}

func (d *Decoder) repaired(yes bool) {
	if yes {
		d.tally.Repaired++
	}
}
