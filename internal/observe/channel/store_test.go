package channel

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

var (
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	me   = Who{Workspace: 1, Operator: 7}
)

func each(t *testing.T, test func(*testing.T, *Store)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), "channel", Migrations); err != nil {
			t.Fatal(err)
		}
		test(t, New(d, func() time.Time { return noon }))
	})
}

func TestCosts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		enter := func(entries ...Entry) {
			t.Helper()
			if _, err := s.Enter(t.Context(), me, entries); err != nil {
				t.Fatal(err)
			}
		}
		spring := Entry{Cost: Cost{Day: "2026-02-27", Channel: PaidSocial, Source: "fb", Campaign: "spring", Currency: "eur", Amount: 10}, Until: "2026-03-01"}
		enter(spring, Entry{Cost: Cost{Day: "2026-03-01", Channel: Mail, Currency: "EUR", Amount: 0.1}})
		list, err := s.List(t.Context(), 1, "2026-02-01", "2026-03-31")
		if err != nil || len(list) != 4 {
			t.Fatalf("%+v (%v)", list, err)
		}
		sum := 0.0
		for _, c := range list {
			if c.ChangedBy != 7 || !c.Changed.Equal(noon) || c.Currency != "EUR" {
				t.Errorf("%+v", c)
			}
			if c.Source == "facebook" {
				sum += c.Amount
			}
		}
		if sum != 10 || list[0].Amount != 3.333334 {
			t.Errorf("10 over three days is %v, first %v", sum, list[0].Amount)
		}
		spring.Amount, spring.Until = 5, "" // takes the place of the first day's
		enter(spring, spring)
		spring.Day, spring.Amount = "2026-02-28", 0 // takes the second day's away
		enter(spring)
		costs, err := s.Costs(t.Context(), 1, "2026-02-27", "2026-02-28")
		if want := []Cost{{"2026-02-27", PaidSocial, "facebook", "spring", "EUR", 5}}; err != nil || !slices.Equal(costs, want) {
			t.Errorf("got %+v (%v), want %+v", costs, err, want)
		}
		if other, err := s.Costs(t.Context(), 2, "2026-02-01", "2026-03-31"); err != nil || len(other) > 0 {
			t.Errorf("another workspace has %+v (%v)", other, err)
		}
		good := Cost{Day: "2026-03-02", Channel: Mail, Currency: "EUR", Amount: 1}
		for field, edit := range map[string]func(*Entry){
			"costs[1].day": func(e *Entry) { e.Day = "2026-02-30" }, "costs[1].until": func(e *Entry) { e.Until = "2026-03-01" },
			"costs[1].channel": func(e *Entry) { e.Channel = "tv" }, "costs[1].source": func(e *Entry) { e.Source = strings.Repeat("x", 201) },
			"costs[1].currency": func(e *Entry) { e.Currency = "€" }, "costs[1].amount": func(e *Entry) { e.Amount = -1 },
		} {
			bad := Entry{Cost: good}
			edit(&bad)
			_, err := s.Enter(t.Context(), me, []Entry{{Cost: good}, bad})
			if e, ok := err.(*kith.Error); !ok || e.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if after, _ := s.Costs(t.Context(), 1, "2026-03-02", "2026-03-02"); len(after) > 0 {
			t.Errorf("a refused call left %+v", after)
		}
	})
}

func TestRules(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		first, err := s.SetRules(t.Context(), me, Rules{Rules: []Rule{{Source: "a*", Channel: Mail}}, Own: []string{"shop.example"}})
		if err != nil || first.Version != 1 || first.ChangedBy != 7 {
			t.Fatalf("%+v (%v)", first, err)
		}
		for _, stale := range []int64{0, 2} {
			if _, err := s.SetRules(t.Context(), me, Rules{Version: stale}); kith.CodeOf(err) != kith.Conflict {
				t.Errorf("version %d: %v", stale, err)
			}
		}
		if c, err := s.Classifier(t.Context(), 1); err != nil || len(c.Rules) != 1 || len(c.Own) != 1 {
			t.Errorf("%+v (%v)", c, err)
		}
		if _, err := s.SetRules(t.Context(), me, Rules{Version: 1}); err != nil {
			t.Error(err)
		}
		for _, bad := range []Rules{{Rules: []Rule{{Channel: Mail}}}, {Rules: []Rule{{Source: "a", Channel: "tv"}}}, {Own: []string{"no domain"}}, {Rules: []Rule{{Domain: "x", Channel: Mail}}}} {
			bad.Version = 2
			if _, err := s.SetRules(t.Context(), me, bad); kith.CodeOf(err) != kith.Invalid {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}
