package insight_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

const week = `"range":{"from":"2026-03-02","to":"2026-03-08"}`

func TestFunnelPicksTheBestAttempt(t *testing.T) {
	const ab = `"steps":[{"event":"a"},{"event":"b"}],"window":"10s"`
	const abc = `"steps":[{"event":"a"},{"event":"b"},{"event":"c"}],"window":"1h"`
	for _, c := range []struct {
		name, funnel, history string
		reached               int
		seconds               []float64 // of each step reached after the first, from the first
	}{
		{"the window includes its end", ab, "a@0 b@10", 2, []float64{10}},
		{"and nothing after", ab, "a@0 b@11", 1, nil},
		{"step 1 again starts again", ab, "a@0 a@100 b@105", 2, []float64{5}},
		{"of two that end together the later start", ab, "a@0 a@5 b@10", 2, []float64{5}},
		{"of two complete ones the earlier end", ab, "a@0 b@9 a@20 b@21", 2, []float64{9}},
		{"a later start may go deeper", abc, "a@0 b@3000 a@3500 b@3700 c@4000", 3, []float64{200, 500}},
		{"the same second is in time", ab, "a@5 b@5", 2, []float64{0}},
		{"one event serves one step", `"steps":[{"event":"a"},{"event":"a"}]`, "a@0", 1, nil},
		{"two events serve two", `"steps":[{"event":"a"},{"event":"a"}]`, "a@0 a@0", 2, []float64{0}},
		{"a start before the range is none", ab, "a@-5 b@1", 0, nil},
		{"later steps may lie after it", ab, "a@604799 b@604801", 2, []float64{2}},
		{"a filter on step 1", `"steps":[{"event":"a","where":[{"property":"p","op":"eq","values":["x"]}]},{"event":"b"}]`, "a@0=x a@1=y b@2", 2, []float64{2}},

		{"an exclusion ends the attempt", abc + `,"exclude":[{"event":"x"}]`, "a@0 b@1 x@2 c@3", 2, []float64{1}},
		{"not the next one", abc + `,"exclude":[{"event":"x"}]`, "a@0 x@1 a@2 b@3 c@4", 3, []float64{1, 2}},
		{"one behind may pass it", abc + `,"exclude":[{"event":"x","after":2}]`, "a@0 b@1 a@2 x@3 b@4 c@5", 3, []float64{2, 3}},
		{"it is looked at before the step", abc + `,"exclude":[{"event":"b"}]`, "a@0 b@1 c@2", 1, nil},
		{"out of the window it ends nothing", ab + `,"exclude":[{"event":"x"}],"exclude_mode":"person"`, "a@0 x@11", 1, nil},
		{"or it leaves the person out", ab + `,"exclude":[{"event":"x"}],"exclude_mode":"person"`, "a@0 b@1 a@2 x@3", 0, nil},

		{"strict: the very next", abc + `,"order":"strict"`, "a@0 b@1 x@2 c@3 a@4 b@5 c@6", 3, []float64{1, 2}},
		{"strict: what is not activity does not count", abc + `,"order":"strict"`, "a@0 $set@1 b@2 $identify@3 c@4", 3, []float64{2, 4}},
		{"strict: step 1 repeated", abc + `,"order":"strict"`, "a@0 a@1 b@2 x@3", 2, []float64{1}},

		{"any order", abc + `,"order":"any"`, "c@0 a@10 b@30", 3, []float64{10, 30}},
		{"any: the latest start that is as deep", abc + `,"order":"any"`, "c@0 c@5 a@10 c@20 b@30", 3, []float64{10, 20}},
		{"any: the window slides", ab + `,"order":"any"`, "a@0 b@20 a@25", 2, []float64{5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := ask(t, people(t, c.history), 30*86400, `{`+week+`,"funnel":{`+c.funnel+`}}`)
			reached, seconds := 0, []float64(nil)
			for i, s := range a.Funnel.Groups[0].Steps {
				reached += int(s.Persons)
				if i > 0 && s.Persons > 0 {
					seconds = append(seconds, *s.TotalMedianSeconds)
				}
			}
			if reached != c.reached || !slices.Equal(seconds, c.seconds) {
				t.Errorf("%s: %d steps at %v, want %d at %v", c.history, reached, seconds, c.reached, c.seconds)
			}
		})
	}
}

