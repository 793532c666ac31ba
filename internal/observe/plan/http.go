package plan

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (*Space, error)

// InWorkspace is the part of a request that says which workspace it is about.
// It is exported because huma passes over embedded types that are not.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers the data plan on the API.
func Routes(a huma.API, s *Store, now func() time.Time, find Find) {
	h := handlers{s, now, find}
	op := func(right auth.Right, id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/plan" + path, Summary: summary, Tags: []string{"plan"}, Extensions: auth.Needs(right), MaxBodyBytes: MaxSize}
	}
	huma.Register(a, op(auth.View, "get-plan", http.MethodGet, "", "The data plan, whole: what events are expected to be, and which names mean the same"), h.plan)
	huma.Register(a, op(auth.Operate, "import-plan", http.MethodPut, "", "Put a whole plan in the place of the one there is"), h.importPlan)
	huma.Register(a, op(auth.View, "list-plan-events", http.MethodGet, "/events", "How far each event's rules are"), h.events)
	huma.Register(a, op(auth.View, "get-plan-event", http.MethodGet, "/events/{name}", "One event's rules, and what was seen that rules could be made of"), h.event)
	huma.Register(a, op(auth.Operate, "set-plan-event", http.MethodPut, "/events/{name}", "Write an event's rules; locked ones are judged by from then on"), h.setEvent)
	huma.Register(a, op(auth.Operate, "drop-plan-event", http.MethodDelete, "/events/{name}", "Take an event's rules away"), h.dropEvent)
	huma.Register(a, op(auth.View, "preview-plan-event", http.MethodPost, "/events/{name}/preview", "What rules would have done to the last 7 days' events"), h.preview)
	huma.Register(a, op(auth.Operate, "set-plan-others", http.MethodPut, "/others", "Say what becomes of events without rules"), h.setOthers)
	huma.Register(a, op(auth.View, "get-aliases", http.MethodGet, "/aliases", "Which names mean the same"), h.aliases)
	huma.Register(a, op(auth.Operate, "set-aliases", http.MethodPut, "/aliases", "Write the workspace's own names that mean the same"), h.setAliases)
}

type handlers struct {
	store *Store
	now   func() time.Time
	find  Find
}

func (h handlers) plan(ctx context.Context, in *InWorkspace) (*struct{ Body Plan }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	p, err := h.store.Plan(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Plan }{*p}, nil
}

func (h handlers) importPlan(ctx context.Context, in *struct {
	InWorkspace
	RawBody []byte
	Body    Plan
}) (*struct{ Body Plan }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	p, err := Parse(in.RawBody)
	if err != nil {
		return nil, err
	}
	if err := h.store.Import(ctx, h.who(ctx, w), &p); err != nil {
		return nil, err
	}
	return &struct{ Body Plan }{p}, nil
}

func (h handlers) who(ctx context.Context, w *Space) Who {
	return Who{Workspace: w.ID, Operator: auth.From(ctx).Operator}
}

// EventStatus is how far an event's rules are.
type EventStatus struct {
	Name       string `json:"name"`
	Status     Status `json:"status" enum:"draft,locked,deprecated"`
	Properties int    `json:"properties"`
	Stamp
}

// PlanEvents lists what is in a plan.
type PlanEvents struct {
	Others      Act           `json:"other_events" enum:"allow,flag,quarantine"`
	OthersStamp Stamp         `json:"other_events_stamp"`
	Events      []EventStatus `json:"events"`
}

