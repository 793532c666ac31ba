package saved_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
	"kith/internal/understand/insight"
	"kith/internal/understand/saved"
)

type clock struct{ t time.Time }

func (c *clock) now() time.Time { c.t = c.t.Add(time.Second); return c.t }

func open(t *testing.T, d *db.DB) (*saved.Store, *clock) {
	t.Helper()
	if err := d.Migrate(t.Context(), "saved", saved.Migrations); err != nil {
		t.Fatal(err)
	}
	c := &clock{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	return saved.New(d, c.now), c
}

func draft(name string) saved.Draft {
	return saved.Draft{Name: name, Question: insight.Question{Range: insight.Range{Last: "30d"},
		Trend: &insight.Trend{Series: []insight.Series{{Selector: insight.Selector{Event: "*"}, Measure: "unique"}}}}}
}

func create(t *testing.T, s *saved.Store, who saved.Who, d saved.Draft) saved.Insight {
	t.Helper()
	i, err := s.Create(t.Context(), who, d)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func names(list []saved.Insight) string {
	var out []string
	for _, i := range list {
		out = append(out, i.Name)
	}
	return strings.Join(out, " ")
}

var me, you = saved.Who{Workspace: 1, Operator: 1}, saved.Who{Workspace: 1, Operator: 2}

// A question is kept as it was asked, changed by whoever read the newest, and
// taken away and brought back.
func TestStory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, c := open(t, d)
		made := create(t, s, me, saved.Draft{Name: " 日活跃 ", Description: "每天来的人", Question: draft("").Question, View: map[string]any{"chart": "line"}})
		got, err := s.Get(t.Context(), me, made.ID)
		if err != nil || got.Name != "日活跃" || got.Kind != "trend" || got.Question.Trend.Unit != "" || got.View["chart"] != "line" || got.Version != 1 || got.Owner != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		other := "周活跃"
		changed, err := s.Update(t.Context(), you, made.ID, saved.Change{Version: 1, Name: &other})
		if err != nil || changed.Version != 2 || changed.ChangedBy != 2 || changed.Owner != 1 || changed.Description != "每天来的人" {
			t.Fatalf("%+v, %v", changed, err)
		}
		if _, err := s.Update(t.Context(), me, made.ID, saved.Change{Version: 1, Description: &other}); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("a change of an old version: %v", err)
		}
		wrong := insight.Question{Range: insight.Range{Last: "30d"}, Funnel: &insight.Funnel{Steps: []insight.Selector{{Event: "a"}}}}
		var e *kith.Error
		if _, err := s.Update(t.Context(), me, made.ID, saved.Change{Version: 2, Question: &wrong}); !errors.As(err, &e) || e.Field != "question.funnel.steps" {
			t.Errorf("a question that is none: %v", err)
		}
		elsewhere := saved.Who{Workspace: 2, Operator: 1}
		for what, err := range map[string]error{"get": second(s.Get(t.Context(), elsewhere, made.ID)), "delete": s.Delete(t.Context(), elsewhere, made.ID),
			"restore": second(s.Restore(t.Context(), me, made.ID)), "mark": s.Mark(t.Context(), elsewhere, made.ID, nil, true)} {
			if kith.CodeOf(err) != kith.NotFound {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := s.Delete(t.Context(), me, made.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(t.Context(), me, made.ID); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("deleted: %v", err)
		}
		if back, err := s.Restore(t.Context(), me, made.ID); err != nil || back.Name != other {
			t.Errorf("%+v, %v", back, err)
		}
		if err := s.Delete(t.Context(), me, made.ID); err != nil {
			t.Fatal(err)
		}
		c.t = c.t.Add(40 * 24 * time.Hour)
		if err := s.Delete(t.Context(), me, create(t, s, me, draft("x")).ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Restore(t.Context(), me, made.ID); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("restored after 40 days: %v", err)
		}
	})
}

func second[A any](_ A, err error) error { return err }

