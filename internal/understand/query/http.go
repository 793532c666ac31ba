package query

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not work there.
type Find func(ctx context.Context, slug string) (*Space, error)

// Room is what the operations need.
type Room struct {
	Desk  *Desk
	Store *Store
	Find  Find
}

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers SQL and saved queries.
func Routes(a huma.API, r Room) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"sql"}, MaxBodyBytes: 4 * MaxSQL, Extensions: auth.Needs(auth.Query)}
	}
	ask := op("run-sql", http.MethodPost, "/api/v1/sql", "Answer one SQL statement about events and persons")
	ask.Description = "Reads only. A statement ends when the caller goes away. The tables are listed by the operation sql-schema."
	export := op("export-sql", http.MethodPost, "/api/v1/sql/export", "Answer one SQL statement as a CSV file")
	refused := a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[SQLRefusal](), true, "SQLRefusal")
	for _, o := range []*huma.Operation{&ask, &export} {
		o.Responses = map[string]*huma.Response{}
		for _, status := range []string{"400", "413"} {
			o.Responses[status] = &huma.Response{Description: "The statement has no answer", Content: map[string]*huma.MediaType{"application/json": {Schema: refused}}}
		}
	}
	export.Responses["200"] = &huma.Response{Description: "RFC 4180, UTF-8 with a byte order mark. Trailer X-Kith-More is true when rows were left out. A text that a spreadsheet would take for a formula has a ' in front.",
		Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}
	huma.Register(a, ask, r.ask)
	huma.Register(a, export, r.export)
	huma.Register(a, op("sql-schema", http.MethodGet, "/api/v1/sql/schema", "List the tables, columns and events that SQL can be about"), r.schema)
	huma.Register(a, op("list-saved-queries", http.MethodGet, "/api/v1/sql/saved", "List saved queries, the newest first"), r.list)
	huma.Register(a, op("get-saved-query", http.MethodGet, "/api/v1/sql/saved/{id}", "Read a saved query"), r.get)
	create := op("save-query", http.MethodPost, "/api/v1/sql/saved", "Save a query")
	create.DefaultStatus = http.StatusCreated
	huma.Register(a, create, r.create)
	huma.Register(a, op("change-saved-query", http.MethodPut, "/api/v1/sql/saved/{id}", "Change a saved query"), r.update)
	huma.Register(a, op("delete-saved-query", http.MethodDelete, "/api/v1/sql/saved/{id}", "Delete a saved query"), r.remove)
}

// Statement is what is asked.
type Statement struct {
	SQL string `json:"sql" doc:"One SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or EXPLAIN, in DuckDB's dialect" example:"SELECT event, count(*) FROM events GROUP BY event"`
}

// space is the workspace, for callers who may query there.
func (r Room) space(ctx context.Context, slug string) (*Space, error) {
	s, err := r.Find(ctx, slug)
	if err != nil {
		return nil, err
	}
	return s, auth.Allow(ctx, s.ID, auth.Query)
}

func (r Room) ask(ctx context.Context, in *struct {
	InWorkspace
	Body Statement
}) (*struct{ Body *Answer }, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	answer, err := r.Desk.Ask(ctx, s, in.Body.SQL)
	if err != nil {
		return nil, err
	}
	return &struct{ Body *Answer }{answer}, nil
}

// export answers errors before the first row as errors; later ones break the
// connection off, because a file that is cut must not look whole.
func (r Room) export(ctx context.Context, in *struct {
	InWorkspace
	Body Statement
}) (*huma.StreamResponse, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	f := &file{begun: make(chan struct{}), lines: make(chan []byte), ended: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer close(f.ended)
		f.more, f.err = r.Desk.Export(ctx, s, in.Body.SQL, func() func([]byte) error {
			close(f.begun)
			return func(b []byte) error {
				select {
				case f.lines <- b:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		})
	}()
	select {
	case <-f.begun:
	case <-f.ended:
		cancel()
		return nil, f.err // there is no answer without columns
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer func() { cancel(); <-f.ended }()
		f.write(h, time.Now().Add(r.Desk.limits.ExportTime+time.Minute))
	}}, nil
}

// file is an export under way.
type file struct {
	begun, ended chan struct{}
	lines        chan []byte
	more         bool
	err          error
}

func (f *file) write(h huma.Context, until time.Time) {
	h.SetHeader("Content-Type", "text/csv; charset=utf-8")
	h.SetHeader("Content-Disposition", `attachment; filename="query.csv"`)
	h.SetHeader("Trailer", "X-Kith-More")
	h.SetStatus(http.StatusOK)
	if w, ok := h.BodyWriter().(http.ResponseWriter); ok {
		_ = http.NewResponseController(w).SetWriteDeadline(until) // later than of other answers
	}
	for {
		select {
		case some := <-f.lines:
			if _, err := h.BodyWriter().Write(some); err != nil {
				return // nobody reads any more
			}
		case <-f.ended:
			if f.err != nil {
				panic(http.ErrAbortHandler)
			}
			if f.more {
				h.SetHeader("X-Kith-More", "true")
			}
			return
		}
	}
}

func (r Room) schema(ctx context.Context, in *InWorkspace) (*struct{ Body *Schema }, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	schema, err := r.Desk.Schema(ctx, s)
	return &struct{ Body *Schema }{schema}, err
}

// SavedPage is a page of saved queries.
type SavedPage struct {
	Queries []Saved `json:"queries"`
	Next    int64   `json:"next,omitempty" doc:"Ask again with before set to this; absent on the last page"`
}

func (r Room) list(ctx context.Context, in *struct {
	InWorkspace
	Before int64 `query:"before" doc:"next of the page before"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*struct{ Body SavedPage }, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	queries, next, err := r.Store.List(ctx, Page{Workspace: s.ID, Before: in.Before, Limit: in.Limit})
	return &struct{ Body SavedPage }{SavedPage{queries, next}}, err
}

// OneSaved names a saved query.
type OneSaved struct {
	InWorkspace
	ID int64 `path:"id"`
}

type savedBody struct{ Body Saved }

func (r Room) get(ctx context.Context, in *OneSaved) (*savedBody, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	q, err := r.Store.Get(ctx, s.ID, in.ID)
	return &savedBody{q}, err
}

func (r Room) create(ctx context.Context, in *struct {
	InWorkspace
	Body Draft
}) (*savedBody, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	q, err := r.Store.Create(ctx, s.ID, auth.From(ctx).Operator, in.Body)
	return &savedBody{q}, err
}

// SavedChange is what a saved query is to say.
type SavedChange struct {
	Draft
	Revision int64 `json:"revision" doc:"The one that the change was made from"`
}

func (r Room) update(ctx context.Context, in *struct {
	OneSaved
	Body SavedChange
}) (*savedBody, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	q, err := r.Store.Update(ctx, s.ID, in.ID, in.Body.Revision, in.Body.Draft)
	return &savedBody{q}, err
}

func (r Room) remove(ctx context.Context, in *OneSaved) (*struct{}, error) {
	s, err := r.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	return nil, r.Store.Delete(ctx, s.ID, in.ID)
}