func TestFunnelCountsOpenAttemptsAndGroups(t *testing.T) {
	f := people(t, "a@0=x b@10", "a@0=y", "a@86400=x")
	a := ask(t, f, 7*86400+60, `{`+week+`,"funnel":{"steps":[{"event":"a"},{"event":"b"}],"window":"7d","trend":"day","breakdown":{"property":"p"}}}`)
	g := a.Funnel.Groups
	if len(g) != 3 || g[0].Open != 1 || g[1].Group.Value != "x" || g[1].Steps[0].Persons != 2 || g[2].Steps[0].Persons != 1 {
		t.Fatalf("groups %+v", g)
	}
	if d := g[0].Trend[0]; d.Entered != 2 || d.Converted != 1 || *d.Rate != 0.5 || d.Incomplete != true {
		t.Errorf("the first day %+v: its window ends a week after the day does", d)
	}
	lost, err := asker(f, 7*86400+60).Persons(t.Context(), a.Question, insight.Cell{Step: 1, Dropped: true, Group: g[1].Group}, 0, 10)
	if err != nil || !slices.Equal(lost, []uint32{2}) {
		t.Errorf("behind x's loss %v, %v; want person 2", lost, err)
	}
}

func TestFunnelRefusesWithTheField(t *testing.T) {
	step := `{"event":"a"},`
	for field, funnel := range map[string]string{
		"funnel.steps":                  `"steps":[` + strings.TrimSuffix(strings.Repeat(step, 50), ",") + `]`,
		"funnel.steps[1].event":         `"steps":[{"event":"a"},{}]`,
		"funnel.window":                 `"steps":[{"event":"a"},{"event":"b"}],"window":"0d"`,
		"funnel.order":                  `"steps":[{"event":"a"},{"event":"b"}],"order":"upside_down"`,
		"funnel.exclude":                `"steps":[{"event":"a"},{"event":"b"}],"order":"any","exclude":[{"event":"x"}]`,
		"funnel.exclude[0].before":      `"steps":[{"event":"a"},{"event":"b"},{"event":"c"}],"exclude":[{"event":"x","after":2,"before":2}]`,
		"funnel.steps[2]":               `"steps":[{"event":"a"},{"event":"b"},{"event":"a","label":"again"}],"order":"any"`,
		"funnel.trend":                  `"steps":[{"event":"a"},{"event":"b"}],"trend":"total"`,
		"funnel.breakdown.property":     `"steps":[{"event":"a"},{"event":"b"}],"breakdown":{}`,
		"funnel.exclude[0].where[0].op": `"steps":[{"event":"a"},{"event":"b"}],"exclude":[{"event":"x","where":[{"property":"p"}]}]`,
	} {
		_, err := insight.Parse([]byte(`{` + week + `,"funnel":{` + funnel + `}}`))
		var refused *kith.Error
		if !errors.As(err, &refused) || refused.Field != field || refused.Code != kith.Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestFunnelSaysWhatItIs(t *testing.T) {
	a := ask(t, people(t, "view@0"), 0, `{`+week+`,"funnel":{"steps":[{"event":"view"},{"event":"paid"}],"window":"7d","exclude":[{"event":"refund"}]}}`)
	want := insight.Definition{
		En: "People who went from view to paid in this order within 7 days; the time runs from step 1 of each one's best attempt; without refund between steps 1 and 2.",
		Zh: "从 view 到 paid，在 7 天内按顺序走完的人；时间从每人最好一次的第 1 步算起；第 1 步到第 2 步之间不得有 refund。",
	}
	if a.Definition != want {
		t.Errorf("got\n%s\n%s", a.Definition.En, a.Definition.Zh)
	}
	if !slices.Contains(a.Warnings, fmt.Sprintf("no event named %q has been seen", "paid")) {
		t.Errorf("warnings %q", a.Warnings)
	}
}

func BenchmarkFunnel(b *testing.B) {
	const span = `"range":{"from":"2026-03-02","to":"2026-05-31"}`
	const steps = `"steps":[{"event":"view"},{"event":"cart"},{"event":"order"},{"event":"paid"}],"window":"7d"`
	for name, funnel := range map[string]string{
		"ordered":   steps,
		"exclusion": steps + `,"exclude":[{"event":"share"}]`,
		"platform":  steps + `,"breakdown":{"property":"platform"}`,
		"strict":    `"steps":[{"event":"view"},{"event":"read"},{"event":"search"}],"order":"strict","window":"7d"`,
		"any":       `"steps":[{"event":"search"},{"event":"cart"},{"event":"order"},{"event":"paid"}],"order":"any","window":"7d"`,
	} {
		b.Run(name, func(b *testing.B) { measure(b, `{`+span+`,"funnel":{`+funnel+`}}`) })
	}
}
