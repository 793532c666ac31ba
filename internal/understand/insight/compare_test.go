package insight_test

import (
	"slices"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// What compare answers for the period before is what the oracle says of that
// period, and the persons behind it are the oracle's.
func TestCompareIsTheQuestionAskedOfThePeriodBefore(t *testing.T) {
	compared := 0
	for seed := uint64(500); seed < 506; seed++ {
		d := newDice(seed)
		data := d.data()
		sources, err := newSources(t.Context(), "index", t.TempDir(), data)
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range d.trials() {
			asker := &insight.Asker{Store: sources[0].store, Zone: tr.zone, Now: func() time.Time { return tr.now }}
			q := cloneQuestion(tr.question)
			q.Compare = insight.Previous
			a, err := asker.Ask(t.Context(), q)
			if err != nil {
				continue // what is no question, or has nothing before it
			}
			p := a.Previous
			if p == nil || p.Question.Compare != "" || p.To.After(a.From) {
				t.Fatalf("seed %d: %s: previous %+v", seed, tr.json(), p)
			}
			if groupsOf(&p.Question) {
				continue // its groups are those of the period asked about
			}
			compared++
			truth := newOracle(data, cloneQuestion(p.Question), tr.zone, tr.now)
			if diff := oracleDiff(p, truth.answer()); diff != "" {
				t.Errorf("seed %d: %s over %+v: %s", seed, tr.json(), p.Question.Range, diff)
			}
		}
		closeSources(sources)
	}
	if compared < 30 {
		t.Errorf("only %d questions were compared", compared)
	}
}

func groupsOf(q *insight.Question) bool {
	return q.Trend != nil && q.Trend.Breakdown != nil || q.Funnel != nil && q.Funnel.Breakdown != nil ||
		q.Retention != nil && q.Retention.Breakdown != nil || q.Sessions != nil && q.Sessions.Breakdown != nil || q.Channels != nil
}

func TestCompareKeepsTheGroups(t *testing.T) {
	f := &goldenFile{Events: `
		1 2026-03-01T10:00:00Z e p=a
		2 2026-03-01T10:00:00Z e p=b
		3 2026-03-01T10:00:00Z e p=b
		4 2026-03-01T10:00:00Z e p=c
		1 2026-03-02T10:00:00Z e p=a
		2 2026-03-02T10:00:00Z e p=a
		3 2026-03-02T10:00:00Z e p=b`}
	sources, err := newSources(t.Context(), "index,record", t.TempDir(), f.data(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closeSources(sources)
	for _, s := range sources {
		asker := &insight.Asker{Store: s.store, Now: func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }}
		q := insight.Question{Range: insight.Range{Last: "1d"}, Compare: insight.Previous, Trend: &insight.Trend{
			Series: []insight.Series{{Selector: insight.Selector{Event: "e"}}}, Breakdown: &insight.Breakdown{Property: "p"}}}
		a, err := asker.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		lines := a.Previous.Trend.Lines
		if len(a.Trend.Lines) != 2 || len(lines) != 3 || lines[0].Group.Value != "a" || *lines[0].Total != 1 || *lines[1].Total != 2 || !lines[2].Group.Other || *lines[2].Total != 1 {
			t.Errorf("%s: %+v", s.name, lines)
		}
		who, err := asker.Persons(t.Context(), q, insight.Cell{Previous: true, Group: &insight.Group{Other: true}}, 0, 10)
		if err != nil || !slices.Equal(who, []uint32{4}) {
			t.Errorf("%s: behind other: %v, %v", s.name, who, err)
		}
		q.Compare = ""
		if _, err := asker.Persons(t.Context(), q, insight.Cell{Previous: true}, 0, 10); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("without compare: %v", err)
		}
	}
}
