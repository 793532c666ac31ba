package quarantine

import (
	"bytes"
	"encoding/json"
	"fmt"
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
}

// edit makes the changes; what is no object stays as it is, and fails later.
func (c *Change) edit(raw []byte) []byte {
	var members map[string]json.RawMessage
	if *c == (Change{}) || json.Unmarshal(raw, &members) != nil || members == nil {
		return raw
	}
	if c.Type != "" {
		members["type"] = fmt.Appendf(nil, "%q", c.Type)
	}
	if c.Event != "" {
		members["event"], _ = json.Marshal(c.Event)
	}
	if c.ArrivalTime {
		delete(members, "timestamp")
		delete(members, "originalTimestamp")
		delete(members, "sentAt")
	}
	if c.DropProperties {
		delete(members, "properties")
		delete(members, "traits")
	}
	edited, err := json.Marshal(members)
	if err != nil {
		return raw
	}
	return edited
}

// rereader reads events again as their door would now.
type rereader struct {
	doc      wire.Doc
	decoders map[string]wire.Decoder // by wire
}

func newRereader() *rereader { return &rereader{decoders: wires.All()} }

// read returns the event that raw is, or what is wrong with it. The event has
// the entry's message id, or one made of its place in the log: however often
// and however edited an entry is replayed, it becomes one event.
func (r *rereader) read(e *Entry, raw []byte) (kith.Event, *Failure) {
	defer r.doc.Forget()
	if err := r.doc.Scan("[" + string(raw) + "]"); err != nil {
		return kith.Event{}, e.failure("bad_json", "this is not valid JSON: "+err.Error())
	}
	decoder := r.decoders[e.Wire]
	if decoder == nil {
		return kith.Event{}, e.failure("bad_json", "it came by a wire that this program does not know: "+e.Wire)
	}
	batch, _, err := decoder.Decode(r.doc.Root(), wire.Call{Source: e.Source, Received: e.Received, Type: guess(raw)})
	if err != nil {
		return kith.Event{}, e.failure("bad_json", err.Error())
	}
	defer decoder.Forget()
	switch {
	case len(batch.Rejected) > 0:
		return kith.Event{}, e.failure(strings.Clone(batch.Rejected[0].Reason), strings.TrimPrefix(strings.TrimPrefix(batch.Rejected[0].Detail, "batch[0]"), ": "))
	case len(batch.Events) != 1:
		return kith.Event{}, e.failure("bad_json", "this is not one event")
	}
	event := batch.Events[0]
	event.Props = slices.Clone(event.Props) // the decoder uses them again
	event.MessageID = e.MessageID
	if event.MessageID == "" {
		event.MessageID = fmt.Sprintf("quarantine-%d.%d", e.LogSeq, e.Index)
	}
	return event, nil
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
