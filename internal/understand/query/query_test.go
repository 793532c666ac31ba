package query_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/understand/query"
	"kith/internal/understand/query/sandbox"
)

// story is what every test of answers tells: Ann looks around on her phone
// and her laptop, signs in, buys on both; Bob buys; Vera only looks.
func (s *scene) story(seals int) {
	parts := [][]kith.Event{
		{
			event("1", "open", "", "phone", 0, prop("platform", "iOS"), prop("amount", 5)),
			event("2", "open", "bob", "", 300, prop("platform", "a platform with a long name")),
			event("3", "open", "", "v-1", 1, prop("rare", true), prop("Event", "taken")),
			event("10", "open", "", "laptop", 2),
		},
		{
			event("4", "$identify", "ann", "phone", 5, prop("plan", "free"), prop("city", "上海"), prop("$locale", "zh")),
			event("5", "order_paid", "ann", "phone", 10, prop("amount", 12), prop("items", []byte(`[{"sku":"a"}]`)), prop("code", "7")),
			event("6", "order_paid", "bob", "", -720, prop("amount", "free"), prop("code", 8)),
		},
		{
			event("7", "$identify", "ann", "phone", 20, prop("plan", "pro"), prop("note", `say "hi", 'you'`)),
			event("8", "order_paid", "ann", "laptop", 30, prop("amount", 30), prop("code", 9), prop("vip", true)),
			event("9", "open", "vera", "v-1", 31),
		},
	}
	for i, part := range parts {
		s.send(part...)
		if i < seals {
			s.seal()
		}
	}
}

var answers = []struct{ sql, want string }{
	{"SELECT count(*), count(DISTINCT person) FROM events", `[[10,3]]`},
	{"SELECT event, count(*) n FROM events GROUP BY event ORDER BY n DESC, event", `[["open",5],["order_paid",3],["$identify",2]]`},
	{"SELECT day, count(*) FROM events GROUP BY day ORDER BY day", `[["2026-03-02",9],["2026-03-03",1]]`},
	{"SELECT time, day FROM events WHERE event = 'order_paid' ORDER BY time LIMIT 1", `[["2026-03-02T08:00:00+08:00","2026-03-02"]]`},
	{"SELECT sum(amount), count(amount) FROM events", `[[47,3]]`},
	{"SELECT properties->>'amount' FROM events WHERE event = 'order_paid' ORDER BY time", `[["free"],["12"],["30"]]`},
	{"SELECT code FROM events WHERE code IS NOT NULL ORDER BY code", `[[8],[9]]`},
	{"SELECT platform, count(*) FROM events GROUP BY 1 ORDER BY 1 NULLS FIRST", `[[null,8],["a platform with a long name",1],["iOS",1]]`},
	{"SELECT items->0->>'sku', typeof(items) FROM events WHERE items IS NOT NULL", `[["a","JSON"]]`},
	{"SELECT count(*) FILTER (rare), count(*) FILTER (vip) FROM events", `[[1,1]]`},
	{"SELECT DISTINCT source, received FROM events", `[["web","2026-03-02T21:00:00+08:00"]]`},
	{"SELECT properties FROM events WHERE event = 'open' AND platform = 'iOS'", `[["{\"platform\":\"iOS\",\"amount\":5}"]]`},
	{"SELECT user_id, events, ids, traits FROM persons ORDER BY first_seen", `[["bob",2,1,"{}"],["ann",6,3,"{\"city\":\"上海\",\"note\":\"say \\\"hi\\\", 'you'\",\"plan\":\"pro\"}"],["vera",2,2,"{}"]]`},
	{"SELECT user_id, first_seen, last_seen FROM persons WHERE user_id = 'ann'", `[["ann","2026-03-02T20:00:00+08:00","2026-03-02T20:30:00+08:00"]]`},
	{"SELECT count(*) FROM persons WHERE traits->>'plan' = 'pro'", `[[1]]`},
	{"SELECT kind, id FROM ids JOIN persons USING (person) WHERE user_id = 'ann' ORDER BY ALL", `[["anonymous","laptop"],["anonymous","phone"],["user","ann"]]`},
	{"SELECT p.user_id, sum(e.amount) FROM events e JOIN persons p USING (person) WHERE e.event = 'order_paid' GROUP BY 1 ORDER BY 1", `[["ann",42],["bob",null]]`},
}

func TestAnswersAreTheSameWhereverTheRowsAre(t *testing.T) {
	for seals := range 4 {
		t.Run(fmt.Sprintf("%d parts sealed", seals), func(t *testing.T) {
			s := newScene(t)
			s.story(seals)
			// Ids and merges reach the database about a second after the events.
			s.settle(seals)
			for _, c := range answers {
				a, err := desk(query.Limits{}).Ask(caller(t.Context(), 1), s.space, c.sql)
				if err != nil {
					t.Errorf("%s: %v", c.sql, err)
					continue
				}
				if string(a.Rows) != c.want {
					t.Errorf("%s\n got %s\nwant %s", c.sql, a.Rows, c.want)
				}
				if a.Freshness.Seq != 10 || a.Freshness.Missing || !a.AsOf.Equal(noon.Add(2*time.Hour)) {
					t.Errorf("%s: %+v as of %s", c.sql, a.Freshness, a.AsOf)
				}
			}
		})
	}
}

