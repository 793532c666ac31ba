package dashboard

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// AnswersRequest says how to answer a dashboard's cards: what is absent is as
// the dashboard has it.
type AnswersRequest struct {
	Shared *Shared  `json:"shared,omitempty" doc:"As somebody who looks has chosen, without changing the dashboard"`
	Cards  []Card   `json:"cards,omitempty" maxItems:"40" doc:"Cards as they are being edited, instead of the kept ones"`
	Only   []string `json:"only,omitempty" maxItems:"40" doc:"Ids of the cards to answer; all when absent"`
	Fresh  bool     `json:"fresh,omitempty" doc:"Ask anew, even what was answered a moment ago"`
}

// Answers are those of all cards.
type Answers struct {
	Version int64        `json:"version" doc:"The dashboard's; a higher one than was read says that it was changed"`
	Cards   []CardAnswer `json:"cards" doc:"In the order of the cards"`
	Millis  float64      `json:"ms" doc:"Wall time"`
}

// contentLines is a JSON value a line.
const contentLines = "application/x-ndjson"

func (r *Room) answerRoutes(a huma.API, op func(right auth.Right, id, method, path, summary string) huma.Operation) {
	huma.Register(a, op(auth.View, "answer-dashboard", http.MethodPost, "/dashboards/{dashboard}/answers", "Answer all cards in one call"), r.answers)
	stream := op(auth.View, "stream-dashboard-answers", http.MethodPost, "/dashboards/{dashboard}/answers/stream", "Answer all cards, each as a line of JSON as soon as it is known")
	schema := a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[CardAnswer](), true, "")
	stream.Responses = map[string]*huma.Response{"200": {Description: "A CardAnswer a line, in the order in which they are known", Content: map[string]*huma.MediaType{contentLines: {Schema: schema}}}}
	huma.Register(a, stream, r.stream)
}

type answersInput struct {
	One
	Body AnswersRequest
}

// asking reads the dashboard and puts over it what the request says.
func (r *Room) asking(ctx context.Context, in *answersInput) (Asking, Dashboard, error) {
	w, err := r.allowed(ctx, in.Workspace, auth.View)
	if err != nil {
		return Asking{}, Dashboard{}, err
	}
	d, err := r.Store.Get(ctx, Key{w.ID, in.ID})
	if err != nil {
		return Asking{}, d, err
	}
	a := Asking{Scene: Scene{Workspace: w.ID, Asker: w.Asker}, Shared: d.Shared, Cards: d.Cards, Fresh: in.Body.Fresh}
	if in.Body.Shared != nil {
		a.Shared = *in.Body.Shared
		if err := a.Shared.check("shared"); err != nil {
			return a, d, err
		}
	}
	if in.Body.Cards != nil {
		a.Cards = in.Body.Cards
		for i := range a.Cards {
			if err := a.Cards[i].check(fmt.Sprintf("cards[%d]", i)); err != nil {
				return a, d, err
			}
		}
	}
	if in.Body.Only != nil {
		a.Cards = only(a.Cards, in.Body.Only)
	}
	return a, d, nil
}

func only(cards []Card, ids []string) []Card {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var out []Card
	for _, c := range cards {
		if wanted[c.ID] {
			out = append(out, c)
		}
	}
	return out
}

func (r *Room) answers(ctx context.Context, in *answersInput) (*body[Answers], error) {
	begin := time.Now()
	a, d, err := r.asking(ctx, in)
	if err != nil {
		return nil, err
	}
	cards, err := r.Answerer.All(ctx, a)
	return &body[Answers]{Answers{Version: d.Version, Cards: cards, Millis: float64(time.Since(begin).Microseconds()) / 1000}}, err
}

func (r *Room) stream(ctx context.Context, in *answersInput) (*huma.StreamResponse, error) {
	a, _, err := r.asking(ctx, in)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", contentLines)
		c.SetHeader("X-Accel-Buffering", "no") // a proxy in front must not collect the lines
		out := c.BodyWriter()
		lines := json.NewEncoder(out)
		flusher, _ := out.(http.ResponseWriter)
		// What is missing at the end was not answered: the client left.
		_ = r.Answerer.Each(c.Context(), a, func(_ int, answer CardAnswer) error {
			if err := lines.Encode(answer); err != nil {
				return err
			}
			if flusher != nil {
				_ = http.NewResponseController(flusher).Flush()
			}
			return nil
		})
	}}, nil
}
