package mixpanel

import (
	"cmp"
	"crypto/rand"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// reading is the members of an event or a change that have a meaning.
type reading struct {
	name     string // the event's, as Kith keeps it
	ofDevice bool   // an alias of a device

	event, properties                              wire.Node
	distinctID, device, user, time, insertID, lib  wire.Node
	identified, anonymous, anonymousID, alias, ids wire.Node
	groupKey, groupID, ip                          wire.Node
	ops                                            [len(operations)]wire.Node
	refused                                        string // an operation that is not taken
}

// read takes what stands around the properties, and in a change.
func (r *reading) read(n wire.Node) {
	for name, v := range n.Members() {
		switch name {
		case "event":
			r.event = v
		case "properties":
			r.properties = v
		case "$distinct_id":
			r.distinctID = v
		case "$device_id":
			r.device = v
		case "$user_id":
			r.user = v
		case "$time":
			r.time = v
		case "$ip":
			r.ip = v
		case "$group_key":
			r.groupKey = v
		case "$group_id":
			r.groupID = v
		case "$remove", "$delete":
			r.refused = name
		default:
			for i := range operations {
				if operations[i].said == name {
					r.ops[i] = v
				}
			}
		}
	}
}

// special takes a property that is not the event's but says who, when or which
// it is.
func (r *reading) special(name string, v wire.Node) bool {
	switch name {
	case "distinct_id":
		r.distinctID = v
	case "time":
		r.time = v
	case "$insert_id":
		r.insertID = v
	case "mp_lib":
		r.lib = v
	case "ip":
		r.ip = v
	case "$identified_id":
		r.identified = v
	case "$anon_distinct_id":
		r.anonymous = v
	case "$anon_id":
		r.anonymousID = v
	case "$distinct_ids":
		r.ids = v
	case "token", "mp_sent_by_lib_version":
	default:
		return false
	}
	return true
}

// profile reports whether it is a change of a profile.
func (r *reading) profile() bool {
	if !r.event.Empty() || !r.properties.Empty() {
		return false
	}
	for _, op := range r.ops {
		if !op.Empty() {
			return true
		}
	}
	return r.refused != ""
}

// title is the name as far as it can be told, for people.
func (r *reading) title() string {
	if r.name != "" {
		return r.name
	}
	s, _ := r.event.Text()
	return s
}

// said is the id that the client gave, "" when none.
func (r *reading) said() string {
	v, _ := r.insertID.Value()
	if v.Kind != kith.String && v.Kind != kith.Number {
		return ""
	}
	return wire.Shorten(v.Text(), kith.MaxIDLen)
}

func (d *Decoder) messageID(r *reading) string {
	if id := cmp.Or(d.g.Call.MessageID, r.said()); id != "" {
		return id
	}
	return rand.Text()
}

// when finds the time: the client's, by our clock.
func (d *Decoder) when(r *reading, e *kith.Event) *wire.Flaw {
	received := d.g.Call.Received
	e.Time = received
	if r.time.Empty() {
		return nil
	}
	happened, ok := r.time.Micros()
	if !ok {
		return &wire.Flaw{Reason: wire.BadTimestamp, Where: "time", Saw: r.time.Source()}
	}
	e.Time = happened
	if sent, ok := wire.Micros(d.sent); ok {
		e.Time = wire.Corrected(received, happened, sent)
	}
	if !wire.InTime(e.Time, received) {
		return &wire.Flaw{Reason: wire.TimeOutOfRange, Where: "time", Saw: r.time.Source()}
	}
	return nil
}

// ofDevice is what the ids of devices begin with.
const ofDevice = "$device:"

// who finds the user and the device.
func (d *Decoder) who(r *reading, e *kith.Event) *wire.Flaw {
	var distinct string
	for _, id := range [...]struct {
		where string
		from  wire.Node
		to    *string
	}{{"$user_id", r.user, &e.UserID}, {"$device_id", r.device, &e.AnonymousID}, {"distinct_id", r.distinctID, &distinct}} {
		s, flaw := wire.ID(id.from, id.where)
		if flaw != nil {
			return flaw
		}
		*id.to = s
	}
	if e.Name == kith.EventIdentify {
		if flaw := r.identify(e); flaw != nil {
			return flaw
		}
	}
	if device, ok := strings.CutPrefix(distinct, ofDevice); ok {
		e.AnonymousID = cmp.Or(e.AnonymousID, device)
	} else if distinct != e.AnonymousID {
		e.UserID = cmp.Or(e.UserID, distinct)
	}
	if e.UserID == "" && e.AnonymousID == "" {
		return &wire.Flaw{Reason: wire.NoIdentity, Where: "distinct_id"}
	}
	// A server that names both ids means it: it does not invent one.
	e.Server = r.server() && (e.UserID == "" || e.AnonymousID == "")
	return nil
}

// identify finds the ids that $identify names in its own way.
func (r *reading) identify(e *kith.Event) *wire.Flaw {
	user, flaw := wire.ID(r.identified, "$identified_id")
	if flaw != nil {
		return flaw
	}
	e.UserID = cmp.Or(user, e.UserID)
	device, flaw := wire.ID(r.anonymousID, "$anon_id")
	if flaw != nil {
		return flaw
	}
	before, flaw := wire.ID(r.anonymous, "$anon_distinct_id")
	if flaw != nil {
		return flaw
	}
	// The id before may be a user's, after an alias: the device is told then.
	if before, ok := strings.CutPrefix(before, ofDevice); ok || e.AnonymousID == "" {
		device = cmp.Or(device, before)
	}
	e.AnonymousID = cmp.Or(strings.TrimPrefix(device, ofDevice), e.AnonymousID)
	return nil
}

// server reports whether a server's library sent it.
func (r *reading) server() bool {
	switch s, _ := r.lib.Text(); s {
	case "node", "python", "ruby", "php", "java", "go", "jdk":
		return true
	}
	return false
}
