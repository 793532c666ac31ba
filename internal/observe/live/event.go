package live

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
)

// Event is one that arrived.
type Event struct {
	Seq         uint64     `json:"seq,omitempty" doc:"Ordinal of its row; absent when it is in quarantine"`
	Quarantine  string     `json:"quarantine,omitempty" doc:"Its id in the quarantine; absent when it was accepted"`
	Name        string     `json:"name"`
	Time        time.Time  `json:"time,omitzero" doc:"When it happened; absent when it is in quarantine"`
	Received    time.Time  `json:"received"`
	LagMS       int64      `json:"lag_ms,omitempty" doc:"From arrival to being in answers; absent for what was there before"`
	Source      uint32     `json:"source"`
	Person      uint32     `json:"person,omitempty"`
	IDs         []ID       `json:"ids,omitempty" doc:"Of the person, what is known of them now"`
	UserID      string     `json:"user_id,omitempty" doc:"As sent; absent for what was there before, as the next two"`
	AnonymousID string     `json:"anonymous_id,omitempty"`
	MessageID   string     `json:"message_id,omitempty"`
	Properties  []Property `json:"properties,omitempty"`
	Reason      string     `json:"reason,omitempty"`
	Detail      string     `json:"detail,omitempty"`
	Raw         string     `json:"raw,omitempty" doc:"As received, when it is in quarantine; cut at 4,000 bytes"`
}

// ID is one id of a person.
type ID struct {
	Kind string `json:"kind" doc:"The type's name: user, anonymous or another"`
	ID   string `json:"id"`
}

// Property is one of an event.
type Property struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
	Type  string          `json:"type" enum:"bool,number,text,json"`
	New   bool            `json:"new,omitempty" doc:"No event had it when you began to look"`
}

const (
	maxRaw = 4000
	maxIDs = 10 // of a person, that are shown
)

// shower turns items into what is shown.
type shower struct {
	space *ingest.Workspace
	known int // properties that there were when the looking began
}

// show takes the ids of items that did not say theirs from the database.
func (s *shower) show(ctx context.Context, items []item) ([]Event, error) {
	out := make([]Event, len(items))
	merges := s.space.Overrides()
	var persons []uint32
	var asked []int
	for i := range items {
		if it := &items[i]; it.rejected != nil {
			out[i] = rejected(it)
			continue
		}
		out[i] = s.event(&items[i])
		out[i].Person = merges.Canonical(items[i].row.Person)
		if !items[i].known {
			persons, asked = append(persons, out[i].Person), append(asked, i)
		}
	}
	if len(persons) == 0 {
		return out, nil
	}
	ids, err := s.ids(ctx, persons)
	if err != nil {
		return nil, err
	}
	for _, i := range asked {
		out[i].IDs = ids[out[i].Person]
	}
	return out, nil
}

func (s *shower) ids(ctx context.Context, persons []uint32) (map[uint32][]ID, error) {
	out := map[uint32][]ID{}
	var once []uint32
	for _, p := range persons {
		if _, there := out[p]; !there {
			out[p] = nil
			once = append(once, p)
		}
	}
	found, err := s.space.IDsOf(ctx, once)
	if err != nil {
		return nil, err
	}
	for i, of := range found {
		for _, id := range of[:min(len(of), maxIDs)] {
			out[once[i]] = append(out[once[i]], ID{Kind: s.space.Identity().TypeName(id.Kind), ID: id.ID})
		}
	}
	return out, nil
}

func (s *shower) event(it *item) Event {
	r := it.row
	e := Event{
		Seq: r.Seq, Name: s.space.Names().Events.Name(uint32(r.Code)), Source: r.Source,
		Time: time.UnixMicro(r.Time).UTC(), Received: time.UnixMicro(r.Received).UTC(),
	}
	if !it.at.IsZero() {
		e.LagMS = max(it.at.UnixMilli()-r.Received/1000, 0)
	}
	if it.known {
		e.UserID, e.AnonymousID, e.MessageID = it.said.UserID, it.said.AnonymousID, it.said.MessageID
		e.IDs = said(it.said)
	}
	for _, p := range r.Props {
		e.Properties = append(e.Properties, Property{
			Name: s.space.Names().Properties.Name(p.Key), Value: raw(p.Value), Type: types[p.Value.Kind], New: int(p.Key) >= s.known,
		})
	}
	return e
}

func said(s ingest.Said) (ids []ID) {
	if s.UserID != "" {
		ids = append(ids, ID{"user", s.UserID})
	}
	if s.AnonymousID != "" {
		ids = append(ids, ID{"anonymous", s.AnonymousID})
	}
	return ids
}

var types = map[kith.ValueKind]string{kith.Bool: "bool", kith.Number: "number", kith.String: "text", kith.JSON: "json"}

func raw(v kith.Value) json.RawMessage {
	switch v.Kind {
	case kith.JSON:
		return json.RawMessage(v.Str)
	case kith.String:
		text, err := json.Marshal(v.Str)
		if err != nil {
			return json.RawMessage(`""`)
		}
		return text
	}
	return json.RawMessage(v.Text())
}

func rejected(it *item) Event {
	r := it.rejected
	text := r.Raw
	if len(text) > maxRaw {
		text = text[:maxRaw]
	}
	e := Event{
		Quarantine: fmt.Sprintf("%d.%d", r.LogSeq, r.Index), Name: r.Name, Source: r.Source, MessageID: r.MessageID,
		Received: time.UnixMicro(r.Received).UTC(), Reason: r.Reason, Detail: r.Detail, Raw: strings.ToValidUTF8(string(text), "\uFFFD"),
	}
	if !it.at.IsZero() {
		e.LagMS = max(it.at.UnixMilli()-r.Received/1000, 0)
	}
	return e
}
