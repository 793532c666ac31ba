package posthog

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Names that mean something of their own on this wire.
const (
	createAlias   = "$create_alias"
	mergeAlias    = "$merge_dangerously"
	groupIdentify = "$groupidentify"
)

// reading is an event's members that have a meaning, of the event itself and
// of its properties.
type reading struct {
	name     string // the event's, as Kith keeps it
	twoNames bool   // an alias between two ids of which neither is a device's

	event, uuid, messageID, timestamp, offset, sentAt wire.Node
	distinctID, dollarID, set, setOnce, unset         wire.Node
	library, libraryVersion, properties               wire.Node

	own struct {
		distinctID, anonymous, device, user, identified wire.Node
		alias, groupType, groupKey, groupSet            wire.Node
		set, setOnce, unset                             wire.Node
		insertID, time, ignoreSentAt, server, lib       wire.Node
	}
}

func (r *reading) read(n wire.Node) {
	for name, v := range n.Members() {
		switch name {
		case "event":
			r.event = v
		case "uuid":
			r.uuid = v
		case "messageId", "message_id":
			r.messageID = v
		case "timestamp":
			r.timestamp = v
		case "offset":
			r.offset = v
		case "sent_at":
			r.sentAt = v
		case "distinct_id":
			r.distinctID = v
		case "$distinct_id":
			r.dollarID = v
		case "$set":
			r.set = v
		case "$set_once":
			r.setOnce = v
		case "$unset":
			r.unset = v
		case "library":
			r.library = v
		case "library_version":
			r.libraryVersion = v
		case "properties":
			r.properties = v
		}
	}
}

// special takes a property that is not the event's but says who, when or which
// it is, or is the client's account of itself; nothing of these is stored.
func (r *reading) special(name string, v wire.Node) bool {
	own := &r.own
	switch name {
	case "distinct_id":
		own.distinctID = v
	case "$anon_distinct_id":
		own.anonymous = v
	case "$set":
		own.set = v
	case "$set_once":
		own.setOnce = v
	case "$unset":
		own.unset = v
	case "$insert_id":
		own.insertID = v
	case "$time":
		own.time = v
	case "$ignore_sent_at":
		own.ignoreSentAt = v
	case "$is_server":
		own.server = v
	case "token", "$geoip_disable", "$lib_rate_limit_remaining_tokens", "$lib_custom_api_host", "$sdk_dist_channel", "$config_defaults",
		"$initialization_time", "$configured_session_timeout_ms", "$recording_status", "$autocapture_disabled_server_side",
		"$web_vitals_enabled_server_side", "$ce_version", "$sdk_debug_retry_queue_size", "$sdk_debug_extensions_init_method",
		"$sdk_debug_extensions_init_time_ms":
	default:
		return false
	}
	return true
}

// seen notes a property that is stored and besides says who it is.
func (r *reading) seen(name string, v wire.Node) {
	switch name {
	case "$device_id":
		r.own.device = v
	case "$user_id":
		r.own.user = v
	case "$is_identified":
		r.own.identified = v
	case "$lib":
		r.own.lib = v
	case "alias":
		r.own.alias = v
	case "$group_type":
		r.own.groupType = v
	case "$group_key":
		r.own.groupKey = v
	case "$group_set":
		r.own.groupSet = v
	}
}

// title is the event's name as far as it can be told, for people.
func (r *reading) title() string {
	if r.name != "" {
		return r.name
	}
	s, _ := r.event.Text()
	return s
}

// said is the id that the client gave the event, "" when none.
func (r *reading) said() string {
	for _, n := range [...]wire.Node{r.uuid, r.messageID, r.own.insertID} {
		if v, _ := n.Value(); v.Kind == kith.String || v.Kind == kith.Number {
			if id := wire.Shorten(v.Text(), kith.MaxIDLen); id != "" {
				return id
			}
		}
	}
	return ""
}

// event decodes in steps; the first that finds a flaw ends it.
func (d *Decoder) event(n wire.Node, r *reading) *wire.Flaw {
	if flaw := wire.Shape(n); flaw != nil {
		return flaw
	}
	r.read(n)
	if flaw := d.what(r); flaw != nil {
		return flaw
	}
	d.g.Props.Begin()
	if flaw := d.gather(r); flaw != nil {
		d.g.Props.Drop()
		return flaw
	}
	e := &d.said
	*e = kith.Event{}
	for _, step := range [...]func(*Decoder, *reading, *kith.Event) *wire.Flaw{(*Decoder).who, (*Decoder).when} {
		if flaw := step(d, r, e); flaw != nil {
			d.g.Props.Drop()
			return flaw
		}
	}
	e.MessageID = d.messageID(r, n)
	return d.say(r, e)
}

// what finds the name.
func (d *Decoder) what(r *reading) (flaw *wire.Flaw) {
	name, _ := r.event.Text()
	switch name {
	case kith.EventIdentify, kith.EventSet:
		r.name = name
	case kith.EventSetOnce, kith.EventUnset:
		r.name = kith.EventSet // whatever it is called, it is what it holds
	case createAlias, mergeAlias:
		r.name = kith.EventAlias
	case groupIdentify:
		r.name = kith.EventGroup
	case "":
		if r.event.Empty() && !(r.set.Empty() && r.setOnce.Empty() && r.unset.Empty()) {
			r.name = kith.EventSet // how /engage said it
			return nil
		}
		fallthrough
	default:
		r.name, flaw = wire.EventName(r.event, "event")
	}
	return flaw
}

// messageID is the event's id: see the package.
func (d *Decoder) messageID(r *reading, n wire.Node) string {
	if id := cmp.Or(d.g.Call.MessageID, r.said()); id != "" {
		return id
	}
	// posthog-go leaves zeros at the end out: its times are fine in any case.
	if s, _ := r.timestamp.Text(); fine(s) || s != "" && r.client() == "posthog-go" {
		sum := sha256.Sum256([]byte(n.Source()))
		return hex.EncodeToString(sum[:16])
	}
	return rand.Text()
}

// fine reports whether a time is told to the microsecond at least.
func fine(s string) bool {
	digits := -1
	for i := range len(s) {
		switch {
		case s[i] == '.':
			digits = 0
		case digits >= 0 && s[i]-'0' <= 9:
			digits++
		case digits >= 0:
			return digits >= 6
		}
	}
	return digits >= 6
}
