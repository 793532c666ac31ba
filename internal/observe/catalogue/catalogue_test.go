package catalogue

import (
	"context"
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
)

const day = 24 * time.Hour

func (s *scene) event(name string) Event {
	s.Helper()
	all, _, err := s.catalogue.Events(s.Context(), s.w, Query{Search: name, Hidden: true})
	s.ok(err)
	for _, e := range all {
		if e.Name == name {
			return e
		}
	}
	s.Fatalf("no event %q in %+v", name, all)
	return Event{}
}

func TestEventsAreCounted(t *testing.T) {
	s := newScene(t)
	s.come(
		event("bought", "ada", time.Hour), event("bought", "ada", 2*time.Hour), event("bought", "bo", 3*day),
		event("bought", "bo", 8*day), event("bought", "cy", 29*day+11*time.Hour), event("bought", "cy", 300*day),
		event("bought", "ada", -2*time.Hour), // a clock that is ahead
		event("looked", "ada", 13*time.Hour), // yesterday, in Shanghai
	)
	e := s.event("bought")
	if e.Total != 7 || e.Last24h != 3 || e.Last7d != 4 || e.Last30d != 6 || e.Persons != 3 {
		t.Errorf("%+v", e)
	}
	if e.Days[29] != 3 || e.Days[26] != 1 || e.Days[21] != 1 || e.Days[0] != 1 {
		t.Errorf("days %v", e.Days)
	}
	if !e.FirstSeen.Equal(noon.Add(-300*day)) || !e.LastSeen.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("seen from %s to %s", e.FirstSeen, e.LastSeen)
	}
	if e := s.event("looked"); e.Days[28] != 1 || e.Days[29] != 0 {
		t.Errorf("days %v", e.Days)
	}
}

func TestNewEventsAppearWithinSeconds(t *testing.T) {
	s := newScene(t)
	s.come(event("bought", "ada", time.Hour))
	s.event("bought")
	s.come(event("looked", "ada", time.Hour), event("bought", "ada", time.Hour))
	s.now = s.now.Add(2 * time.Second)
	if e := s.event("looked"); e.Total != 1 {
		t.Errorf("%+v", e)
	}
	if e := s.event("bought"); e.Total != 2 {
		t.Errorf("%+v", e)
	}
}

func TestDaysAreRightWhereClocksChange(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 4, 10, 12, 0, 0, 0, loc) // twelve days after a day of 23 hours
	w := newWindow(now, loc)
	for d := range Days {
		begin := time.Date(2026, 4, 10-Days+1+d, 0, 0, 0, 0, loc)
		for _, at := range []time.Time{begin, begin.Add(30 * time.Minute), begin.AddDate(0, 0, 1).Add(-time.Second)} {
			if got, ok := w.of(uint32(at.Unix())); !ok || got != d {
				t.Errorf("%s is day %d, want %d", at, got, d)
			}
		}
	}
}

func TestPropertiesAndValues(t *testing.T) {
	s := newScene(t)
	check := func() {
		t.Helper()
		e, properties, _, err := s.catalogue.Event(t.Context(), s.w, "bought")
		s.ok(err)
		if e.Total != 4 || len(properties) != 2 || properties[0].Name != "price" || properties[1].Name != "plan" {
			t.Fatalf("%+v %+v", e, properties)
		}
		price, plan := properties[0], properties[1]
		if price.Events != 4 || price.Fill != 1 || len(price.Types) != 2 || price.Types[0] != (TypeShare{Number, 3, 0.75}) || price.Types[1] != (TypeShare{Text, 1, 0.25}) {
			t.Errorf("%+v", price)
		}
		if plan.Events != 1 || plan.Fill != 0.25 || fmt.Sprint(plan.Examples) != "[pro]" {
			t.Errorf("%+v", plan)
		}
		all, _, err := s.catalogue.Properties(t.Context(), s.w, "", Query{Search: "PRI"})
		s.ok(err)
		if len(all) != 1 || all[0].Events != 5 || all[0].On != 2 {
			t.Errorf("%+v", all)
		}
		values, err := s.catalogue.valuesOf(t.Context(), s.w, valuesOf{"price", "bought"})
		s.ok(err)
		list := values.list("", 2)
		if list.Distinct != 3 || list.Events != 4 || len(list.Values) != 2 || list.Values[0].Value != 5.0 || list.Values[0].Events != 2 {
			t.Errorf("%+v", list)
		}
		if n := list.Numbers; n == nil || n.Min != 5 || n.Max != 20 || n.Mean != 10 || n.Median != 5 {
			t.Errorf("%+v", n)
		}
		if found := values.list("1.5", 9).Values; len(found) != 1 || found[0].Value != "¥1.50" {
			t.Errorf("%+v", found)
		}
	}
	s.come(
		event("bought", "ada", time.Hour, number("price", 5), text("plan", "pro")), event("bought", "ada", time.Hour, number("price", 5)),
		event("bought", "bo", time.Hour, number("price", 20)), event("bought", "bo", time.Hour, text("price", "¥1.50")),
		event("looked", "bo", time.Hour, number("price", 7)),
	)
	check()
	s.ok(s.w.Space.Seal(t.Context())) // and the same of the record
	s.now = s.now.Add(time.Minute)
	check()
	s.come(event("looked", "bo", time.Hour, number("price", 8), text("plan", "free")))
	s.now = s.now.Add(time.Minute)
	p, carriers, _, err := s.catalogue.Property(t.Context(), s.w, "plan")
	s.ok(err)
	if p.Events != 2 || len(carriers) != 2 || carriers[1].Event != "looked" || carriers[1].Fill != 0.5 {
		t.Errorf("%+v %+v", p, carriers)
	}
}

