package source

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (*Workspace, error)

// InWorkspace is the part of a request that says which workspace it is about.
// It is exported because huma passes over embedded types that are not.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers how sources do on the API.
func Routes(a huma.API, r *Room, find Find) {
	h := handlers{r, find}
	op := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1/sources" + path, Summary: summary, Tags: []string{"sources"}, Extensions: auth.Needs(auth.View)}
	}
	huma.Register(a, op("list-source-activity", "", "How every source does; write keys are whole for those who may integrate"), h.list)
	huma.Register(a, op("get-source-activity", "/{id}", "How one source does, and whether it is connected well"), h.get)
}

type handlers struct {
	room *Room
	find Find
}

// List is every source.
type List struct {
	AsOf    time.Time `json:"as_of"`
	Took    float64   `json:"took_ms" doc:"What counting took then"`
	Zone    string    `json:"zone"`
	Sources []Row     `json:"sources" doc:"Oldest first"`
}

func (h handlers) list(ctx context.Context, in *InWorkspace) (*struct{ Body List }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	rows, f, err := h.room.Rows(ctx, w)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		mask(ctx, &rows[i])
	}
	return &struct{ Body List }{List{AsOf: f.at.UTC(), Took: float64(f.took.Microseconds()) / 1000, Zone: w.Zone, Sources: rows}}, nil
}

func mask(ctx context.Context, r *Row) {
	if auth.Allow(ctx, r.Workspace, auth.Integrate) != nil {
		r.Source = r.Masked()
	}
}

func (h handlers) get(ctx context.Context, in *struct {
	InWorkspace
	ID uint32 `path:"id"`
}) (*struct{ Body Detail }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	d, err := h.room.Detail(ctx, w, in.ID)
	if err != nil {
		return nil, err
	}
	mask(ctx, &d.Row)
	return &struct{ Body Detail }{*d}, nil
}
