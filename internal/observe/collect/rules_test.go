package collect

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"kith/internal/observe/collect/wire"
	"kith/internal/observe/plan"
)

// TestRulesAreJudgedAtTheDoor sends what breaks rules over every wire: what is
// flagged is accepted and marked, what is not accepted is kept with the reason,
// and what has no rules is untouched.
func TestRulesAreJudgedAtTheDoor(t *testing.T) {
	p, err := plan.Parse([]byte(`{"events":{"Bought":{"status":"locked","on_violation":"quarantine","properties":[
		{"name":"amount","type":"number","required":true},{"name":"currency","values":["EUR"],"on_violation":"flag"}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	compiled := plan.Compile(&p)
	s := newScene(t, Options{Rules: func(workspace uint32) wire.Rules {
		if workspace == 1 {
			return compiled
		}
		return nil
	}})
	for wire, send := range map[string]func(event, props string) *httptest.ResponseRecorder{
		"segment": func(event, props string) *httptest.ResponseRecorder {
			return s.ask("POST", "/v1/track?writeKey=wk", fmt.Sprintf(`{"event":%q,"userId":"u","properties":{%s}}`, event, props))
		},
		"posthog": func(event, props string) *httptest.ResponseRecorder {
			return s.ask("POST", "/batch/", fmt.Sprintf(`{"api_key":"wk","batch":[{"event":%q,"distinct_id":"u","properties":{%s}}]}`, event, props))
		},
	} {
		for _, c := range []struct{ event, props, reason, mark string }{
			{"Bought", `"amount":5,"currency":"EUR"`, "", ""},
			{"Bought", `"amount":"5"`, "rule_type", ""},
			{"Bought", `"currency":"EUR"`, "rule_missing", ""},
			{"Bought", `"amount":5,"currency":"USD"`, "", "rule_value: currency"},
			{"Looked", `"amount":"5"`, "", ""},
		} {
			s.batches = nil
			if w := send(c.event, c.props); w.Code != 200 || len(s.batches) != 1 {
				t.Fatalf("%s: %d %s", wire, w.Code, w.Body)
			}
			b := s.batches[0]
			if c.reason != "" {
				if len(b.Events) != 0 || len(b.Rejected) != 1 || b.Rejected[0].Reason != c.reason || b.Rejected[0].Name != c.event || b.Rejected[0].Detail == "" {
					t.Errorf("%s %s: %+v", wire, c.props, b)
				}
				continue
			}
			mark := ""
			for _, p := range b.Events[0].Props {
				if p.Name == plan.Violation {
					mark = p.Value.Str
				}
			}
			if len(b.Rejected) != 0 || mark != c.mark {
				t.Errorf("%s %s: %q %+v", wire, c.props, mark, b)
			}
		}
	}
	if n := s.door.Counts().Rejected[wire.RuleType]; n != 2 {
		t.Errorf("%d counted", n)
	}
}