func (h handlers) events(ctx context.Context, in *InWorkspace) (*struct{ Body PlanEvents }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	p, stamps, err := h.store.read(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	out := PlanEvents{Others: p.OtherEvents, OthersStamp: stamps[key{kindOthers, ""}], Events: []EventStatus{}}
	for event, r := range p.Events {
		out.Events = append(out.Events, EventStatus{Name: event, Status: r.Status, Properties: len(r.Properties), Stamp: stamps[key{kindEvent, event}]})
	}
	slices.SortFunc(out.Events, func(a, b EventStatus) int { return strings.Compare(a.Name, b.Name) })
	return &struct{ Body PlanEvents }{out}, nil
}

// PlanEvent is an event's rules and what could be made of what was seen.
type PlanEvent struct {
	Rules    *Rules `json:"rules,omitempty" doc:"Absent: none were written"`
	Stamp    Stamp  `json:"stamp"`
	Proposed Rules  `json:"proposed" doc:"From what was seen"`
}

// Named names an event in an address.
type Named struct {
	Name string `path:"name" maxLength:"200"`
}

func (h handlers) event(ctx context.Context, in *struct {
	InWorkspace
	Named
}) (*struct{ Body PlanEvent }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	p, stamps, err := h.store.read(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	out := PlanEvent{Stamp: stamps[key{kindEvent, in.Name}]}
	if r, ok := p.Events[in.Name]; ok {
		out.Rules = &r
	}
	seen, err := w.Seen(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	out.Proposed = Infer(seen)
	return &struct{ Body PlanEvent }{out}, nil
}

// RulesChange writes rules over those of a version.
type RulesChange struct {
	Version int64 `json:"version" doc:"That was read; 0 when there were none"`
	Rules   Rules `json:"rules"`
}

func (h handlers) setEvent(ctx context.Context, in *struct {
	InWorkspace
	Named
	Body RulesChange
}) (*struct{ Body Stamp }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	stamp, err := h.store.SetRules(ctx, h.who(ctx, w), in.Name, in.Body.Version, in.Body.Rules)
	return &struct{ Body Stamp }{stamp}, err
}

func (h handlers) dropEvent(ctx context.Context, in *struct {
	InWorkspace
	Named
	Version int64 `query:"version" required:"true" doc:"That was read"`
}) (*struct{}, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	return nil, h.store.DropRules(ctx, h.who(ctx, w), in.Name, in.Version)
}

func (h handlers) preview(ctx context.Context, in *struct {
	InWorkspace
	Named
	Body Rules
}) (*struct{ Body Preview }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	if err := in.Body.Check("rules"); err != nil {
		return nil, err
	}
	p, err := w.Preview(ctx, in.Name, &in.Body, h.now())
	if err != nil {
		return nil, err
	}
	return &struct{ Body Preview }{*p}, nil
}

// OthersChange says what becomes of events without rules.
type OthersChange struct {
	Version int64 `json:"version"`
	Act     Act   `json:"act" enum:"allow,flag,quarantine"`
}

func (h handlers) setOthers(ctx context.Context, in *struct {
	InWorkspace
	Body OthersChange
}) (*struct{ Body Stamp }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	stamp, err := h.store.SetOthers(ctx, h.who(ctx, w), in.Body.Version, in.Body.Act)
	return &struct{ Body Stamp }{stamp}, err
}

// AliasTable is which names mean the same.
type AliasTable struct {
	Own     Aliases `json:"own" doc:"The workspace's"`
	BuiltIn Aliases `json:"built_in"`
	InForce Aliases `json:"in_force" doc:"Own over built-in"`
	Stamp   Stamp   `json:"stamp"`
}

func (h handlers) aliases(ctx context.Context, in *InWorkspace) (*struct{ Body AliasTable }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	p, stamps, err := h.store.read(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body AliasTable }{AliasTable{Own: p.Aliases, BuiltIn: BuiltIn(), InForce: p.Aliases.over(builtIn), Stamp: stamps[key{kindAliases, ""}]}}, nil
}

// AliasChange writes the workspace's own names over those of a version.
type AliasChange struct {
	Version int64   `json:"version"`
	Own     Aliases `json:"own"`
}

func (h handlers) setAliases(ctx context.Context, in *struct {
	InWorkspace
	Body AliasChange
}) (*struct{ Body AliasTable }, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	stamp, err := h.store.SetAliases(ctx, h.who(ctx, w), in.Body.Version, in.Body.Own)
	if err != nil {
		return nil, err
	}
	return &struct{ Body AliasTable }{AliasTable{Own: in.Body.Own, BuiltIn: BuiltIn(), InForce: in.Body.Own.over(builtIn), Stamp: stamp}}, nil
}
