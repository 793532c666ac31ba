package schedule

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/insight"
)

// View is a schedule with what became of it.
type View struct {
	Schedule
	Upcoming     *time.Time `json:"upcoming,omitempty" doc:"When it is due next; absent while paused"`
	Runs         []RunView  `json:"runs" doc:"The newest, the newest first"`
	Unsubscribed []string   `json:"unsubscribed" doc:"Addresses that want no more of it"`
}

// RunView is an occurrence that was begun.
type RunView struct {
	Occurrence string         `json:"occurrence" doc:"Local date and hour"`
	Due        time.Time      `json:"due"`
	Begun      time.Time      `json:"begun"`
	Deliveries []DeliveryView `json:"deliveries"`
}

// DeliveryView is what became of one recipient.
type DeliveryView struct {
	Address  string    `json:"address"`
	Name     string    `json:"name,omitempty"`
	State    string    `json:"state" enum:"waiting,handing,sent,failed,unsure,skipped" doc:"unsure: the mail server may or may not have taken it"`
	Reason   string    `json:"reason,omitempty"`
	Attempts int       `json:"attempts"`
	Next     time.Time `json:"next,omitzero" doc:"Of what waits: when it is tried"`
	Updated  time.Time `json:"updated"`
}

// Overview is all about mailing one dashboard.
type Overview struct {
	Schedules []View     `json:"schedules"`
	Operators []Operator `json:"operators" doc:"Who can be chosen"`
	Ready     bool       `json:"ready" doc:"There is a mail server"`
	From      string     `json:"from,omitempty" doc:"Who the mails come from"`
}

type body[T any] struct{ Body T }

// Board is a request about a dashboard's schedules.
type Board struct {
	dashboard.InWorkspace
	Dashboard int64 `path:"dashboard"`
}

// One is a request about one of them.
type One struct {
	Board
	Schedule int64 `path:"schedule"`
}

// Routes registers schedules on the API.
func Routes(a huma.API, r *Room) {
	op := func(right auth.Right, id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/dashboards/{dashboard}/schedules" + path, Summary: summary, Tags: []string{"dashboards"}, Extensions: auth.Needs(right)}
	}
	huma.Register(a, op(auth.View, "list-schedules", http.MethodGet, "", "When a dashboard is mailed, to whom, and how that went"), r.list)
	huma.Register(a, op(auth.Analyse, "create-schedule", http.MethodPost, "", "Mail a dashboard regularly"), r.create)
	huma.Register(a, op(auth.Analyse, "replace-schedule", http.MethodPut, "/{schedule}", "Change a schedule"), r.replace)
	huma.Register(a, op(auth.Analyse, "delete-schedule", http.MethodDelete, "/{schedule}", "End a schedule"), r.delete)
	huma.Register(a, op(auth.Analyse, "send-schedule-again", http.MethodPost, "/{schedule}/again", "Try a delivery once more that failed, or of which nothing is known"), r.again)
	huma.Register(a, op(auth.Analyse, "test-schedule", http.MethodPost, "/test", "Mail the dashboard to the caller, now"), r.test)
}

// allowed finds the workspace and the dashboard, and refuses callers without
// the right.
func (r *Room) allowed(ctx context.Context, in *Board, right auth.Right) (*insight.Workspace, error) {
	w, err := r.Find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	if err := auth.Allow(ctx, w.ID, right); err != nil {
		return nil, err
	}
	_, err = r.Dashboards.Get(ctx, dashboard.Key{Workspace: w.ID, ID: in.Dashboard})
	return w, err
}

func (r *Room) list(ctx context.Context, in *Board) (*body[Overview], error) {
	w, err := r.allowed(ctx, in, auth.View)
	if err != nil {
		return nil, err
	}
	all, err := r.Store.Of(ctx, w.ID, in.Dashboard)
	if err != nil {
		return nil, err
	}
	out := Overview{Schedules: []View{}, Ready: r.Sender != nil}
	if r.Sender != nil {
		from := r.Sender.Server().From
		out.From = from.String()
	}
	for _, s := range all {
		v, err := r.view(ctx, s)
		if err != nil {
			return nil, err
		}
		out.Schedules = append(out.Schedules, v)
	}
	out.Operators, err = r.Operators(ctx, w.ID)
	return &body[Overview]{out}, err
}

// shownRuns is how many runs a list shows of each schedule.
const shownRuns = 5

func (r *Room) view(ctx context.Context, s Schedule) (View, error) {
	v := View{Schedule: s, Runs: []RunView{}}
	if o, ok := s.Latest(r.Now()); !s.Paused {
		next, _ := s.Next(r.Now())
		if ok && o.Due.After(s.Since) && !r.isBegun(s.ID, o.Name) && r.Sender != nil {
			next = o // due this moment
		}
		v.Upcoming = &next.Due
	}
	runs, deliveries, err := r.Store.runs(ctx, s.ID, shownRuns)
	if err != nil {
		return v, err
	}
	for _, run := range runs {
		one := RunView{Occurrence: run.Occurrence, Due: db.Time(run.Due), Begun: db.Time(run.Created), Deliveries: []DeliveryView{}}
		for _, d := range deliveries {
			if d.Occurrence != run.Occurrence {
				continue
			}
			shown := DeliveryView{Address: d.Address, Name: d.Name, State: d.State, Reason: d.Reason, Attempts: d.Attempts, Updated: db.Time(d.Updated)}
			if d.State == Waiting {
				shown.Next = db.Time(d.Next)
			}
			one.Deliveries = append(one.Deliveries, shown)
		}
		v.Runs = append(v.Runs, one)
	}
	v.Unsubscribed, err = r.Store.unsubscribed(ctx, s.ID)
	return v, err
}

