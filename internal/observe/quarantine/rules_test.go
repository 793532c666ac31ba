package quarantine_test

import (
	"testing"

	"kith/internal/observe/plan"
	"kith/internal/observe/quarantine"
)

// TestReplayAfterAFix replays what broke a rule: it stays while the rule stands,
// and becomes one event once it was edited, for all of them at once, or the rule
// was changed.
func TestReplayAfterAFix(t *testing.T) {
	s := newScene(t)
	rules := func(text string) *plan.Compiled {
		p, err := plan.Parse([]byte(text))
		s.ok(err)
		return plan.Compile(&p)
	}
	strict := rules(`{"events":{"bought":{"status":"locked","on_violation":"quarantine","properties":[{"name":"amount","type":"number","required":true}]}}}`)
	s.reject(
		bad("rule_type", `{"type":"track","event":"bought","userId":"ada","messageId":"m1","properties":{"amount":" 5.5"}}`),
		bad("rule_type", `{"type":"track","event":"bought","userId":"bo","properties":{"amount":"many"}}`),
		bad("rule_missing", `{"type":"track","event":"bought","userId":"cy","properties":{"price":7}}`),
	)
	replay := func(reason string, c quarantine.Change, by *plan.Compiled) *quarantine.ReplayOutcome {
		t.Helper()
		out, err := s.store.Replay(t.Context(), quarantine.Replay{Workspace: 1, Query: quarantine.Query{Reason: reason}, Change: c, Rules: by}, noon.UnixMicro(), s.space.Append)
		s.ok(err)
		return out
	}
	if out := replay("rule_type", quarantine.Change{}, strict); out.Replayed != 0 || out.Failures[0].Reason != "rule_type" {
		t.Fatalf("as they are: %+v", out)
	}
	read := quarantine.Change{Properties: []quarantine.PropertyChange{{Name: "amount", To: "number"}}}
	if out := replay("rule_type", read, strict); out.Replayed != 1 || out.Failed != 1 {
		t.Fatalf("read as numbers: %+v", out)
	}
	named := quarantine.Change{Properties: []quarantine.PropertyChange{{Name: "price", Rename: "amount"}}}
	if out := replay("rule_missing", named, strict); out.Replayed != 1 {
		t.Fatalf("renamed: %+v", out)
	}
	if out := replay("rule_type", quarantine.Change{}, rules(`{}`)); out.Replayed != 1 {
		t.Fatalf("without the rule: %+v", out)
	}
	for _, reason := range []string{"rule_type", "rule_missing"} {
		if out := replay(reason, read, rules(`{}`)); out.Replayed+out.Failed != 0 {
			t.Errorf("again: %+v", out)
		}
	}
	got := map[string]int{}
	for _, r := range s.rows() {
		for _, p := range r.Props {
			got[s.space.Names().Properties.Name(p.Key)+"="+p.Value.Text()]++
		}
	}
	if len(got) != 3 || got["amount=5.5"] != 1 || got["amount=7"] != 1 || got["amount=many"] != 1 {
		t.Errorf("%v", got)
	}
}

func TestPropertyChanges(t *testing.T) {
	for _, c := range []struct {
		change         quarantine.PropertyChange
		wire, raw, out string
	}{
		{quarantine.PropertyChange{Name: "a", Drop: true}, "", `{"properties":{"a":1,"b":2}}`, `{"properties":{"b":2}}`},
		{quarantine.PropertyChange{Name: "a", Rename: "b"}, "", `{"properties":{"a":1,"b":2}}`, `{"properties":{"a":1,"b":2}}`},
		{quarantine.PropertyChange{Name: "a", Set: "x"}, "", `{"traits":{}}`, `{"traits":{"a":"x"}}`},
		{quarantine.PropertyChange{Name: "a", Set: "x"}, "posthog", `{}`, `{"properties":{"a":"x"}}`},
		{quarantine.PropertyChange{Name: "a", To: "text"}, "", `{"properties":{"a":1.50}}`, `{"properties":{"a":"1.50"}}`},
		{quarantine.PropertyChange{Name: "a", To: "text"}, "", `{"properties":{"a":[1]}}`, `{"properties":{"a":[1]}}`},
		{quarantine.PropertyChange{Name: "a", To: "bool"}, "", `{"properties":{"a":"TRUE"}}`, `{"properties":{"a":true}}`},
		{quarantine.PropertyChange{Name: "a", To: "bool"}, "", `{"properties":{"a":0}}`, `{"properties":{"a":false}}`},
		{quarantine.PropertyChange{Name: "a", To: "number"}, "", `{"properties":{"a":"0x10"}}`, `{"properties":{"a":"0x10"}}`},
		{quarantine.PropertyChange{Name: "a", To: "number"}, "", `{"properties":{"a":"NaN"}}`, `{"properties":{"a":"NaN"}}`},
	} {
		change := quarantine.Change{Properties: []quarantine.PropertyChange{c.change}}
		if got := string(quarantine.Edit(&change, c.wire, []byte(c.raw))); got != c.out {
			t.Errorf("%+v: %s", c.change, got)
		}
	}
}