// settle waits until the ids are in the database, which a seal does as well.
func (s *scene) settle(seals int) {
	if seals == 3 {
		return
	}
	ctx, cancel := context.WithTimeout(s.t.Context(), 30*time.Second)
	defer cancel()
	s.ok(s.w.CatchUp(ctx))
	for d := desk(query.Limits{}); ; {
		a, err := d.Ask(caller(ctx, 1), s.space, "SELECT count(*) FROM ids")
		s.ok(err)
		if string(a.Rows) == "[[6]]" {
			return
		}
	}
}

func TestWhatWasAcknowledgedIsInTheAnswer(t *testing.T) {
	s := newScene(t)
	d := desk(query.Limits{})
	for i := range 20 {
		s.send(event(fmt.Sprint(i), "tick", "", "a", i))
		a, err := d.Ask(caller(t.Context(), 1), s.space, "SELECT count(*) FROM events")
		if want := fmt.Sprintf("[[%d]]", i+1); err != nil || string(a.Rows) != want {
			t.Fatalf("%s, %v; want %s", a.Rows, err, want)
		}
	}
}

func TestAnEmptyWorkspaceHasEmptyTables(t *testing.T) {
	s := newScene(t)
	for _, table := range []string{"events", "persons", "ids"} {
		a, err := desk(query.Limits{}).Ask(caller(t.Context(), 1), s.space, "SELECT * FROM "+table)
		if err != nil || a.Count != 0 || string(a.Rows) != "[]" {
			t.Errorf("%s: %+v, %v", table, a, err)
		}
	}
}

func TestColumnsHaveTypesAndNamesThatAreFree(t *testing.T) {
	s := newScene(t)
	s.story(1)
	s.ok(s.w.CatchUp(t.Context()))
	schema, err := desk(query.Limits{}).Schema(t.Context(), s.space)
	s.ok(err)
	var names []string
	for _, c := range schema.Tables[0].Columns {
		names = append(names, c.Name+" "+c.Type)
		if c.Name == "platform" && (c.Values != 2 || c.Distinct != 2 || !slices.Equal(c.Events, []string{"open"}) || len(c.Examples) != 2) {
			t.Errorf("platform: %+v", c)
		}
	}
	all := strings.Join(names, ", ")
	for _, want := range []string{"person UINTEGER", "day DATE", "amount DOUBLE", "platform VARCHAR", "rare BOOLEAN", "items JSON", "code DOUBLE", "Event_", "properties JSON"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s among %s", want, all)
		}
	}
	if schema.Events[0] != (query.SchemaEvent{Name: "open", Rows: 5}) || schema.Sample != 10 {
		t.Errorf("%+v of %d", schema.Events, schema.Sample)
	}
}

func TestRefusalsNameThePlace(t *testing.T) {
	s := newScene(t)
	s.story(0)
	s.ok(s.w.CatchUp(t.Context()))
	for _, c := range []struct {
		sql    string
		reason sandbox.Reason
		place  query.Place
		hint   string
	}{
		{"SELECT 1,\n  '城', plattform FROM events", sandbox.UnknownColumn, query.Place{Line: 2, Column: 8, From: 17, To: 26}, "platform"},
		{"DELETE FROM events", sandbox.ReadOnly, query.Place{Line: 1, Column: 1, From: 0, To: 6}, "SELECT"},
		{"SELECT *\nFROM event", sandbox.UnknownTable, query.Place{Line: 2, Column: 6, From: 14, To: 19}, "events"},
		{"SELECT '😀', FROM WHERE", sandbox.Syntax, query.Place{Line: 1, Column: 18, From: 18, To: 23}, ""},
	} {
		_, err := desk(query.Limits{}).Ask(caller(t.Context(), 1), s.space, c.sql)
		var r *query.SQLRefusal
		if !errors.As(err, &r) || r.Problem.Reason != c.reason || r.Problem.Place == nil || *r.Problem.Place != c.place || !strings.Contains(r.Problem.Hint, c.hint) {
			t.Errorf("%s: %+v at %+v (%v)", c.sql, r.Problem, r.Problem.Place, err)
		}
		if kith.CodeOf(err) != kith.Invalid {
			t.Errorf("%s: %s", c.sql, kith.CodeOf(err))
		}
	}
}

func TestOnlySoManyRunAtOnce(t *testing.T) {
	s := newScene(t)
	d := desk(query.Limits{Each: 1, All: 2, Wait: time.Millisecond, Time: time.Minute})
	const forever = "SELECT count(*) FROM range(100000000000)"
	begin := func(operator uint32) (stop func()) {
		ctx, cancel := context.WithCancel(caller(t.Context(), operator))
		started, ended := make(chan struct{}), make(chan struct{})
		space := *s.space
		space.CatchUp = func(context.Context) error { close(started); return nil }
		go func() {
			defer close(ended)
			if _, err := d.Ask(ctx, &space, forever); !errors.Is(err, context.Canceled) {
				t.Errorf("stopped: %v", err)
			}
		}()
		<-started
		return func() { cancel(); <-ended }
	}
	one := begin(1)
	if _, err := d.Ask(caller(t.Context(), 1), s.space, "SELECT 1"); kith.CodeOf(err) != kith.TooMany || !strings.Contains(err.Error(), "your other") {
		t.Errorf("a second of one operator: %v", err)
	}
	two := begin(2)
	if _, err := d.Ask(caller(t.Context(), 3), s.space, "SELECT 1"); kith.CodeOf(err) != kith.TooMany {
		t.Errorf("a third of all: %v", err)
	}
	one()
	if _, err := d.Ask(caller(t.Context(), 1), s.space, "SELECT 1"); err != nil {
		t.Errorf("after one was stopped: %v", err)
	}
	two()
}