// complete fills the plan's zone in, and refuses recipients that the caller may
// not add: people who do not belong to the workspace, and new addresses from
// who does not manage it.
func (r *Room) complete(ctx context.Context, w *insight.Workspace, p *Plan, had []string) error {
	if p.Zone == "" {
		p.Zone = w.Asker.Zone
	}
	operators, err := r.Operators(ctx, w.ID)
	if err != nil {
		return err
	}
	for _, id := range p.Operators {
		if !slices.ContainsFunc(operators, func(o Operator) bool { return o.ID == id }) {
			return &kith.Error{Code: kith.Invalid, Field: "operators", Message: "somebody chosen does not belong to this workspace", Hint: "take them off the list"}
		}
	}
	for _, address := range p.Addresses {
		if !slices.Contains(had, strings.ToLower(address)) {
			return auth.Allow(ctx, w.ID, auth.Manage)
		}
	}
	return nil
}

func (r *Room) create(ctx context.Context, in *struct {
	Board
	Body Plan
}) (*body[View], error) {
	w, err := r.allowed(ctx, &in.Board, auth.Analyse)
	if err != nil {
		return nil, err
	}
	if err := r.complete(ctx, w, &in.Body, nil); err != nil {
		return nil, err
	}
	s, err := r.Store.Create(ctx, NewSchedule{Workspace: w.ID, Dashboard: in.Dashboard, Operator: auth.From(ctx).Operator, Plan: in.Body})
	if err != nil {
		return nil, err
	}
	v, err := r.view(ctx, s)
	return &body[View]{v}, err
}

func (r *Room) replace(ctx context.Context, in *struct {
	One
	Body Plan
}) (*body[View], error) {
	w, err := r.allowed(ctx, &in.Board, auth.Analyse)
	if err != nil {
		return nil, err
	}
	key := Key{w.ID, in.Dashboard, in.Schedule}
	had, err := r.Store.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := r.complete(ctx, w, &in.Body, had.Addresses); err != nil {
		return nil, err
	}
	s, err := r.Store.Replace(ctx, key, in.Body)
	if err != nil {
		return nil, err
	}
	v, err := r.view(ctx, s)
	return &body[View]{v}, err
}

func (r *Room) delete(ctx context.Context, in *One) (*struct{}, error) {
	w, err := r.allowed(ctx, &in.Board, auth.Analyse)
	if err != nil {
		return nil, err
	}
	return nil, r.Store.Delete(ctx, Key{w.ID, in.Dashboard, in.Schedule})
}

func (r *Room) again(ctx context.Context, in *struct {
	One
	Body struct {
		Occurrence string `json:"occurrence"`
		Address    string `json:"address"`
	}
}) (*body[View], error) {
	w, err := r.allowed(ctx, &in.Board, auth.Analyse)
	if err != nil {
		return nil, err
	}
	s, err := r.Store.Get(ctx, Key{w.ID, in.Dashboard, in.Schedule})
	if err != nil {
		return nil, err
	}
	found, err := r.Store.again(ctx, Delivery{Schedule: s.ID, Occurrence: in.Body.Occurrence, Address: in.Body.Address})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, &kith.Error{Code: kith.Conflict, Message: "there is nothing to send again", Hint: "it was sent meanwhile, or is being sent"}
	}
	r.look()
	v, err := r.view(ctx, s)
	return &body[View]{v}, err
}

// Trial says how to write the mail that is tried.
type Trial struct {
	Language string `json:"language" enum:"zh,en"`
}

func (r *Room) test(ctx context.Context, in *struct {
	Board
	Body Trial
}) (*struct {
	Body struct {
		Address string `json:"address" doc:"Where it went"`
	}
}, error) {
	w, err := r.allowed(ctx, &in.Board, auth.Analyse)
	if err != nil {
		return nil, err
	}
	operators, err := r.Operators(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(operators, func(o Operator) bool { return o.ID == auth.From(ctx).Operator && o.ID != 0 })
	if i < 0 {
		return nil, &kith.Error{Code: kith.Forbidden, Message: "a test goes to the caller, who is not an operator of this workspace", Hint: "sign in to the console"}
	}
	to := operators[i]
	out := &struct {
		Body struct {
			Address string `json:"address" doc:"Where it went"`
		}
	}{}
	out.Body.Address = to.Email
	s := Schedule{Workspace: w.ID, Dashboard: in.Dashboard, Plan: Plan{Language: in.Body.Language}}
	return out, r.Test(ctx, s, Recipient{Name: to.Name, Address: to.Email})
}
