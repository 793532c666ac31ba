package workspace

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// Access is who may do what, and who owns what was made.
type Access interface {
	// Permit refuses callers who do not belong to a workspace.
	Permit(ctx context.Context, workspace uint32) error
	// Made gives a new workspace its owners, in the transaction that makes it.
	Made(ctx context.Context, workspace uint32) error
}

type body[T any] struct{ Body T }

// Routes registers the operations on workspaces and sources.
func Routes(a huma.API, s *Store, access Access) {
	h := handlers{s, access}
	huma.Register(a, op(auth.View, "list-workspaces", http.MethodGet, "/api/workspaces", "List workspaces"), h.list)
	huma.Register(a, op(auth.Own, "create-workspace", http.MethodPost, "/api/workspaces", "Create a workspace"), h.create)
	huma.Register(a, op(auth.Manage, "update-workspace", http.MethodPatch, "/api/workspaces/{workspace}", "Change a workspace's name, zone, currency or language"), h.update)
	huma.Register(a, op(auth.View, "list-sources", http.MethodGet, "/api/workspaces/{workspace}/sources", "List sources; write keys are whole for those who may integrate"), h.sources)
	huma.Register(a, op(auth.Integrate, "create-source", http.MethodPost, "/api/workspaces/{workspace}/sources", "Create a source"), h.createSource)
	huma.Register(a, op(auth.Integrate, "rename-source", http.MethodPatch, "/api/sources/{source}", "Rename a source"), h.renameSource)
	huma.Register(a, op(auth.Integrate, "disable-source", http.MethodPost, "/api/sources/{source}/disable", "Refuse events of a source"), h.onSource(s.DisableSource))
	huma.Register(a, op(auth.Integrate, "enable-source", http.MethodPost, "/api/sources/{source}/enable", "Take events of a source again"), h.onSource(s.EnableSource))
	huma.Register(a, op(auth.Integrate, "rotate-source-key", http.MethodPost, "/api/sources/{source}/rotate-key", "Give a source a new write key"), h.rotateKey)
}

func op(right auth.Right, id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"workspaces"}, Extensions: auth.Needs(right)}
}

type handlers struct {
	store  *Store
	access Access
}

func (h handlers) list(ctx context.Context, _ *struct{}) (*body[[]Workspace], error) {
	out := &body[[]Workspace]{Body: []Workspace{}}
	for _, w := range h.store.List() {
		if h.access.Permit(ctx, w.ID) == nil {
			out.Body = append(out.Body, w)
		}
	}
	return out, nil
}

func (h handlers) create(ctx context.Context, in *body[NewWorkspace]) (*body[Workspace], error) {
	if err := h.access.Permit(ctx, 0); err != nil {
		return nil, err
	}
	var w Workspace
	err := h.store.db.InTx(ctx, func(ctx context.Context) (err error) {
		if w, err = h.store.Create(ctx, in.Body); err != nil {
			return err
		}
		return h.access.Made(ctx, w.ID)
	})
	return &body[Workspace]{w}, err
}

func (h handlers) update(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Body      Change
}) (*body[Workspace], error) {
	if err := h.access.Permit(ctx, in.Workspace); err != nil {
		return nil, err
	}
	w, err := h.store.Update(ctx, in.Workspace, in.Body)
	return &body[Workspace]{w}, err
}

func (h handlers) sources(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
}) (*body[[]Source], error) {
	if err := h.access.Permit(ctx, in.Workspace); err != nil {
		return nil, err
	}
	out := &body[[]Source]{Body: []Source{}}
	whole := auth.Allow(ctx, in.Workspace, auth.Integrate) == nil
	for _, src := range h.store.Sources(in.Workspace) {
		if !whole {
			src = src.Masked()
		}
		out.Body = append(out.Body, src)
	}
	return out, nil
}

func (h handlers) createSource(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Body      struct {
		Name string `json:"name"`
		Kind string `json:"kind" enum:"web,app,mini,server,import"`
	}
}) (*body[Source], error) {
	if err := h.access.Permit(ctx, in.Workspace); err != nil {
		return nil, err
	}
	src, err := h.store.CreateSource(ctx, NewSource{Workspace: in.Workspace, Name: in.Body.Name, Kind: in.Body.Kind})
	return &body[Source]{src}, err
}

func (h handlers) renameSource(ctx context.Context, in *struct {
	Source uint32 `path:"source"`
	Body   struct {
		Name string `json:"name"`
	}
}) (*body[Source], error) {
	if err := h.permitSource(ctx, in.Source); err != nil {
		return nil, err
	}
	src, err := h.store.RenameSource(ctx, in.Source, in.Body.Name)
	return &body[Source]{src}, err
}

type onSource func(context.Context, *struct {
	Source uint32 `path:"source"`
}) (*body[Source], error)

func (h handlers) onSource(do func(context.Context, uint32) (Source, error)) onSource {
	return func(ctx context.Context, in *struct {
		Source uint32 `path:"source"`
	}) (*body[Source], error) {
		if err := h.permitSource(ctx, in.Source); err != nil {
			return nil, err
		}
		src, err := do(ctx, in.Source)
		return &body[Source]{src}, err
	}
}

func (h handlers) rotateKey(ctx context.Context, in *struct {
	Source uint32 `path:"source"`
	Keep   int    `query:"keep_hours" minimum:"0" maximum:"168" doc:"How long the old key goes on working"`
}) (*body[Source], error) {
	if err := h.permitSource(ctx, in.Source); err != nil {
		return nil, err
	}
	src, err := h.store.RotateKey(ctx, in.Source, time.Duration(in.Keep)*time.Hour)
	return &body[Source]{src}, err
}

// permitSource answers for a source elsewhere as for one that does not exist.
func (h handlers) permitSource(ctx context.Context, id uint32) error {
	src, ok := h.store.Source(id)
	if !ok || h.access.Permit(ctx, src.Workspace) != nil {
		return missing(sql.ErrNoRows, "find source", "source", id)
	}
	return nil
}
