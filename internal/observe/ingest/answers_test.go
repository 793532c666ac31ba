package ingest

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"testing"
	"time"

	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// questions touch every column that a history has: who, when, what, and a
// property of each kind.
var questions = map[string]string{
	"events by day":      `{"range":{"from":"2026-01-01","to":"2026-12-31"},"trend":{"unit":"month","series":[{"event":"*"},{"event":"*","measure":"unique"},{"event":"pay","measure":"sum","property":"amount"}]}}`,
	"plans":              `{"range":{"from":"2026-01-01","to":"2026-12-31"},"trend":{"unit":"total","series":[{"event":"view"},{"event":"view","measure":"unique"}],"breakdown":{"property":"plan","limit":50}}}`,
	"each event's id":    `{"range":{"from":"2026-01-01","to":"2026-12-31"},"trend":{"unit":"week","series":[{"event":"pay","where":[{"property":"id","op":"contains","values":["7"]}]}]}}`,
	"funnel":             `{"range":{"from":"2026-01-01","to":"2026-12-31"},"funnel":{"window":"30d","steps":[{"event":"view"},{"event":"pay"},{"event":"view"}],"breakdown":{"property":"plan"}}}`,
	"retention":          `{"range":{"from":"2026-01-01","to":"2026-12-31"},"retention":{"start":{"event":"view"},"return":{"event":"pay"},"unit":"day"}}`,
	"two-step paths":     `{"range":{"from":"2026-01-01","to":"2026-12-31"},"paths":{"depth":3}}`,
	"recency and amount": `{"range":{"from":"2026-01-01","to":"2026-12-31"},"rfm":{"selector":{"event":"pay"},"property":"amount"}}`,
}

// fromRecord asks the record instead of the index.
type fromRecord struct{ w *Workspace }

func (f fromRecord) Snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	return f.w.RecordSnapshot(ctx, props)
}

func ask(tb testing.TB, store timeline.Store, question string) *insight.Answer {
	tb.Helper()
	q, err := insight.Parse([]byte(question))
	if err != nil {
		tb.Fatal(err)
	}
	asker := insight.Asker{Store: store, Zone: "UTC", Now: func() time.Time { return noon.AddDate(0, 6, 0) }}
	a, err := asker.Ask(tb.Context(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// answers asks everything of index and record, which must agree.
func (s *scene) answers() map[string]string {
	s.tb.Helper()
	out := map[string]string{}
	for name, q := range questions {
		memory, disk := ask(s.tb, s.w, q), ask(s.tb, fromRecord{s.w}, q)
		if disk.Cost.Source != "record" {
			s.tb.Fatalf("%s: the record's answer came from %s", name, disk.Cost.Source)
		}
		out[name] = plain(s.tb, memory)
		if got := plain(s.tb, disk); got != out[name] {
			s.tb.Fatalf("%s: index and record differ\n%s", name, difference(out[name], got))
		}
	}
	return out
}

// plain is an answer without what it cost, and without the last digits of its
// averages: they depend on the order in which workers meet persons.
func plain(tb testing.TB, a *insight.Answer) string {
	tb.Helper()
	a.Cost = insight.Cost{}
	text, err := json.Marshal(a)
	if err != nil {
		tb.Fatal(err)
	}
	return digits.ReplaceAllStringFunc(string(text), func(s string) string {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			tb.Fatal(err)
		}
		return strconv.FormatFloat(f, 'g', 9, 64)
	})
}

var digits = regexp.MustCompile(`\d+\.\d{6,}`)

// difference shows where two texts part.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-60)
	return a[from:min(len(a), i+60)] + "\n" + b[from:min(len(b), i+60)]
}

// count is the total of one trend line over one event.
func (s *scene) count(event string) int {
	s.tb.Helper()
	a := ask(s.tb, s.w, `{"range":{"from":"2026-01-01","to":"2026-12-31"},"trend":{"unit":"total","series":[{"event":"`+event+`"}]}}`)
	return int(*a.Trend.Lines[0].Total)
}

func (s *scene) sameAnswers(want, got map[string]string) {
	s.tb.Helper()
	for name := range questions {
		if want[name] != got[name] {
			s.tb.Fatalf("%s: another answer than before\n%s", name, difference(want[name], got[name]))
		}
	}
}