func TestListIsPagedSortedAndSearched(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		var ids []int64
		for i := range 7 {
			who := me
			if i%2 == 1 {
				who = you
			}
			ids = append(ids, create(t, s, who, draft(fmt.Sprintf("n%d", i))).ID)
		}
		create(t, s, saved.Who{Workspace: 2, Operator: 1}, draft("elsewhere"))
		create(t, s, me, draft("50% of_A"))
		yes := true
		for _, at := range []int{2, 5} {
			if err := s.Mark(t.Context(), me, ids[at], &yes, true); err != nil {
				t.Fatal(err)
			}
		}
		for _, x := range []struct {
			q    saved.Query
			want string
		}{
			{saved.Query{}, "50% of_A n6 n5 n4 n3 n2 n1 n0"},
			{saved.Query{Sort: "name"}, "50% of_A n0 n1 n2 n3 n4 n5 n6"},
			{saved.Query{Sort: "viewed"}, "n5 n2 50% of_A n6 n4 n3 n1 n0"},
			{saved.Query{Favourite: true}, "n5 n2"},
			{saved.Query{Owner: 2}, "n5 n3 n1"},
			{saved.Query{Search: "N3"}, "n3"},
			{saved.Query{Search: "a 50% _"}, "50% of_A"},
			{saved.Query{Search: "%"}, "50% of_A"},
			{saved.Query{Kind: "funnel"}, ""},
		} {
			for _, limit := range []int{3, 100} {
				var all []saved.Insight
				for q := x.q; ; {
					q.Limit = limit
					page, next, err := s.List(t.Context(), me, q)
					if err != nil {
						t.Fatal(err)
					}
					if all = append(all, page...); next == "" {
						break
					}
					q.After = next
				}
				if got := names(all); got != x.want {
					t.Errorf("%+v by %d: %s, want %s", x.q, limit, got, x.want)
				}
			}
		}
		if _, _, err := s.List(t.Context(), me, saved.Query{After: "eyJrIjpbXX0", Limit: 1}); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("a page that is none: %v", err)
		}
	})
}

func TestHTTP(t *testing.T) {
	s, _ := open(t, dbtest.SQLite(t))
	mux, a := api.New("Test", "1")
	used := func(_ context.Context, _, id int64) ([]saved.Usage, error) {
		if id == 1 {
			return []saved.Usage{{Kind: "dashboard", ID: "7", Name: "核心指标"}}, nil
		}
		return nil, nil
	}
	saved.Routes(a, s, func(context.Context, string) (int64, error) { return 1, nil }, used)
	operator := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Caller{Kind: auth.ByOperator, Operator: 1})))
	})
	server := httptest.NewServer(api.Protect(operator, slog.New(slog.DiscardHandler), api.Limits{}))
	defer server.Close()
	ask, err := json.Marshal(draft("一").Question)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"POST", "", `{"name":"一","question":` + string(ask) + `}`, 200, `"id":1`},
		{"POST", "", `{"name":"二","question":` + string(ask) + `,"view":{"chart":"bar","hidden":[1,2]}}`, 200, `"hidden":[1,2]`},
		{"POST", "", `{"name":" ","question":` + string(ask) + `}`, 400, `"field":"name"`},
		{"POST", "", `{"name":"三","question":{"range":{"last":"30x"},"paths":{}}}`, 400, `"field":"question.range.last"`},
		{"POST", "", `{"name":"三","question":` + string(ask) + `,"view":{"x":"` + strings.Repeat("y", 17<<10) + `"}}`, 400, `"field":"view"`},
		{"GET", "?limit=1", "", 200, `"next":"`},
		{"GET", "?search=二&kind=trend", "", 200, `"id":2`},
		{"GET", "/1/uses", "", 200, `核心指标`},
		{"GET", "/9/uses", "", 404, `not_found`},
		{"PUT", "/2/mark", `{"favourite":true,"viewed":true}`, 204, ``},
		{"GET", "/2", "", 200, `"favourite":true`},
		{"PATCH", "/2", `{"version":1,"name":"贰"}`, 200, `"version":2`},
		{"PATCH", "/2", `{"version":1,"name":"两"}`, 409, `conflict`},
		{"DELETE", "/1", "", 409, `核心指标`},
		{"DELETE", "/1?used=true", "", 204, ``},
		{"GET", "/1", "", 404, `not_found`},
		{"POST", "/1/restore", "", 200, `"name":"一"`},
		{"DELETE", "/2", "", 204, ``},
	} {
		req, err := http.NewRequest(c.method, server.URL+"/api/v1/insights"+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != c.status || !strings.Contains(string(text), c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.path, res.StatusCode, text)
		}
	}
}
