package plan

import (
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if err := d.Migrate(ctx, "plan", Migrations); err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		open := func() *Store {
			s, err := Open(ctx, d, func() time.Time { return now })
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s, who := open(), Who{Workspace: 1, Operator: 5}
		locked := Rules{Status: Locked, OnViolation: Quarantine, Properties: []PropertyRule{{Name: "amount", Type: Number, Required: true}}}
		event := func() *kith.Event { return &kith.Event{Name: "bought"} }
		if s.InForce(1).Judge(event()) != nil || !s.InForce(1).Quiet() {
			t.Error("something is asked before anything was said")
		}
		stamp, err := s.SetRules(ctx, who, "bought", 0, locked)
		if err != nil || stamp.Version != 1 || stamp.ChangedBy != 5 || !stamp.Changed.Equal(now) {
			t.Fatalf("%+v %v", stamp, err)
		}
		if _, err := s.SetRules(ctx, who, "bought", 0, locked); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("over what was not seen: %v", err)
		}
		for _, s := range []*Store{s, open()} { // at once, and after a start
			if s.InForce(1).Judge(event()) == nil || s.InForce(2).Judge(event()) != nil {
				t.Error("the wrong workspace's rules are in force")
			}
		}
		if _, err := s.SetAliases(ctx, who, 0, Aliases{Events: map[string][]string{"paid": {"bought"}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SetOthers(ctx, who, 0, Flag); err != nil {
			t.Fatal(err)
		}
		p, err := s.Plan(ctx, 1)
		if err != nil || len(p.Events) != 1 || p.OtherEvents != Flag || len(p.Aliases.Events) != 1 {
			t.Fatalf("%+v %v", p, err)
		}
		if err := s.Import(ctx, who, &Plan{Events: map[string]Rules{"looked": {}}}); err != nil {
			t.Fatal(err)
		}
		again, err := s.Plan(ctx, 1)
		if err != nil || len(again.Events) != 1 || again.Events["looked"].Status != Draft || again.OtherEvents != Allow || s.InForce(1).Judge(event()) != nil {
			t.Errorf("%+v %v", again, err)
		}
		if err := s.Import(ctx, who, p); err != nil || s.InForce(1).Judge(event()) == nil {
			t.Error("a plan that was exported is not what it was", err)
		}
		_, stamps, err := s.read(ctx, 1)
		if err != nil || s.DropRules(ctx, who, "bought", stamps[key{kindEvent, "bought"}].Version) != nil || s.InForce(1).Judge(event()) != nil {
			t.Error("rules that were taken away are judged by", err)
		}
	})
}
