package channel

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// Find returns the number of the workspace with the slug, the caller's own
// when it is empty, and refuses callers who may not look there.
type Find func(ctx context.Context, slug string) (int64, error)

// InWorkspace is the part of a request that says which workspace it is about.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// Routes registers the operations on channels.
func Routes(a huma.API, s *Store, find Find) {
	h := handlers{s, find}
	op := func(id, method, path, summary string, right auth.Right) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/channels" + path, Summary: summary, Tags: []string{"channels"}, MaxBodyBytes: 4 << 20, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op("get-channel-rules", http.MethodGet, "/rules", "The workspace's own rules of channels", auth.View), h.rules)
	huma.Register(a, op("set-channel-rules", http.MethodPut, "/rules", "Replace the rules; they hold for all history at once", auth.Operate), h.setRules)
	huma.Register(a, op("list-channel-costs", http.MethodGet, "/costs", "What channels cost, by day", auth.View), h.list)
	huma.Register(a, op("enter-channel-costs", http.MethodPut, "/costs", "Enter costs: a day, channel, source, campaign and currency has one", auth.Operate), h.enter)
}

type handlers struct {
	store *Store
	find  Find
}

type body[T any] struct{ Body T }

func (h handlers) who(ctx context.Context, slug string) (Who, error) {
	id, err := h.find(ctx, slug)
	return Who{Workspace: id, Operator: int64(auth.From(ctx).Operator)}, err
}

func (h handlers) rules(ctx context.Context, in *InWorkspace) (*body[Rules], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	r, err := h.store.Rules(ctx, who.Workspace)
	return &body[Rules]{r}, err
}

func (h handlers) setRules(ctx context.Context, in *struct {
	InWorkspace
	Body Rules
}) (*body[Rules], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	r, err := h.store.SetRules(ctx, who, in.Body)
	return &body[Rules]{r}, err
}

// CostList is the costs of a range.
type CostList struct {
	Costs []Kept `json:"costs"`
}

func (h handlers) list(ctx context.Context, in *struct {
	InWorkspace
	From string `query:"from" required:"true" format:"date" doc:"First day"`
	To   string `query:"to" required:"true" format:"date" doc:"Last day"`
}) (*body[CostList], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	for name, day := range map[string]string{"from": in.From, "to": in.To} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, &kith.Error{Code: kith.Invalid, Field: name, Message: "is not a day", Hint: "write it as 2026-03-01"}
		}
	}
	list, err := h.store.List(ctx, who.Workspace, in.From, in.To)
	return &body[CostList]{CostList{list}}, err
}

// Entered says what became of costs that were entered.
type Entered struct {
	Days int `json:"days" doc:"Costs of single days that were set"`
}

func (h handlers) enter(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Costs []Entry `json:"costs" minItems:"1" maxItems:"5000"`
	}
}) (*body[Entered], error) {
	who, err := h.who(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	n, err := h.store.Enter(ctx, who, in.Body.Costs)
	return &body[Entered]{Entered{n}}, err
}
