package dashboard

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
	"kith/internal/understand/insight"
)

// Room is what the operations stand on.
type Room struct {
	Store    *Store
	Answerer *Answerer
	// Find returns the workspace with the slug, and refuses callers who may not
	// look there.
	Find insight.Find
	// Names tells what operators are called.
	Names func(ctx context.Context) (map[uint32]string, error)
}

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// One is a request about one dashboard.
type One struct {
	InWorkspace
	ID int64 `path:"dashboard"`
}

type body[T any] struct{ Body T }

const maxBody = 2 << 20

// Routes registers dashboards on the API.
func Routes(a huma.API, r *Room) {
	op := func(right auth.Right, id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{"dashboards"}, Extensions: auth.Needs(right), MaxBodyBytes: maxBody}
	}
	huma.Register(a, op(auth.View, "list-dashboards", http.MethodGet, "/dashboards", "Dashboards, the last changed first"), r.list)
	huma.Register(a, op(auth.Analyse, "create-dashboard", http.MethodPost, "/dashboards", "Make a dashboard"), r.create)
	huma.Register(a, op(auth.View, "get-dashboard", http.MethodGet, "/dashboards/{dashboard}", "One dashboard"), r.get)
	huma.Register(a, op(auth.Analyse, "replace-dashboard", http.MethodPut, "/dashboards/{dashboard}", "Write a dashboard anew; refused when it was changed since it was read"), r.replace)
	huma.Register(a, op(auth.Analyse, "delete-dashboard", http.MethodDelete, "/dashboards/{dashboard}", "Delete a dashboard; it can be restored"), r.delete)
	huma.Register(a, op(auth.Analyse, "restore-dashboard", http.MethodPost, "/dashboards/{dashboard}/restore", "Bring a deleted dashboard back"), r.restore)
	huma.Register(a, op(auth.Analyse, "add-card", http.MethodPost, "/dashboards/{dashboard}/cards", "Put a card on a dashboard; without a size it comes below the others"), r.addCard)
	huma.Register(a, op(auth.View, "list-dashboard-templates", http.MethodGet, "/dashboard-templates", "Pages to begin with, and what of them this workspace has"), r.templates)
	huma.Register(a, op(auth.Analyse, "use-dashboard-template", http.MethodPost, "/dashboard-templates/{template}", "Make a dashboard by a template"), r.useTemplate)
	r.answerRoutes(a, op)
}

// allowed finds the workspace and refuses callers without the right in it.
func (r *Room) allowed(ctx context.Context, slug string, right auth.Right) (*insight.Workspace, error) {
	w, err := r.Find(ctx, slug)
	if err != nil {
		return nil, err
	}
	return w, auth.Allow(ctx, w.ID, right)
}

// shown completes a dashboard for who looks at it.
func (r *Room) shown(ctx context.Context, d Dashboard, err error) (*body[Dashboard], error) {
	if err != nil {
		return nil, err
	}
	names, err := r.Names(ctx)
	if err != nil {
		return nil, err
	}
	d.Owner.Name, d.UpdatedBy.Name = names[d.Owner.ID], names[d.UpdatedBy.ID]
	for i := range d.Cards {
		if c := &d.Cards[i]; c.Kind == "text" {
			c.HTML = HTMLOf(c.Text)
		}
	}
	return &body[Dashboard]{d}, nil
}

// DashboardPage is a page of the list.
type DashboardPage struct {
	Dashboards []Summary `json:"dashboards"`
	Next       string    `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

func (r *Room) list(ctx context.Context, in *struct {
	InWorkspace
	Search string `query:"search" maxLength:"80" doc:"A part of the name"`
	After  string `query:"after" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}) (*body[DashboardPage], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	list, next, err := r.Store.List(ctx, Page{Workspace: w.ID, Search: in.Search, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	names, err := r.Names(ctx)
	for i := range list {
		list[i].Owner.Name, list[i].UpdatedBy.Name = names[list[i].Owner.ID], names[list[i].UpdatedBy.ID]
	}
	return &body[DashboardPage]{DashboardPage{list, next}}, err
}

func (r *Room) create(ctx context.Context, in *struct {
	InWorkspace
	Body Content
}) (*body[Dashboard], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	d, err := r.Store.Create(ctx, NewDashboard{Workspace: w.ID, Operator: auth.From(ctx).Operator, Content: in.Body})
	return r.shown(ctx, d, err)
}

func (r *Room) get(ctx context.Context, in *One) (*body[Dashboard], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	d, err := r.Store.Get(ctx, Key{w.ID, in.ID})
	return r.shown(ctx, d, err)
}

// Replacement is a dashboard as it shall be.
type Replacement struct {
	Version int64 `json:"version" doc:"The one that was read"`
	Content
}

func (r *Room) replace(ctx context.Context, in *struct {
	One
	Body Replacement
}) (*body[Dashboard], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	d, err := r.Store.Replace(ctx, Change{Key: Key{w.ID, in.ID}, Operator: auth.From(ctx).Operator, Version: in.Body.Version, Content: in.Body.Content})
	return r.shown(ctx, d, err)
}

func (r *Room) delete(ctx context.Context, in *One) (*struct{}, error) {
	w, err := r.allowed(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	return nil, r.Store.Delete(ctx, Key{w.ID, in.ID})
}

func (r *Room) restore(ctx context.Context, in *One) (*body[Dashboard], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	d, err := r.Store.Restore(ctx, Key{w.ID, in.ID})
	return r.shown(ctx, d, err)
}

func (r *Room) addCard(ctx context.Context, in *struct {
	One
	Body Card
}) (*body[Dashboard], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	d, err := r.Store.AddCard(ctx, Key{w.ID, in.ID}, auth.From(ctx).Operator, in.Body)
	return r.shown(ctx, d, err)
}

func (r *Room) templates(ctx context.Context, in *InWorkspace) (*body[[]TemplateView], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	return &body[[]TemplateView]{Templates(seenIn(w))}, nil
}

func seenIn(w *insight.Workspace) Seen {
	return Seen{Events: w.Names.Events.All(), Properties: w.Names.Properties.All()}
}

// TemplateUse says how to make a template's page.
type TemplateUse struct {
	Language string            `json:"language" enum:"zh,en" doc:"Of titles and texts"`
	Name     string            `json:"name,omitempty" maxLength:"80" doc:"The template's own when absent"`
	Names    map[string]string `json:"names,omitempty" doc:"By the key of a slot: which of the workspace's events or properties it is; an empty text leaves the slot empty. Slots not named are filled with what was found"`
}

func (r *Room) useTemplate(ctx context.Context, in *struct {
	InWorkspace
	Template string `path:"template"`
	Body     TemplateUse
}) (*body[Dashboard], error) {
	w, err := r.allowed(ctx, in.Workspace, auth.Analyse)
	if err != nil {
		return nil, err
	}
	content, err := Make(Making{Template: in.Template, Zh: in.Body.Language == "zh", Name: in.Body.Name, Names: in.Body.Names, Seen: seenIn(w)})
	if err != nil {
		return nil, err
	}
	d, err := r.Store.Create(ctx, NewDashboard{Workspace: w.ID, Operator: auth.From(ctx).Operator, Content: content})
	return r.shown(ctx, d, err)
}