func TestNotes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), "catalogue", Migrations); err != nil {
			t.Fatal(err)
		}
		s := New(d, func() time.Time { return noon })
		title, hidden, yes, no := " 付款成功 ", true, true, false
		if _, err := s.Change(t.Context(), 1, OfEvent, "bought", NoteChange{Title: &title, Hidden: &hidden, Verified: &yes}, 7); err != nil {
			t.Fatal(err)
		}
		note, err := s.Note(t.Context(), 1, OfEvent, "bought")
		if err != nil || note.Title != "付款成功" || !note.Hidden || !note.Verified.Equal(noon) || note.ChangedBy != 7 {
			t.Errorf("%+v %v", note, err)
		}
		owner := "Lin"
		if note, err = s.Change(t.Context(), 1, OfEvent, "bought", NoteChange{Owner: &owner, Verified: &no}, 8); err != nil || note.Title != "付款成功" || note.Owner != "Lin" || !note.Verified.IsZero() {
			t.Errorf("%+v %v", note, err)
		}
		long := strings.Repeat("长", 81)
		if _, err := s.Change(t.Context(), 1, OfEvent, "bought", NoteChange{Title: &long}, 7); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("%v", err)
		}
		if all, err := s.Notes(t.Context(), 1, OfProperty); err != nil || len(all) != 0 {
			t.Errorf("%+v %v", all, err)
		}
		if all, err := s.Notes(t.Context(), 2, OfEvent); err != nil || len(all) != 0 {
			t.Errorf("another workspace's: %+v %v", all, err)
		}
	})
}

func TestHTTP(t *testing.T) {
	s := newScene(t)
	s.come(event("bought/again", "ada", time.Hour, number("price", 5)), event("looked", "bo", time.Hour, text("plan", "pro")))
	mux, a := api.New("Test", "1")
	Routes(a, s.catalogue, func(context.Context, string) (*Workspace, error) { return s.w, nil })
	as := func(r *http.Request) *http.Request {
		return r.WithContext(auth.With(r.Context(), auth.Caller{Kind: auth.ByOperator, Operator: 3}))
	}
	server := httptest.NewServer(api.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { mux.ServeHTTP(w, as(r)) }), slog.New(slog.DiscardHandler), api.Limits{}))
	defer server.Close()
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/events?limit=1", "", 200, `"total":2,"next":1`},
		{"GET", "/events?limit=1&after=1", "", 200, `"total":2}`},
		{"PATCH", "/events/bought%2Fagain", `{"title":"复购"}`, 200, `"changed_by":3`},
		{"GET", "/events?search=%E5%A4%8D%E8%B4%AD", "", 200, `"title":"复购"`},
		{"PATCH", "/events/bought%2Fagain", `{"hidden":true}`, 200, `"hidden":true`},
		{"GET", "/events", "", 200, `"total":1`},
		{"GET", "/events?hidden=true", "", 200, `"total":2`},
		{"GET", "/events/bought%2Fagain", "", 200, `"name":"price"`},
		{"GET", "/events/no", "", 404, `no event of this name`},
		{"GET", "/properties?event=looked", "", 200, `"total":1`},
		{"GET", "/properties/plan", "", 200, `"carriers":[{"event":"looked"`},
		{"GET", "/properties/no", "", 404, `no property of this name`},
		{"PATCH", "/properties/no", `{"title":"x"}`, 404, `no property of this name`},
		{"PATCH", "/properties/plan", `{"colour":"x"}`, 400, `colour`},
		{"GET", "/values?property=plan", "", 200, `"values":[{"value":"pro","type":"text","events":1}]`},
		{"GET", "/values?property=no", "", 200, `"values":[]`},
		{"GET", "/values", "", 400, `property`},
	} {
		req, err := http.NewRequest(c.method, server.URL+"/api/v1/catalogue"+c.path, strings.NewReader(c.body))
		s.ok(err)
		res, err := http.DefaultClient.Do(req)
		s.ok(err)
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != c.status || !strings.Contains(string(text), c.says) {
			t.Errorf("%s %s: %d %s, want %d %s", c.method, c.path, res.StatusCode, text, c.status, c.says)
		}
	}
}
