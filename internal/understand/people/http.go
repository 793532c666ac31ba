package people

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers looking at persons on the API.
func Routes(a huma.API, r *Room, find Find) {
	h := handlers{r, find}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"persons"}, Extensions: auth.Needs(auth.View), MaxBodyBytes: 256 << 10}
	}
	export := op("export-persons", http.MethodPost, "/api/v1/persons/export", "Export a list of persons as CSV")
	export.Extensions = auth.Needs(auth.Analyse)
	huma.Register(a, op("search-persons", http.MethodPost, "/api/v1/persons/search", "Search, filter and sort persons, and read rows from any place of the list"), h.search)
	huma.Register(a, op("list-person-cards", http.MethodPost, "/api/v1/persons/cards", "Say in short who some persons are"), h.cards)
	huma.Register(a, export, h.export)
	huma.Register(a, op("get-person", http.MethodGet, "/api/v1/persons/{person}", "Read one person: ids, traits, figures, where they came from"), h.person)
	huma.Register(a, op("list-person-events", http.MethodGet, "/api/v1/persons/{person}/timeline", "Read a page of one person's timeline"), h.timeline)
	huma.Register(a, op("list-traits", http.MethodGet, "/api/v1/persons/traits", "List the traits that persons have"), h.traits)
	huma.Register(a, op("list-trait-values", http.MethodGet, "/api/v1/persons/trait-values", "List the most frequent values of a trait"), h.values)
	mergeRoutes(a, h)
}

type handlers struct {
	room *Room
	find Find
}

// SearchRequest asks for rows of a list.
type SearchRequest struct {
	Search
	Columns []Field `json:"columns,omitempty" maxItems:"40"`
	Result  string  `json:"result,omitempty" maxLength:"64" doc:"result of an answer to the same search: rows are then read from that list as it was, while it is kept (10 minutes after the last look)"`
	Offset  int     `json:"offset,omitempty" minimum:"0"`
	Limit   int     `json:"limit,omitempty" minimum:"1" maximum:"500" doc:"50 when absent"`
}

// PersonsFound is rows of a list.
type PersonsFound struct {
	Result   string    `json:"result" doc:"Name of this list; another than was asked for when that was not kept any more"`
	AsOf     time.Time `json:"as_of" doc:"When the list was made"`
	Behind   uint64    `json:"behind" doc:"Events that have come since; they are in the rows, not in the order"`
	Total    int       `json:"total"`
	Everyone int       `json:"everyone" doc:"Persons there are, without the search"`
	Offset   int       `json:"offset"`
	Rows     []Row     `json:"rows"`
	Masked   bool      `json:"masked" doc:"Personal data is hidden from you"`
	Export   bool      `json:"may_export" doc:"You may export lists"`
	Zone     string    `json:"zone"`
	Millis   float64   `json:"ms"`
}

func (h handlers) search(ctx context.Context, in *struct {
	InWorkspace
	Body SearchRequest
}) (*struct{ Body PersonsFound }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	out, err := h.room.Search(ctx, s, &in.Body)
	if err != nil {
		return nil, err
	}
	return &struct{ Body PersonsFound }{*out}, nil
}

func (h handlers) person(ctx context.Context, in *struct {
	InWorkspace
	Person uint32 `path:"person"`
}) (*struct{ Body Person }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	p, err := h.room.Person(ctx, s, in.Person)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Person }{*p}, nil
}

func (h handlers) timeline(ctx context.Context, in *struct {
	InWorkspace
	Person uint32    `path:"person"`
	Before string    `query:"before" maxLength:"64" doc:"older of a page: what came before its last event"`
	After  string    `query:"after" maxLength:"64" doc:"newer of a page: what came after its first event, the nearest"`
	Until  time.Time `query:"until" doc:"Begin with the last event up to then"`
	Events []string  `query:"event,explode" maxItems:"200" doc:"Only events of these names"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*struct{ Body History }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	out, err := h.room.History(ctx, s, in.Person, HistoryRequest{Before: in.Before, After: in.After, Until: in.Until, Events: in.Events, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	return &struct{ Body History }{*out}, nil
}

// Search answers one request for rows.
func (r *Room) Search(ctx context.Context, s *Space, q *SearchRequest) (*PersonsFound, error) {
	begin := time.Now()
	if len(q.Columns) > MaxColumns {
		return nil, invalid("columns", "%d columns; %d are possible", len(q.Columns), MaxColumns)
	}
	for i := range q.Columns {
		if err := q.Columns[i].check(at("columns", i)); err != nil {
			return nil, err
		}
	}
	if q.Limit == 0 {
		q.Limit = 50
	}
	k, err := r.all(ctx, s, &q.Search, q.Result)
	if err != nil {
		return nil, err
	}
	lo := min(q.Offset, len(k.persons))
	rows, err := r.rows(ctx, s, k.persons[lo:min(lo+q.Limit, len(k.persons))], q.Columns)
	if err != nil {
		return nil, err
	}
	snap, err := s.Histories.Snapshot(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	return &PersonsFound{
		Result: k.id, AsOf: k.found.asOf, Behind: snap.Info().Seq - min(k.found.seq, snap.Info().Seq), Total: len(k.persons), Everyone: k.found.everyone,
		Offset: lo, Rows: rows, Masked: s.Masked, Export: s.MayExport, Zone: s.Zone, Millis: float64(time.Since(begin).Microseconds()) / 1000,
	}, nil
}
