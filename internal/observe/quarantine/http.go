package quarantine

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/platform/auth"
)

// Space is the workspace that a request is about.
type Space struct {
	ID     int64
	Append Append
	Rules  wire.Rules // what the workspace expects now; nil: nothing
}

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (*Space, error)

// InWorkspace is the part of a request that says which workspace it is about.
// It is exported because huma passes over embedded types that are not.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers the quarantine on the API.
func Routes(a huma.API, s *Store, now func() time.Time, find Find) {
	h := handlers{s, now, find}
	op := func(right auth.Right, id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/quarantine" + path, Summary: summary, Tags: []string{"quarantine"}, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op(auth.View, "list-quarantine", http.MethodGet, "", "Events that could not be accepted, the newest first, and how many by reason"), h.list)
	huma.Register(a, op(auth.View, "list-quarantine-reasons", http.MethodGet, "/reasons", "Why events could not be accepted, what to do about each, and how many came when"), h.reasons)
	huma.Register(a, op(auth.View, "get-quarantined", http.MethodGet, "/entries/{id}", "One event that could not be accepted, whole"), h.get)
	huma.Register(a, op(auth.Operate, "replay-quarantine", http.MethodPost, "/replay", "Read events again, changed or not, and take those that pass"), h.replay)
	huma.Register(a, op(auth.Operate, "discard-quarantine", http.MethodPost, "/discard", "Put events aside; they are kept as long as the others"), h.discard)
	huma.Register(a, op(auth.Operate, "restore-quarantine", http.MethodPost, "/restore", "Take back what was discarded at a moment"), h.restore)
}

type handlers struct {
	store *Store
	now   func() time.Time
	find  Find
}

// QuarantinePage is a page of rejected events.
type QuarantinePage struct {
	Reasons []QuarantineReason `json:"reasons" doc:"All that are open, the most frequent first"`
	Events  []QuarantineEvent  `json:"events"`
	Next    string             `json:"next,omitempty" doc:"Ask again with before set to this; absent on the last page"`
}

// QuarantineReason counts a reason.
type QuarantineReason struct {
	Reason string    `json:"reason"`
	Events int       `json:"events"`
	Latest time.Time `json:"latest"`
}

// QuarantineEvent is an event as it was received, and what is wrong with it.
type QuarantineEvent struct {
	ID        string    `json:"id"`
	Source    uint32    `json:"source"`
	Received  time.Time `json:"received"`
	MessageID string    `json:"message_id,omitempty"`
	Name      string    `json:"name,omitempty"`
	Reason    string    `json:"reason"`
	Detail    string    `json:"detail" doc:"What is wrong, where, and what to do"`
	Raw       string    `json:"raw" doc:"As received, cut when cut is true"`
	Cut       bool      `json:"cut,omitempty"`
	Settled   time.Time `json:"settled,omitzero" doc:"When an operator did something about it"`
	SettledAs Outcome   `json:"settled_as,omitempty" enum:"replayed,discarded"`
	SettledBy uint32    `json:"settled_by,omitempty"`
}

func show(e *Entry) QuarantineEvent {
	out := QuarantineEvent{ID: place(e.LogSeq, e.Index), Source: e.Source, Received: time.UnixMicro(e.Received).UTC(),
		MessageID: e.MessageID, Name: e.Name, Reason: e.Reason, Detail: e.Detail, Raw: string(e.Raw), Cut: e.Cut(), SettledAs: e.SettledAs, SettledBy: e.SettledBy}
	if e.Settled != 0 {
		out.Settled = time.UnixMicro(e.Settled).UTC()
	}
	return out
}

func place(logSeq uint64, index int) string { return fmt.Sprintf("%d.%d", logSeq, index) }

func position(text, field string) (Position, error) {
	var p Position
	if n, err := fmt.Sscanf(text, "%d.%d", &p.LogSeq, &p.Index); n != 2 || err != nil || place(p.LogSeq, p.Index) != text {
		return p, &kith.Error{Code: kith.Invalid, Field: field, Message: "this is not the id of a quarantined event", Hint: "take it from the list", Err: err}
	}
	return p, nil
}

func (h handlers) list(ctx context.Context, in *struct {
	InWorkspace
	Reason string `query:"reason" doc:"Only events rejected for this"`
	Event  string `query:"event" doc:"Only of this name"`
	Source uint32 `query:"source" doc:"Only of this source"`
	State  State  `query:"state" enum:"open,settled,any" default:"open"`
	Before string `query:"before" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*struct{ Body QuarantinePage }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	q := Query{Workspace: w.ID, Reason: in.Reason, Event: in.Event, Source: in.Source, State: in.State, Limit: in.Limit}
	if in.Before != "" {
		at, err := position(in.Before, "before")
		if err != nil {
			return nil, err
		}
		q.Before = &at
	}
	// The list first: what it shows is then counted too.
	entries, next, err := h.store.List(ctx, q)
	if err != nil {
		return nil, err
	}
	counts, err := h.store.Counts(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	page := QuarantinePage{Reasons: []QuarantineReason{}, Events: []QuarantineEvent{}}
	for _, c := range counts {
		page.Reasons = append(page.Reasons, QuarantineReason{Reason: c.Reason, Events: c.Events, Latest: time.UnixMicro(c.Latest).UTC()})
	}
	for i := range entries {
		page.Events = append(page.Events, show(&entries[i]))
	}
	if next != nil {
		page.Next = place(next.LogSeq, next.Index)
	}
	return &struct{ Body QuarantinePage }{page}, nil
}

// QuarantinedEvent is one event, and what can be done about it.
type QuarantinedEvent struct {
	QuarantineEvent
	Remedy Remedy `json:"remedy"`
}

func (h handlers) get(ctx context.Context, in *struct {
	InWorkspace
	ID string `path:"id"`
}) (*struct{ Body QuarantinedEvent }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	at, err := position(in.ID, "id")
	if err != nil {
		return nil, err
	}
	e, err := h.store.Get(ctx, w.ID, at)
	if err != nil {
		return nil, err
	}
	return &struct{ Body QuarantinedEvent }{QuarantinedEvent{show(&e), remedy(e.Reason)}}, nil
}
