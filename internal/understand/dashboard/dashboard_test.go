package dashboard

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
	"kith/internal/understand/insight"
)

func open(t *testing.T, d *db.DB) (*Store, *time.Time) {
	t.Helper()
	if err := d.Migrate(t.Context(), "dashboard", Migrations); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 18, 6, 0, 0, 0, time.UTC)
	return New(d, func() time.Time { now = now.Add(time.Second); return now }), &now
}

func question() *insight.Question {
	q := trend("day", people(anything))
	q.Range = insight.Range{Last: "7d"}
	return &q
}

func page(name string, cards ...Card) Content {
	return Content{Name: name, Shared: Shared{Range: insight.Range{Last: "30d"}, Where: []insight.Filter{{Property: "platform", Op: "eq", Values: []any{"iOS"}}}, Compare: true}, Cards: cards}
}

func make_(t *testing.T, s *Store, c Content) Dashboard {
	t.Helper()
	d, err := s.Create(t.Context(), NewDashboard{Workspace: 1, Operator: 7, Content: c})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func same(t *testing.T, got, want any) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("got  %s\nwant %s", a, b)
	}
}

func TestADashboardComesBackAsItWasWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		made := make_(t, s, page(" 每日阅读与收入 ", Card{Kind: "question", Question: question(), Place: Place{0, 0, 6, 4}, Unit: "人"}, Card{Kind: "text", Text: "**看** 这里\x01 '; DROP TABLE dashboards; -- ?"}))
		if made.Name != "每日阅读与收入" || made.Version != 1 || made.Owner.ID != 7 || made.Cards[0].ID == "" || made.Cards[0].ID == made.Cards[1].ID {
			t.Errorf("made %+v", made)
		}
		if at := made.Cards[1].Place; at != (Place{0, 4, 4, 4}) {
			t.Errorf("the card without a size lies at %+v", at)
		}
		got, err := s.Get(t.Context(), Key{1, made.ID})
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, made)
		if _, err := s.Get(t.Context(), Key{2, made.ID}); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("another workspace reads it: %v", err)
		}
	})
}

func TestTheSecondWriterIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		made := make_(t, s, page("a"))
		change := Change{Key: Key{1, made.ID}, Operator: 8, Version: 1, Content: page("b")}
		after, err := s.Replace(t.Context(), change)
		if err != nil || after.Version != 2 || after.Name != "b" || after.UpdatedBy.ID != 8 || after.Owner.ID != 7 {
			t.Fatalf("%+v, %v", after, err)
		}
		change.Name = "c"
		if _, err := s.Replace(t.Context(), change); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("an old version was written: %v", err)
		}
		if got, _ := s.Get(t.Context(), change.Key); got.Name != "b" {
			t.Errorf("it is %q now", got.Name)
		}
	})
}

func TestCardsAreAddedBelow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		made := make_(t, s, page("a", Card{Kind: "text", Place: Place{3, 2, 4, 4}}))
		for i := range 3 {
			d, err := s.AddCard(t.Context(), Key{1, made.ID}, 7, Card{Kind: "insight", Insight: 5, Form: "line"})
			if err != nil {
				t.Fatal(err)
			}
			if at := d.Cards[i+1].Place; at != (Place{0, 6 + 5*i, 6, 5}) {
				t.Errorf("card %d lies at %+v", i, at)
			}
		}
		uses, err := s.Uses(t.Context(), 1, 5)
		if err != nil || len(uses) != 1 || uses[0].ID != made.ID {
			t.Errorf("used in %v, %v", uses, err)
		}
		if uses, _ := s.Uses(t.Context(), 1, 51); len(uses) != 0 {
			t.Errorf("insight 51 is said to be used in %v", uses)
		}
		if uses, _ := s.Uses(t.Context(), 2, 5); len(uses) != 0 {
			t.Errorf("another workspace: %v", uses)
		}
	})
}

func TestWhatIsDeletedComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		made := make_(t, s, page("a"))
		key := Key{1, made.ID}
		if err := s.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{"get": third(s.Get(t.Context(), key)), "delete": s.Delete(t.Context(), key), "replace": third(s.Replace(t.Context(), Change{Key: key, Version: 1, Content: page("b")}))} {
			if kith.CodeOf(err) != kith.NotFound {
				t.Errorf("%s of a deleted one: %v", what, err)
			}
		}
		back, err := s.Restore(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		same(t, back, made)
	})
}

