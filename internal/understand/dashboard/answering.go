package dashboard

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/understand/insight"
)

// Insight is a question saved elsewhere.
type Insight struct {
	Name     string
	Question insight.Question
}

// Insights finds saved questions; one that is gone is a kith.NotFound.
type Insights interface {
	Insight(ctx context.Context, workspace uint32, id int64) (Insight, error)
}

// Scene is the workspace that a dashboard is of.
type Scene struct {
	Workspace uint32
	Asker     insight.Asker
}

// Answerer answers the questions of dashboards.
type Answerer struct {
	insights Insights
	now      func() time.Time
	cache    *cache
	turns    chan struct{} // questions answered at once, over all workspaces
}

// A question uses all cores by itself; a second one fills the gaps of the first.
const (
	atOnce       = 2
	cacheBudget  = 64 << 20
	answerWithin = 30 * time.Second
)

func NewAnswerer(insights Insights, now func() time.Time) *Answerer {
	return &Answerer{insights: insights, now: now, cache: newCache(now, cacheBudget, answerWithin), turns: make(chan struct{}, atOnce)}
}

// CardAnswer is what a card shows.
type CardAnswer struct {
	Card     string          `json:"card"`
	Name     string          `json:"name,omitempty" doc:"The saved question's"`
	HTML     string          `json:"html,omitempty" doc:"Of a text"`
	Form     string          `json:"form,omitempty" enum:"number,line,stacked,bar,funnel,heat,table" doc:"How to draw it: what the card says, or what suits the answer"`
	Forms    []string        `json:"forms,omitempty" doc:"All ways that suit the answer"`
	Answer   *insight.Answer `json:"answer,omitempty"`
	Headline *Headline       `json:"headline,omitempty"`
	At       *time.Time      `json:"at,omitempty" doc:"When this was worked out"`
	Stale    bool            `json:"stale,omitempty" doc:"An earlier answer, as a new one could not be had; error says why"`
	Error    *api.Problem    `json:"error,omitempty"`
}

// Asking says whose cards to answer, and under what.
type Asking struct {
	Scene
	Shared Shared
	Cards  []Card
	Fresh  bool // do not take answers from the cache
}

// Each answers the cards, in the order in which they are done, and hands each
// to yield, one at a time. A card that fails says so itself; Each fails only
// when ctx ends or yield does.
func (r *Answerer) Each(ctx context.Context, a Asking, yield func(int, CardAnswer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4 * atOnce) // waiting for a turn costs little
	type done struct {
		i int
		a CardAnswer
	}
	results := make(chan done)
	go func() {
		for i := range a.Cards {
			group.Go(func() error {
				select {
				case results <- done{i, r.card(ctx, &a, &a.Cards[i])}:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			})
		}
		_ = group.Wait()
		close(results)
	}()
	var failed error
	for d := range results {
		if failed != nil {
			continue
		}
		if failed = yield(d.i, d.a); failed != nil {
			cancel()
		}
	}
	if failed != nil {
		return failed
	}
	return group.Wait()
}

// All answers the cards in their order.
func (r *Answerer) All(ctx context.Context, a Asking) ([]CardAnswer, error) {
	out := make([]CardAnswer, len(a.Cards))
	err := r.Each(ctx, a, func(i int, c CardAnswer) error { out[i] = c; return nil })
	return out, err
}

func (r *Answerer) card(ctx context.Context, a *Asking, c *Card) CardAnswer {
	out := CardAnswer{Card: c.ID}
	if c.Kind == "text" {
		out.HTML = HTMLOf(c.Text)
		return out
	}
	if err := r.fill(ctx, a, c, &out); err != nil {
		out.Error = api.ProblemOf(ctx, err)
	}
	return out
}

// fill answers the card's question. An answer that had to be an old one comes
// with the error that a new one met.
func (r *Answerer) fill(ctx context.Context, a *Asking, c *Card, out *CardAnswer) error {
	q, err := r.question(ctx, a, c, out)
	if err != nil {
		return err
	}
	now, err := r.ask(ctx, a, q)
	if now.answer == nil {
		return err
	}
	out.Answer, out.Stale, out.At = now.answer, now.stale, &now.at
	out.Forms = forms(now.answer)
	out.Form, out.Headline = formOf(c.Form, now.answer), headline(c, now.answer)
	return err
}

// compares leaves out what has no number that two periods could differ in.
func compares(q *insight.Question) bool { return q.Paths == nil && q.RFM == nil }

// question is what the card asks, under what the dashboard shares.
func (r *Answerer) question(ctx context.Context, a *Asking, c *Card, out *CardAnswer) (insight.Question, error) {
	var q insight.Question
	switch {
	case c.Kind == "question" && c.Question != nil:
		q = *c.Question
	case c.Kind == "insight" && r.insights != nil:
		saved, err := r.insights.Insight(ctx, a.Workspace, c.Insight)
		if err != nil {
			return q, err
		}
		q, out.Name = saved.Question, saved.Name
	default:
		return q, &kith.Error{Code: kith.Invalid, Message: "this card has no question", Hint: "give it one, or remove it"}
	}
	q, err := clone(q)
	if err != nil {
		return q, fmt.Errorf("copy question: %w", err)
	}
	q.Range = a.Shared.Range
	if c.Range != nil {
		q.Range = *c.Range
	}
	if !c.Unfilter {
		q.Where = append(q.Where, a.Shared.Where...)
	}
	compare := a.Shared.Compare
	if c.Compare != nil {
		compare = *c.Compare
	}
	if q.Compare = ""; compare && compares(&q) {
		q.Compare = insight.Previous
	}
	if q.Zone == "" {
		q.Zone = a.Asker.Zone
	}
	return q, q.Check()
}

// ask answers a question that is complete, from the cache if it has it.
func (r *Answerer) ask(ctx context.Context, a *Asking, q insight.Question) (found, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return found{}, fmt.Errorf("name question: %w", err)
	}
	snap, err := a.Asker.Store.Snapshot(ctx, nil)
	if err != nil {
		return found{}, err
	}
	seq := snap.Info().Seq
	snap.Close()
	key := fmt.Sprintf("%d %s", a.Workspace, text)
	return r.cache.get(ctx, key, seq, a.Fresh, func(ctx context.Context) (*insight.Answer, error) {
		select {
		case r.turns <- struct{}{}:
			defer func() { <-r.turns }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return a.Asker.Ask(ctx, q)
	})
}
