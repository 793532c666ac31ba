package insight

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/observe/timeline"
	"kith/internal/platform/auth"
)

// Workspace is what the API needs of the workspace that a request is about.
type Workspace struct {
	ID    uint32
	Asker Asker
	Names *timeline.Names
	// IDs lists the ids of canonical persons, in their order.
	IDs func(ctx context.Context, persons []uint32) ([][]PersonID, error)
}

// PersonID is one id of a person.
type PersonID struct {
	Kind string `json:"kind" doc:"The type's name: user, anonymous or another"`
	ID   string `json:"id"`
}

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not ask there.
type Find func(ctx context.Context, slug string) (*Workspace, error)

// InWorkspace is the part of a request that says which workspace it is about.
// It is exported because huma passes over embedded types that are not.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers questions on the API.
func Routes(a huma.API, find Find) {
	h := handlers{find}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"questions"}, Extensions: auth.Needs(auth.View), MaxBodyBytes: MaxQuestionSize}
	}
	huma.Register(a, op("ask", http.MethodPost, "/api/v1/questions", "Ask a question about everyone"), h.ask)
	huma.Register(a, op("ask-person", http.MethodPost, "/api/v1/persons/{person}/questions", "Ask a question about one person"), h.askPerson)
	huma.Register(a, op("list-persons-behind", http.MethodPost, "/api/v1/questions/persons", "List the persons behind one number of an answer"), h.persons)
	huma.Register(a, exportOperation(), h.export)
	huma.Register(a, op("list-names", http.MethodGet, "/api/v1/names", "List the names of events and properties seen"), h.names)
}

type handlers struct{ find Find }

type answerBody struct{ Body *Answer }

func (h handlers) ask(ctx context.Context, in *struct {
	InWorkspace
	Body Question
}) (*answerBody, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	a, err := w.Asker.Ask(ctx, in.Body)
	return &answerBody{a}, err
}

func (h handlers) askPerson(ctx context.Context, in *struct {
	InWorkspace
	Person uint32 `path:"person"`
	Body   Question
}) (*answerBody, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	a, err := w.Asker.AskPerson(ctx, in.Body, in.Person)
	return &answerBody{a}, err
}

// PersonsRequest names a number of a question's answer, and a page.
type PersonsRequest struct {
	Question Question `json:"question"`
	Cell     Cell     `json:"cell"`
	After    uint32   `json:"after,omitempty" doc:"next of the page before"`
	Limit    int      `json:"limit,omitempty" minimum:"1" maximum:"1000" doc:"50 when absent"`
}

// PersonsPage is a page of persons, by ascending number.
type PersonsPage struct {
	Persons []PersonRow `json:"persons"`
	Next    uint32      `json:"next,omitempty" doc:"Ask again with after set to this; absent on the last page"`
}

// PersonRow is one person of a list.
type PersonRow struct {
	Person uint32     `json:"person"`
	IDs    []PersonID `json:"ids"`
}

func (h handlers) persons(ctx context.Context, in *struct {
	InWorkspace
	Body PersonsRequest
}) (*struct{ Body PersonsPage }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	limit := in.Body.Limit
	if limit == 0 {
		limit = 50
	}
	persons, err := w.Asker.Persons(ctx, in.Body.Question, in.Body.Cell, in.Body.After, limit+1)
	if err != nil {
		return nil, err
	}
	page := PersonsPage{Persons: []PersonRow{}}
	if len(persons) > limit {
		persons = persons[:limit]
		page.Next = persons[limit-1]
	}
	ids, err := w.IDs(ctx, persons)
	if err != nil {
		return nil, err
	}
	for i, p := range persons {
		page.Persons = append(page.Persons, PersonRow{Person: p, IDs: ids[i]})
	}
	return &struct{ Body PersonsPage }{page}, nil
}

// NamesSeen are the names that questions can be about.
type NamesSeen struct {
	Events     []string `json:"events"`
	Properties []string `json:"properties"`
}

func (h handlers) names(ctx context.Context, in *InWorkspace) (*struct{ Body NamesSeen }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	seen := NamesSeen{Events: append([]string{}, w.Names.Events.All()...), Properties: append([]string{}, w.Names.Properties.All()...)}
	if a := w.Asker.Aliases; a != nil {
		seen.Events = append(seen.Events, united(a.Events, &w.Names.Events)...)
		seen.Properties = append(seen.Properties, united(a.Properties, &w.Names.Properties)...)
	}
	return &struct{ Body NamesSeen }{seen}, nil
}