func third(_ Dashboard, err error) error { return err }

func TestTheListIsPagedByLastChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		for i := range 7 {
			make_(t, s, page(fmt.Sprintf("Page_%d", i)))
		}
		var names []string
		p := Page{Workspace: 1, Limit: 3}
		for {
			list, next, err := s.List(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				names = append(names, d.Name)
			}
			if next == "" {
				break
			}
			p.After = next
		}
		if got := strings.Join(names, " "); got != "Page_6 Page_5 Page_4 Page_3 Page_2 Page_1 Page_0" {
			t.Error(got)
		}
		for search, want := range map[string]int{"page_3": 1, "_": 7, "%": 0, "Page": 7} {
			if list, _, err := s.List(t.Context(), Page{Workspace: 1, Search: search}); err != nil || len(list) != want {
				t.Errorf("%q finds %d, %v", search, len(list), err)
			}
		}
		if _, _, err := s.List(t.Context(), Page{Workspace: 1, After: "x"}); kith.CodeOf(err) != kith.Invalid {
			t.Error(err)
		}
	})
}

func TestTheProgramsOwnPagesAreMadeOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := open(t, d)
		n := NewDashboard{Workspace: 1, Content: page("a"), Origin: "demo:daily"}
		made, err := s.Create(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), Key{1, made.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Create(t.Context(), n); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("made again: %v", err)
		}
		n.Workspace = 2
		if _, err := s.Create(t.Context(), n); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatCannotBeKeptIsRefusedByItsPlace(t *testing.T) {
	bad := insight.Question{Range: insight.Range{Last: "7d"}, Trend: &insight.Trend{}}
	many := make([]Card, MaxCards+1)
	for i := range many {
		many[i] = Card{Kind: "text"}
	}
	for field, c := range map[string]Content{
		"name":                           page(" "),
		"shared.range.last":              {Name: "a", Shared: Shared{Range: insight.Range{Last: "soon"}}},
		"shared.where[0].op":             {Name: "a", Shared: Shared{Range: insight.Range{Last: "7d"}, Where: []insight.Filter{{Property: "a", Op: "like"}}}},
		"cards[0].question.trend.series": page("a", Card{Kind: "question", Question: &bad}),
		"cards[0].question":              page("a", Card{Kind: "question"}),
		"cards[0].insight":               page("a", Card{Kind: "insight"}),
		"cards[0].kind":                  page("a", Card{Kind: "text", Question: question()}),
		"cards[1].id":                    page("a", Card{Kind: "text", ID: "x"}, Card{Kind: "text", ID: "x"}),
		"cards[0].id":                    page("a", Card{Kind: "text", ID: "a b"}),
		"cards[0].range":                 page("a", Card{Kind: "question", Question: question(), Range: &insight.Range{}}),
		"cards":                          page("a", many...),
	} {
		err := c.Check()
		e, ok := err.(*kith.Error)
		if !ok || e.Code != kith.Invalid || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for name, places := range map[string][]Place{"outside": {{7, 0, 6, 2}}, "over another": {{0, 0, 6, 4}, {5, 3, 3, 3}}} {
		var cards []Card
		for _, p := range places {
			cards = append(cards, Card{Kind: "text", Place: p})
		}
		c := page("a", cards...)
		if err := c.Check(); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTextIsMadeSafe(t *testing.T) {
	html := HTMLOf("# 怎么读\n\n先看**日活跃**，见 [手册](https://example.com/a)\n\n- 一\n- 二\n\n<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))\n\n| a | b |\n|---|---|\n| 1 | 2 |")
	for _, want := range []string{"<h1>怎么读</h1>", "<strong>日活跃</strong>", `href="https://example.com/a"`, `rel="nofollow`, "<li>一</li>", "<td>2</td>"} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is missing in %s", want, html)
		}
	}
	for _, bad := range []string{"<script", "<img", "onerror=", "javascript:"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s is in %s", bad, html)
		}
	}
}

func FuzzHTMLOf(f *testing.F) {
	f.Add("# a\n[x](javascript:1)<script>")
	f.Fuzz(func(t *testing.T, text string) {
		if html := strings.ToLower(HTMLOf(text)); strings.Contains(html, "<script") || strings.Contains(html, `href="javascript:`) {
			t.Error(html)
		}
	})
}
