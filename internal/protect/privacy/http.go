package privacy

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
)

// Find returns a workspace and its number, the caller's own when the slug is
// empty, and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (*ingest.Workspace, int64, error)

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers the operations on requests.
func Routes(a huma.API, r *Room, find Find) {
	h := handlers{r, find}
	op := func(id, method, path, summary string, right auth.Right) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/privacy" + path, Summary: summary, Tags: []string{"privacy"}, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op("list-privacy-requests", http.MethodGet, "/requests", "Requests of persons, the newest first", auth.Operate), h.list)
	huma.Register(a, op("create-privacy-request", http.MethodPost, "/requests", "Erase a person, for good", auth.Manage), h.create)
	huma.Register(a, op("get-privacy-request", http.MethodGet, "/requests/{request}", "One request with its receipt", auth.Operate), h.get)
	huma.Register(a, op("trace-person", http.MethodGet, "/persons/{person}/trace", "What erasing a person would touch", auth.Operate), h.trace)
}

type handlers struct {
	room *Room
	find Find
}

type body[T any] struct{ Body T }

// RequestPage is a page of requests.
type RequestPage struct {
	Requests []Request `json:"requests"`
	Next     string    `json:"next,omitempty" doc:"Ask again with before set to this; absent on the last page"`
}

func (h handlers) list(ctx context.Context, in *struct {
	InWorkspace
	Before int64 `query:"before" minimum:"0" doc:"next of the page before"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*body[RequestPage], error) {
	_, id, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	rows, next, err := h.room.o.Store.list(ctx, id, in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	out := RequestPage{Requests: []Request{}}
	if next > 0 {
		out.Next = strconv.FormatInt(next, 10)
	}
	for i := range rows {
		r, err := rows[i].request()
		if err != nil {
			return nil, err
		}
		out.Requests = append(out.Requests, r)
	}
	return &body[RequestPage]{out}, nil
}

// NewRequest asks for something to be done for a person.
type NewRequest struct {
	Kind       string `json:"kind" enum:"erase"`
	Person     uint32 `json:"person" minimum:"1"`
	RefuseDays int    `json:"refuse_days,omitempty" minimum:"1" maximum:"3650" default:"30" doc:"How long events that come with the person's ids are dropped and counted; later they are a stranger's"`
}

func (h handlers) create(ctx context.Context, in *struct {
	InWorkspace
	Body NewRequest
}) (*body[Request], error) {
	space, id, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	trace, err := traced(ctx, space, in.Body.Person)
	if err != nil {
		return nil, err
	}
	days := in.Body.RefuseDays
	if days == 0 {
		days = 30
	}
	r := &row{
		Workspace: id, Kind: in.Body.Kind, State: Waiting, Person: int64(trace.Person), SealedBy: newKey(), RefuseDays: int64(days),
		Operator: int64(auth.From(ctx).Operator), Created: db.Micros(h.room.o.Now()),
	}
	if err := h.room.o.Store.create(ctx, r); err != nil {
		return nil, err
	}
	select {
	case h.room.wake <- struct{}{}:
	default:
	}
	out, err := r.request()
	return &body[Request]{out}, err
}

func (h handlers) get(ctx context.Context, in *struct {
	InWorkspace
	Request int64 `path:"request"`
}) (*body[Request], error) {
	_, id, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	r, err := h.room.o.Store.get(ctx, id, in.Request)
	if err != nil {
		return nil, err
	}
	out, err := r.request()
	return &body[Request]{out}, err
}

// PersonTrace is what there is of a person.
type PersonTrace struct {
	Person  uint32 `json:"person" doc:"Whom the number stands for now: another when merged"`
	Events  int    `json:"events"`
	IDs     int    `json:"ids"`
	Members int    `json:"members" doc:"Persons that were merged into this one, itself included"`
}

func (h handlers) trace(ctx context.Context, in *struct {
	InWorkspace
	Person uint32 `path:"person"`
}) (*body[PersonTrace], error) {
	space, _, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	out, err := traced(ctx, space, in.Person)
	return &body[PersonTrace]{out}, err
}

func traced(ctx context.Context, space *ingest.Workspace, person uint32) (PersonTrace, error) {
	view := space.Overrides()
	out := PersonTrace{Person: view.Canonical(person), Members: max(1, len(view.Members(view.Canonical(person))))}
	snap, err := space.Snapshot(ctx, nil)
	if err != nil {
		return out, err
	}
	defer snap.Close()
	if err := snap.One(ctx, out.Person, func(v *timeline.View) { out.Events = v.Len() }); err != nil {
		return out, err
	}
	members := view.Members(out.Person)
	space.EachID(func(_ identity.Kind, _ string, of uint32) bool {
		if of == out.Person || slices.Contains(members, of) {
			out.IDs++
		}
		return true
	})
	if out.Events == 0 && out.IDs == 0 {
		return out, &kith.Error{Code: kith.NotFound, Field: "person", Message: "nobody has this number", Hint: "search for an id or a name"}
	}
	return out, nil
}
