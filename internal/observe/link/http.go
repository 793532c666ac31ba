package link

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// Find returns the number of the workspace with the slug, the caller's own
// when it is empty, and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (int64, error)

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers the operations on links. base says where this program is
// reached from outside, such as https://kith.example.com.
func Routes(a huma.API, s *Store, find Find, base func() string) {
	h := handlers{s, find, base}
	op := func(id, method, path, summary string, right auth.Right) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/links" + path, Summary: summary, Tags: []string{"links"}, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op("list-links", http.MethodGet, "", "Links, the newest first", auth.View), h.list)
	huma.Register(a, op("create-links", http.MethodPost, "", "Make links, all or none", auth.Operate), h.create)
	huma.Register(a, op("get-link", http.MethodGet, "/{link}", "One link", auth.View), h.get)
	huma.Register(a, op("update-link", http.MethodPatch, "/{link}", "Change a link, or put it aside", auth.Operate), h.update)
	huma.Register(a, op("draw-link", http.MethodGet, "/{link}/qr", "A link's QR code as a picture", auth.View), h.draw)
}

type handlers struct {
	store *Store
	find  Find
	base  func() string
}

type body[T any] struct{ Body T }

// Addressed is a link with the address that people are given.
type Addressed struct {
	Link
	Address string `json:"address"`
}

func (h handlers) addressed(l Link) Addressed { return Addressed{l, h.base() + "/l/" + l.Code} }

func (h handlers) addressedAll(list []Link) []Addressed {
	out := make([]Addressed, len(list))
	for i, l := range list {
		out[i] = h.addressed(l)
	}
	return out
}

func (h handlers) who(ctx context.Context, slug string) (Who, error) {
	id, err := h.find(ctx, slug)
	return Who{Workspace: id, Operator: int64(auth.From(ctx).Operator)}, err
}

// Page is a page of links.
type Page struct {
	Links []Addressed `json:"links"`
	Next  string      `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

func (h handlers) list(ctx context.Context, in *struct {
	InWorkspace
	Search   string `query:"search" maxLength:"200" doc:"Words that name, partner, code, target or campaign have"`
	Kind     string `query:"kind" enum:"link,partner,kol,staff,offline"`
	Archived bool   `query:"archived" doc:"Those that are put aside"`
	After    string `query:"after" doc:"next of the page before"`
	Limit    int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*body[Page], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	list, next, err := h.store.List(ctx, who, Query{Search: in.Search, Kind: in.Kind, Archived: in.Archived, After: in.After, Limit: in.Limit})
	return &body[Page]{Page{h.addressedAll(list), next}}, err
}

func (h handlers) create(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Links []Draft `json:"links" minItems:"1" maxItems:"500"`
	}
}) (*body[[]Addressed], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	made, err := h.store.Create(ctx, who, in.Body.Links)
	return &body[[]Addressed]{h.addressedAll(made)}, err
}

// One is a request about one link.
type One struct {
	InWorkspace
	Link int64 `path:"link"`
}

func (h handlers) get(ctx context.Context, in *One) (*body[Addressed], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	l, err := h.store.Get(ctx, who, in.Link)
	return &body[Addressed]{h.addressed(l)}, err
}

func (h handlers) update(ctx context.Context, in *struct {
	One
	Body Change
}) (*body[Addressed], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	l, err := h.store.Update(ctx, who, in.Link, in.Body)
	return &body[Addressed]{h.addressed(l)}, err
}

// picture is the bytes of a file.
type picture struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (h handlers) draw(ctx context.Context, in *struct {
	One
	Format string `query:"format" enum:"svg,png" default:"svg"`
	Size   int    `query:"size" minimum:"64" maximum:"4096" default:"1024" doc:"Of a png, in pixels, at most"`
	Level  string `query:"level" enum:"L,M,Q,H" default:"M" doc:"How much may be missing: 7, 15, 25 or 30 %"`
	Save   bool   `query:"save" doc:"As a file to keep, instead of one to show"`
}) (*picture, error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	l, err := h.store.Get(ctx, who, in.Link)
	if err != nil {
		return nil, err
	}
	m, err := newModules(h.addressed(l).Address+"?"+scanParameter, in.Level)
	if err != nil {
		return nil, err
	}
	out := &picture{Type: "image/svg+xml"}
	if in.Save {
		out.Disposition = fmt.Sprintf("attachment; filename=%q", "qr-"+l.Code+"."+in.Format)
	}
	if in.Format == "png" {
		out.Type = "image/png"
		out.Body, err = m.png(in.Size)
		return out, err
	}
	out.Body = m.svg()
	return out, nil
}
