package catalogue

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
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

// Paged narrows a list down and pages it.
type Paged struct {
	Search string `query:"search" doc:"In names and titles, letters' case aside"`
	Hidden bool   `query:"hidden" doc:"With what operators hid"`
	After  int    `query:"after" minimum:"0" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

func (p *Paged) query() Query { return Query{Search: p.Search, Hidden: p.Hidden} }

// Routes registers the catalogue on the API.
func Routes(a huma.API, c *Catalogue, find Find) {
	h := handlers{c, find}
	op := func(right auth.Right, id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/catalogue" + path, Summary: summary, Tags: []string{"catalogue"}, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op(auth.View, "list-catalogue-events", http.MethodGet, "/events", "Events seen, the most frequent first"), h.events)
	huma.Register(a, op(auth.View, "get-catalogue-event", http.MethodGet, "/events/{name}", "One event and its properties"), h.event)
	huma.Register(a, op(auth.Operate, "note-catalogue-event", http.MethodPatch, "/events/{name}", "Say what an event is"), h.noteEvent)
	huma.Register(a, op(auth.View, "list-catalogue-properties", http.MethodGet, "/properties", "Properties seen, of one event or of all"), h.properties)
	huma.Register(a, op(auth.View, "get-catalogue-property", http.MethodGet, "/properties/{name}", "One property, the events that carry it and its values"), h.property)
	huma.Register(a, op(auth.Operate, "note-catalogue-property", http.MethodPatch, "/properties/{name}", "Say what a property is"), h.noteProperty)
	huma.Register(a, op(auth.View, "list-catalogue-values", http.MethodGet, "/values", "A property's most frequent values"), h.values)
}

type handlers struct {
	catalogue *Catalogue
	find      Find
}

// Figures say how old the figures of a reply are and what they cost.
type Figures struct {
	AsOf time.Time `json:"as_of"`
	Took float64   `json:"took_ms" doc:"What computing them took then"`
}

func figures(a Age) Figures {
	return Figures{AsOf: a.At.UTC(), Took: float64(a.Took.Microseconds()) / 1000}
}

// page cuts a page out of a list and says where the next one begins.
func page[T any](all []T, p *Paged) ([]T, int) {
	from := min(p.After, len(all))
	to := min(from+p.Limit, len(all))
	if to < len(all) {
		return all[from:to], to
	}
	return all[from:to], 0
}

// EventList is a page of events.
type EventList struct {
	Figures
	Zone   string  `json:"zone" doc:"Its days are those of the sparklines"`
	Events []Event `json:"events"`
	Total  int     `json:"total" doc:"On all pages"`
	Next   int     `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

func (h handlers) events(ctx context.Context, in *struct {
	InWorkspace
	Paged
}) (*struct{ Body EventList }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	all, age, err := h.catalogue.Events(ctx, w, in.query())
	if err != nil {
		return nil, err
	}
	out := EventList{Figures: figures(age), Zone: w.Zone, Total: len(all)}
	out.Events, out.Next = page(all, &in.Paged)
	return &struct{ Body EventList }{out}, nil
}

// EventDetail is an event with its properties.
type EventDetail struct {
	Figures
	Zone       string     `json:"zone"`
	Event      Event      `json:"event"`
	Properties []Property `json:"properties" doc:"The fullest first, those that are hidden included"`
}

// Named names an event or a property in an address.
type Named struct {
	Name string `path:"name" maxLength:"200"`
}

func (h handlers) event(ctx context.Context, in *struct {
	InWorkspace
	Named
}) (*struct{ Body EventDetail }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	e, properties, age, err := h.catalogue.Event(ctx, w, in.Name)
	if err != nil {
		return nil, err
	}
	return &struct{ Body EventDetail }{EventDetail{Figures: figures(age), Zone: w.Zone, Event: e, Properties: properties}}, nil
}

// PropertyList is a page of properties.
type PropertyList struct {
	Figures
	Properties []Property `json:"properties"`
	Total      int        `json:"total" doc:"On all pages"`
	Next       int        `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

func (h handlers) properties(ctx context.Context, in *struct {
	InWorkspace
	Paged
	Event string `query:"event" doc:"Only its properties"`
}) (*struct{ Body PropertyList }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	all, age, err := h.catalogue.Properties(ctx, w, in.Event, in.query())
	if err != nil {
		return nil, err
	}
	out := PropertyList{Figures: figures(age), Total: len(all)}
	out.Properties, out.Next = page(all, &in.Paged)
	return &struct{ Body PropertyList }{out}, nil
}

// ValueList is what values a property has.
type ValueList struct {
	Figures
	Events   uint64       `json:"events" doc:"That carry the property, of those asked about"`
	Distinct int          `json:"distinct" doc:"Different values"`
	AtLeast  bool         `json:"at_least,omitempty" doc:"There are more different values than were told apart"`
	Numbers  *Numbers     `json:"numbers,omitempty" doc:"Absent when no value is a number, or at_least"`
	Values   []ValueCount `json:"values" doc:"The most frequent first"`
}

func (h handlers) values(ctx context.Context, in *struct {
	InWorkspace
	Property string `query:"property" required:"true" maxLength:"200"`
	Event    string `query:"event" maxLength:"200" doc:"Only on this event"`
	Search   string `query:"search" maxLength:"200" doc:"Only values whose text contains this, letters' case aside"`
	Limit    int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}) (*struct{ Body ValueList }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	found, err := h.catalogue.valuesOf(ctx, w, valuesOf{in.Property, in.Event})
	if err != nil {
		return nil, err
	}
	return &struct{ Body ValueList }{found.list(in.Search, in.Limit)}, nil
}

func (c *counted) list(search string, limit int) ValueList {
	return ValueList{
		Figures: figures(c.age), Events: c.rows, Distinct: len(c.values), AtLeast: c.full,
		Numbers: c.numbers(), Values: c.matching(search, limit),
	}
}

// Carrier is an event that carries a property.
type Carrier struct {
	Event  string  `json:"event"`
	Title  string  `json:"title,omitempty"`
	Events uint64  `json:"events" doc:"That carry it"`
	Fill   float64 `json:"fill" doc:"Their share of the event's, 0 to 1"`
}

// PropertyDetail is a property with where it is and what it says.
type PropertyDetail struct {
	Figures
	Property Property  `json:"property"`
	Carriers []Carrier `json:"carriers" doc:"The fullest first"`
	Values   ValueList `json:"values"`
}

func (h handlers) property(ctx context.Context, in *struct {
	InWorkspace
	Named
}) (*struct{ Body PropertyDetail }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	p, carriers, age, err := h.catalogue.Property(ctx, w, in.Name)
	if err != nil {
		return nil, err
	}
	found, err := h.catalogue.valuesOf(ctx, w, valuesOf{property: in.Name})
	if err != nil {
		return nil, err
	}
	return &struct{ Body PropertyDetail }{PropertyDetail{Figures: figures(age), Property: p, Carriers: carriers, Values: found.list("", 50)}}, nil
}

func (h handlers) noteEvent(ctx context.Context, in *struct {
	InWorkspace
	Named
	Body NoteChange
}) (*struct{ Body Note }, error) {
	return h.note(ctx, in.Workspace, OfEvent, in.Name, in.Body)
}

func (h handlers) noteProperty(ctx context.Context, in *struct {
	InWorkspace
	Named
	Body NoteChange
}) (*struct{ Body Note }, error) {
	return h.note(ctx, in.Workspace, OfProperty, in.Name, in.Body)
}

func (h handlers) note(ctx context.Context, slug string, kind Kind, name string, c NoteChange) (*struct{ Body Note }, error) {
	w, err := h.find(ctx, slug)
	if err != nil {
		return nil, err
	}
	names := &w.Space.Names().Events
	if kind == OfProperty {
		names = &w.Space.Names().Properties
	}
	if _, seen := names.Find(name); !seen {
		return nil, &kith.Error{Code: kith.NotFound, Field: "name", Message: "no " + string(kind) + " of this name was ever seen", Hint: "the catalogue lists those that were"}
	}
	note, err := h.catalogue.Change(ctx, w.ID, kind, name, c, auth.From(ctx).Operator)
	return &struct{ Body Note }{note}, err
}
