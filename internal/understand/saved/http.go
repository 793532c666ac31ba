package saved

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// Find returns the number of the workspace with the slug, the caller's own
// when it is empty, and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (int64, error)

// Usage is a place that shows an insight.
type Usage struct {
	Kind string `json:"kind" enum:"dashboard" doc:"What shows it"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// UsedBy lists where an insight is shown. It is nil while nothing shows any.
type UsedBy func(ctx context.Context, workspace, insight int64) ([]Usage, error)

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers the operations on insights.
func Routes(a huma.API, s *Store, find Find, used UsedBy) {
	h := handlers{s, find, used}
	op := func(id, method, path, summary string, right auth.Right) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/insights" + path, Summary: summary, Tags: []string{"insights"}, MaxBodyBytes: 512 << 10, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op("list-insights", http.MethodGet, "", "Insights, the last changed first", auth.View), h.list)
	huma.Register(a, op("create-insight", http.MethodPost, "", "Keep a question as an insight", auth.Analyse), h.create)
	huma.Register(a, op("get-insight", http.MethodGet, "/{insight}", "One insight", auth.View), h.get)
	huma.Register(a, op("update-insight", http.MethodPatch, "/{insight}", "Change an insight", auth.Analyse), h.update)
	huma.Register(a, op("delete-insight", http.MethodDelete, "/{insight}", "Delete an insight; it can be restored for 30 days", auth.Analyse), h.delete)
	huma.Register(a, op("restore-insight", http.MethodPost, "/{insight}/restore", "Bring a deleted insight back", auth.Analyse), h.restore)
	huma.Register(a, op("list-insight-uses", http.MethodGet, "/{insight}/uses", "Where an insight is shown", auth.View), h.uses)
	huma.Register(a, op("mark-insight", http.MethodPut, "/{insight}/mark", "The caller's own marks: favourite, opened", auth.View), h.mark)
}

type handlers struct {
	store *Store
	find  Find
	used  UsedBy
}

type body[T any] struct{ Body T }

func (h handlers) who(ctx context.Context, slug string) (Who, error) {
	id, err := h.find(ctx, slug)
	return Who{Workspace: id, Operator: int64(auth.From(ctx).Operator)}, err
}

// InsightPage is a page of insights.
type InsightPage struct {
	Insights []Insight `json:"insights"`
	Next     string    `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

func (h handlers) list(ctx context.Context, in *struct {
	InWorkspace
	Search    string `query:"search" maxLength:"200" doc:"Words that name or description have"`
	Kind      string `query:"kind" enum:"trend,funnel,retention,paths,stickiness,lifecycle,sessions,rfm"`
	Owner     int64  `query:"owner" minimum:"0" doc:"Only this operator's"`
	Favourite bool   `query:"favourite" doc:"Only the caller's favourites"`
	Sort      string `query:"sort" enum:"changed,viewed,name" default:"changed"`
	After     string `query:"after" doc:"next of the page before"`
	Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*body[InsightPage], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	list, next, err := h.store.List(ctx, who, Query{Search: in.Search, Kind: in.Kind, Owner: in.Owner, Favourite: in.Favourite, Sort: in.Sort, After: in.After, Limit: in.Limit})
	return &body[InsightPage]{InsightPage{list, next}}, err
}

func (h handlers) create(ctx context.Context, in *struct {
	InWorkspace
	Body Draft
}) (*body[Insight], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	i, err := h.store.Create(ctx, who, in.Body)
	return &body[Insight]{i}, err
}

// One is a request about one insight.
type One struct {
	InWorkspace
	Insight int64 `path:"insight"`
}

func (h handlers) get(ctx context.Context, in *One) (*body[Insight], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	i, err := h.store.Get(ctx, who, in.Insight)
	return &body[Insight]{i}, err
}

func (h handlers) update(ctx context.Context, in *struct {
	One
	Body Change
}) (*body[Insight], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	i, err := h.store.Update(ctx, who, in.Insight, in.Body)
	return &body[Insight]{i}, err
}

// delete refuses what is shown somewhere until it is told that this is known.
func (h handlers) delete(ctx context.Context, in *struct {
	One
	Used bool `query:"used" doc:"Delete it although it is shown somewhere"`
}) (*struct{}, error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	if !in.Used {
		uses, err := h.usesOf(ctx, who, in.Insight)
		if err != nil {
			return nil, err
		}
		if len(uses) > 0 {
			names := make([]string, len(uses))
			for i, u := range uses {
				names[i] = u.Name
			}
			return nil, &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("it is shown in %d places: %s", len(uses), strings.Join(names, ", ")), Hint: "take it out there first, or delete it with used=true"}
		}
	}
	return nil, h.store.Delete(ctx, who, in.Insight)
}

func (h handlers) restore(ctx context.Context, in *One) (*body[Insight], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	i, err := h.store.Restore(ctx, who, in.Insight)
	return &body[Insight]{i}, err
}

func (h handlers) usesOf(ctx context.Context, who Who, id int64) ([]Usage, error) {
	if h.used == nil {
		return []Usage{}, nil
	}
	uses, err := h.used(ctx, who.Workspace, id)
	if err != nil {
		return nil, fmt.Errorf("find where insight %d is shown: %w", id, err)
	}
	return append([]Usage{}, uses...), nil
}

func (h handlers) uses(ctx context.Context, in *One) (*body[[]Usage], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	if _, err := h.store.Get(ctx, who, in.Insight); err != nil {
		return nil, err
	}
	uses, err := h.usesOf(ctx, who, in.Insight)
	return &body[[]Usage]{uses}, err
}

func (h handlers) mark(ctx context.Context, in *struct {
	One
	Body struct {
		Favourite *bool `json:"favourite,omitempty"`
		Viewed    bool  `json:"viewed,omitempty" doc:"It was opened now"`
	}
}) (*struct{}, error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	return nil, h.store.Mark(ctx, who, in.Insight, in.Body.Favourite, in.Body.Viewed)
}
