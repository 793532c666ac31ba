package insight_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"kith/internal/understand/insight"
)

// Every kind becomes a table whose rows are as wide as its head, in both
// languages, and no name or value becomes a formula of a spreadsheet.
func TestCSV(t *testing.T) {
	f := &goldenFile{Events: `
		1 2026-03-01T10:00:00Z e p="=cmd()" n=3
		1 2026-03-01T10:05:00Z x p=b n=4
		2 2026-03-02T10:00:00Z e p=b n=5
		1 2026-03-02T10:00:00Z e p=b n=1`}
	sources, err := newSources(t.Context(), "index", t.TempDir(), f.data(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closeSources(sources)
	asker := &insight.Asker{Store: sources[0].store, Zone: "Asia/Shanghai", Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }}
	sel := `{"event":"e"}`
	for _, c := range []struct{ ask, line string }{
		{`"trend":{"series":[` + sel + `],"breakdown":{"property":"p"}}`, "2026-03-01,,0,1"},
		{`"compare":"previous","trend":{"series":[{"event":"e","label":"=A1"}],"unit":"hour"}`, "上期,整段,,0"},
		{`"funnel":{"steps":[` + sel + `,{"event":"x"}]}`, "全部,2,1,0.5,0.5,300,1"},
		{`"retention":{"start":` + sel + `,"return":` + sel + `,"periods":1}`, "全部,2026-03-01,1,1,1,,1,1,是"},
		{`"paths":{"depth":2}`, "e,x,1,0.3333333333333333,1"},
		{`"stickiness":{"selector":` + sel + `}`, "2,1,0.5,1"},
		{`"lifecycle":{"selector":` + sel + `}`, "2026-03-02,是,1,1,0,0"},
		{`"sessions":{}`, "全部,整段,,3,2,4,2,0.6666666666666666,100,0,1.3333333333333333,1.5"},
		{`"rfm":{"selector":` + sel + `,"property":"n"}`, "潜力,2,1,0.08333333333333333,1.5,4.5,9"},
		{`"rfm":{"selector":` + sel + `,"property":"n","bins":2}`, "2,2,1,1,0.5,0.08333333333333333,2,4,4"},
	} {
		q, err := insight.Parse([]byte(`{"range":{"from":"2026-03-01","to":"2026-03-02"},` + c.ask + `}`))
		if err != nil {
			t.Fatal(err)
		}
		a, err := asker.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, language := range []string{"en", "zh"} {
			var out strings.Builder
			if err := a.WriteCSV(&out, language); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			if language == "zh" && !strings.Contains(text, "\n"+c.line+"\n") {
				t.Errorf("%s has no line %q:\n%s", c.ask, c.line, text)
			}
			_, rows, ok := strings.Cut(text, "\n\n")
			if all, err := csv.NewReader(strings.NewReader(rows)).ReadAll(); !ok || err != nil || len(all) < 2 {
				t.Errorf("%s: %v\n%s", c.ask, err, text)
			}
			if strings.Contains(text, ",=") || strings.Contains(text, "\n=") {
				t.Errorf("a formula got through:\n%s", text)
			}
		}
	}
}
