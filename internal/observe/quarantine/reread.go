package quarantine

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

// Change is what is changed in events before they are read again.
type Change struct {
	Type           string `json:"type,omitempty" enum:"track,page,screen,identify,group,alias" doc:"What they are"`
	Event          string `json:"event,omitempty" maxLength:"200" doc:"The name they get"`
	ArrivalTime    bool   `json:"arrival_time,omitempty" doc:"They happened when they arrived"`
	DropProperties bool   `json:"drop_properties,omitempty" doc:"Without their properties and traits"`
	// Properties are changed one after the other.
	Properties []PropertyChange `json:"properties,omitempty" maxItems:"20"`
}

// PropertyChange is what is done to one property, where an event has it; Set
// gives it to those too that have it not.
type PropertyChange struct {
	Name   string `json:"name" minLength:"1" maxLength:"200"`
	Drop   bool   `json:"drop,omitempty" doc:"Leave it out"`
	Rename string `json:"rename,omitempty" maxLength:"200" doc:"The name it gets, unless there is one of that name"`
	To     string `json:"to,omitempty" enum:"text,number,bool" doc:"Read its value as this, where that can be done"`
	Set    any    `json:"set,omitempty" doc:"The value it gets"`
}

// names are the members of an event by what they are, as its wire has them.
type names struct {
	times  []string // when it happened, and by which clock
	bags   []string // properties and traits
	within []string // members of bags that say when it happened
	who    []string // members of bags that stay when the rest goes: they say who it is
}

var namesOf = map[string]names{
	wires.Segment: {times: []string{"timestamp", "originalTimestamp", "sentAt"}, bags: []string{"properties", "traits"}},
	wires.PostHog: {
		times: []string{"timestamp", "offset", "sent_at"}, bags: []string{"properties", "$set", "$set_once", "$unset"}, within: []string{"$time"},
		who: []string{"token", "distinct_id", "$anon_distinct_id", "$device_id", "$user_id", "$is_identified", "alias", "$insert_id", "$group_type", "$group_key", "$is_server", "$lib"},
	},
	wires.Mixpanel: {
		times: []string{"$time"}, bags: []string{"properties"}, within: []string{"time"},
		who: []string{"token", "distinct_id", "$device_id", "$user_id", "$identified_id", "$anon_id", "$anon_distinct_id", "$distinct_ids", "alias", "$insert_id", "time"},
	},
}

// edit makes the changes; what is no object stays as it is, and fails later.
func (c *Change) edit(wire string, raw []byte) []byte {
	var members map[string]json.RawMessage
	if c.nothing() || json.Unmarshal(raw, &members) != nil || members == nil {
		return raw
	}
	if c.Type != "" {
		members["type"] = fmt.Appendf(nil, "%q", c.Type)
	}
	if c.Event != "" {
		members["event"], _ = json.Marshal(c.Event)
	}
	n := namesOf[wire]
	if c.ArrivalTime {
		for _, name := range n.times {
			delete(members, name)
		}
		n.thin(members, func(name string) bool { return !slices.Contains(n.within, name) })
	}
	if c.DropProperties {
		n.thin(members, func(name string) bool { return slices.Contains(n.who, name) })
	}
	if len(c.Properties) > 0 {
		c.properties(members, wire)
	}
	edited, err := json.Marshal(members)
	if err != nil {
		return raw
	}
	return edited
}

// thin leaves of an event's properties and traits those that stay, and nothing
// of what is no set of them.
func (n *names) thin(members map[string]json.RawMessage, stays func(string) bool) {
	for _, bag := range n.bags {
		raw, there := members[bag]
		if !there {
			continue
		}
		var all map[string]json.RawMessage
		if json.Unmarshal(raw, &all) != nil || all == nil {
			all = map[string]json.RawMessage{}
		}
		maps.DeleteFunc(all, func(name string, _ json.RawMessage) bool { return !stays(name) })
		members[bag], _ = json.Marshal(all)
	}
}

// rereader reads events again as their door would now.
type rereader struct {
	doc      wire.Doc
	decoders map[string]wire.Decoder // by wire
	rules    wire.Rules
}

func newRereader() *rereader { return &rereader{decoders: wires.All()} }

// read returns what raw says, or what is wrong with it: mostly one event, on
// some wires others beside it. The first has the entry's message id, or one made
// of its place in the log, and the others have ids made of that: however often
// and however edited an entry is replayed, each becomes one event.
func (r *rereader) read(e *Entry, raw []byte) ([]kith.Event, *Failure) {
	defer r.doc.Forget()
	if err := r.doc.Scan("[" + string(raw) + "]"); err != nil {
		return nil, e.failure("bad_json", "this is not valid JSON: "+err.Error())
	}
	decoder := r.decoders[e.Wire]
	if decoder == nil {
		return nil, e.failure("bad_json", "it came by a wire that this program does not know: "+e.Wire)
	}
	if said := len(slices.Collect(r.doc.Root().Elements())); said != 1 {
		return nil, e.failure("bad_json", "this is not one event")
	}
	id := cmp.Or(e.MessageID, fmt.Sprintf("quarantine-%d.%d", e.LogSeq, e.Index))
	batch, _, err := decoder.Decode(r.doc.Root(), wire.Call{Source: e.Source, Received: e.Received, Type: guess(raw), MessageID: id, Rules: r.rules})
	if err != nil {
		return nil, e.failure("bad_json", err.Error())
	}
	defer decoder.Forget()
	if len(batch.Rejected) > 0 {
		return nil, e.failure(strings.Clone(batch.Rejected[0].Reason), strings.TrimPrefix(strings.TrimPrefix(batch.Rejected[0].Detail, "batch[0]"), ": "))
	}
	if len(batch.Events) == 0 {
		return nil, e.failure("bad_json", "this is not one event")
	}
	events := slices.Clone(batch.Events)
	for i := range events {
		events[i].Props = slices.Clone(events[i].Props) // the decoder uses them again
	}
	return events, nil
}

// guess is the type of an event that came by an address that named its type,
// which is not kept.
func guess(raw []byte) string {
	var m struct {
		Event, PreviousID, GroupID, Traits json.RawMessage
	}
	if json.Unmarshal(raw, &m) != nil {
		return ""
	}
	has := func(v json.RawMessage) bool { return len(v) > 0 && !bytes.Equal(v, []byte("null")) }
	switch {
	case has(m.Event):
		return "track"
	case has(m.PreviousID):
		return "alias"
	case has(m.GroupID):
		return "group"
	case has(m.Traits):
		return "identify"
	}
	return ""
}

// Failure is why an entry cannot be replayed as it is.
type Failure struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

func (e *Entry) failure(reason, detail string) *Failure {
	return &Failure{ID: place(e.LogSeq, e.Index), Reason: reason, Detail: detail}
}
