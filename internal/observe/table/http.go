package table

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// Place is a workspace as requests need it.
type Place struct {
	ID   int64
	Zone *time.Location
	// Person is the canonical person that a user id is of.
	Person func(userID string) (uint32, bool)
	// Users are the user ids of a person.
	Users func(ctx context.Context, person uint32) ([]string, error)
}

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (Place, error)

// InTable is the part of a request that says which table it is about.
type InTable struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
	Table     string `path:"table" enum:"orders,subscriptions,items"`
}

// Routes registers the operations on tables.
func Routes(a huma.API, s *Store, find Find) {
	h := handlers{s, find}
	op := func(id, method, path, summary string, right auth.Right) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/tables" + path, Summary: summary, Tags: []string{"tables"}, Extensions: auth.Needs(right)}
	}
	upsert := op("upsert-rows", http.MethodPost, "/{table}/rows", "Write rows, each new or newer than the one there is; one that is wrong does not hold up the others", auth.Operate)
	upsert.MaxBodyBytes = 8 << 20
	huma.Register(a, op("list-tables", http.MethodGet, "", "The tables and how they stand", auth.View), h.tables)
	huma.Register(a, upsert, h.upsert)
	huma.Register(a, op("list-rows", http.MethodGet, "/{table}/rows", "Rows, the last updated first", auth.View), h.list)
	huma.Register(a, op("get-row", http.MethodGet, "/{table}/row", "One row, its versions and what it became on the timeline", auth.View), h.get)
	huma.Register(a, op("delete-row", http.MethodDelete, "/{table}/row", "Forget a row; its events stay", auth.Operate), h.remove)
}

type handlers struct {
	store *Store
	find  Find
}

type body[T any] struct{ Body T }

func (h handlers) tables(ctx context.Context, in *struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}) (*body[[]Summary], error) {
	place, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	all, err := h.store.Summaries(ctx, place.ID)
	return &body[[]Summary]{all}, err
}

// Fault is why a row was refused.
type Fault struct {
	Row     int    `json:"row" doc:"Among those sent, from 0"`
	Key     string `json:"key,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Written is what became of the rows that were sent.
type Written struct {
	Results []Outcome       `json:"results" doc:"One a row, in order: made, changed, same (was there already), older (than the one that is there, which stays), refused"`
	Counts  map[Outcome]int `json:"counts"`
	Faults  []Fault         `json:"faults" doc:"Of the rows that were refused"`
	DryRun  bool            `json:"dry_run,omitempty"`
}

func (h handlers) upsert(ctx context.Context, in *struct {
	InTable
	Body struct {
		Rows   []any `json:"rows" minItems:"1" maxItems:"1000" doc:"Objects of fields; updated_at says which of two versions of a row is newer, now when absent. A row replaces the older one whole"`
		Quiet  bool  `json:"quiet,omitempty" doc:"What the rows say has happened is known already: make no events of it"`
		DryRun bool  `json:"dry_run,omitempty" doc:"Only say which rows are wrong; results of the others are 'same'"`
	}
}) (*body[Written], error) {
	place, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	t := Table(in.Table)
	out := Written{Results: make([]Outcome, len(in.Body.Rows)), Counts: map[Outcome]int{}, Faults: []Fault{}, DryRun: in.Body.DryRun}
	var rows []*Row
	var places []int
	for i, sent := range in.Body.Rows {
		r, err := t.Parse(sent, place.Zone, h.store.now())
		if err != nil {
			out.Results[i] = Refused
			out.Faults = append(out.Faults, fault(i, t, sent, err))
			continue
		}
		rows, places = append(rows, r), append(places, i)
	}
	outcomes := make([]Outcome, len(rows))
	for i := range outcomes {
		outcomes[i] = Same
	}
	if !in.Body.DryRun {
		if outcomes, err = h.store.Upsert(ctx, Upsert{Workspace: place.ID, Table: t, Rows: rows, Quiet: in.Body.Quiet}); err != nil {
			return nil, err
		}
	}
	for i, outcome := range outcomes {
		out.Results[places[i]] = outcome
	}
	for _, outcome := range out.Results {
		out.Counts[outcome]++
	}
	return &body[Written]{out}, nil
}

func fault(i int, t Table, sent any, err error) Fault {
	f := Fault{Row: i, Message: err.Error()}
	if fields, ok := sent.(map[string]any); ok {
		key, _ := textOf(fields[t.Key()])
		f.Key = clip(key)
	}
	var e *kith.Error
	if errors.As(err, &e) {
		f.Field, f.Message, f.Hint = e.Field, e.Message, e.Hint
	}
	return f
}

// Page is a page of rows.
type Page struct {
	Rows []Kept `json:"rows"`
	Next string `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

func (h handlers) list(ctx context.Context, in *struct {
	InTable
	Search string `query:"search" maxLength:"200" doc:"Words that a row's texts have"`
	Person uint32 `query:"person" doc:"Only what belongs to this person"`
	Keys   string `query:"keys" maxLength:"20000" doc:"Only the rows with these keys, a line each"`
	After  string `query:"after" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*body[Page], error) {
	place, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	q := Query{Search: in.Search, After: in.After, Limit: in.Limit}
	if in.Keys != "" {
		q.Keys = strings.Split(in.Keys, "\n")
	}
	if in.Person != 0 {
		if q.Users, err = place.Users(ctx, in.Person); err != nil {
			return nil, err
		}
	}
	rows, next, err := h.store.List(ctx, place.ID, Table(in.Table), q)
	for i := range rows {
		rows[i].Person = place.whose(rows[i].User)
	}
	return &body[Page]{Page{rows, next}}, err
}

func (p Place) whose(user string) uint32 {
	if user == "" {
		return 0
	}
	person, _ := p.Person(user)
	return person
}

// OneRow is a request about one row.
type OneRow struct {
	InTable
	Key string `query:"key" required:"true" maxLength:"800"`
}

func (h handlers) get(ctx context.Context, in *OneRow) (*body[Detail], error) {
	place, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	d, err := h.store.Get(ctx, place.ID, Table(in.Table), in.Key)
	d.Person = place.whose(d.User)
	return &body[Detail]{d}, err
}

func (h handlers) remove(ctx context.Context, in *OneRow) (*struct{}, error) {
	place, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	return nil, h.store.Delete(ctx, place.ID, Table(in.Table), in.Key)
}
