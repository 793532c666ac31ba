package quarantine

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// Find returns the number of the workspace with the slug, the caller's own
// when it is empty, and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (int64, error)

// Routes registers looking into the quarantine.
func Routes(a huma.API, s *Store, find Find) {
	h := handlers{s, find}
	huma.Register(a, huma.Operation{OperationID: "list-quarantine", Method: http.MethodGet, Path: "/api/v1/quarantine",
		Summary: "Events that could not be accepted, the newest first, and how many by reason", Tags: []string{"quarantine"}, Extensions: auth.Needs(auth.View)}, h.list)
}

type handlers struct {
	store *Store
	find  Find
}

// QuarantinePage is a page of rejected events.
type QuarantinePage struct {
	Reasons []QuarantineReason `json:"reasons" doc:"All there are, the most frequent first"`
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
}

func (h handlers) list(ctx context.Context, in *struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
	Reason    string `query:"reason" doc:"Only events rejected for this"`
	Before    string `query:"before" doc:"next of the page before"`
	Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*struct{ Body QuarantinePage }, error) {
	workspace, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	q := Query{Workspace: workspace, Reason: in.Reason, Limit: in.Limit}
	if in.Before != "" {
		q.Before = &Position{}
		if n, err := fmt.Sscanf(in.Before, "%d.%d", &q.Before.LogSeq, &q.Before.Index); n != 2 || err != nil {
			return nil, &kith.Error{Code: kith.Invalid, Field: "before", Message: "this is not the next of a page", Err: err}
		}
	}
	// The list first: what it shows is then counted too.
	entries, next, err := h.store.List(ctx, q)
	if err != nil {
		return nil, err
	}
	counts, err := h.store.Counts(ctx, workspace)
	if err != nil {
		return nil, err
	}
	page := QuarantinePage{Reasons: []QuarantineReason{}, Events: []QuarantineEvent{}}
	for _, c := range counts {
		page.Reasons = append(page.Reasons, QuarantineReason{Reason: c.Reason, Events: c.Events, Latest: time.UnixMicro(c.Latest).UTC()})
	}
	for _, e := range entries {
		page.Events = append(page.Events, QuarantineEvent{ID: place(e.LogSeq, e.Index), Source: e.Source, Received: time.UnixMicro(e.Received).UTC(),
			MessageID: e.MessageID, Name: e.Name, Reason: e.Reason, Detail: e.Detail, Raw: string(e.Raw), Cut: e.RawSize > len(e.Raw)})
	}
	if next != nil {
		page.Next = place(next.LogSeq, next.Index)
	}
	return &struct{ Body QuarantinePage }{page}, nil
}

func place(logSeq uint64, index int) string { return fmt.Sprintf("%d.%d", logSeq, index) }
