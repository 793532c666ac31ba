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

// table shows a retention answer: a row a cohort that has members, its size and
// the persons in its cells.
func table(g insight.RetentionGroup) string {
	var rows []string
	for i, c := range g.Cohorts {
		if c.Size == 0 {
			continue
		}
		row := fmt.Sprintf("%d: %d", i, c.Size)
		for _, cell := range c.Cells {
			row += fmt.Sprintf(" %d", cell.Persons)
		}
		rows = append(rows, row)
	}
	return strings.Join(rows, ", ")
}

func TestRetentionCountsReturns(t *testing.T) {
	for _, c := range []struct{ name, retention, history, want string }{
		{"the start counts if it is a return", `"start":{"event":"a"},"return":{"event":"a"},"periods":2`, "a@0", "0: 1 1 0 0"},
		{"a return before the start does not", `"start":{"event":"a"},"return":{"event":"b"},"periods":2`, "b@0 a@0", "0: 1 0 0 0"},
		{"in the same second after it does", `"start":{"event":"a"},"return":{"event":"b"},"periods":2`, "a@0 b@0", "0: 1 1 0 0"},
		{"the first ever lies before the range", `"start":{"event":"a"},"return":{"event":"a"},"periods":2`, "a@-1 a@5", ""},
		{"the first in the range", `"start":{"event":"a"},"return":{"event":"a"},"periods":2,"cohort":"first_in_range"`, "a@-1 a@5", "0: 1 1 0 0"},
		{"calendar days end at midnight", `"start":{"event":"a"},"return":{"event":"b"},"periods":2`, "a@0.9d b@1.0d b@2.1d", "0: 1 0 1 1"},
		{"exact days last 24 hours", `"start":{"event":"a"},"return":{"event":"b"},"periods":2,"window":"exact"`, "a@0.9d b@1.0d b@2.1d", "0: 1 1 1 0"},
		{"periods go on after the range", `"start":{"event":"a"},"return":{"event":"b"},"periods":3`, "a@6.5d b@9.0d", "6: 1 0 0 0 1"},
		{"every day is a cohort", `"start":{"event":"a"},"return":{"event":"a"},"periods":2,"cohort":"every"`, "a@0.1d a@0.2d a@2.0d", "0: 1 1 0 1, 2: 1 1 0 0"},
		{"every: each with its own start", `"start":{"event":"a"},"return":{"event":"b"},"periods":1,"cohort":"every"`, "a@0.1d b@0.2d b@1.1d a@1.2d", "0: 1 1 1, 1: 1 0 0"},
		{"every, exact", `"start":{"event":"a"},"return":{"event":"b"},"periods":2,"cohort":"every","window":"exact"`, "a@0.5d a@1.25d b@1.4d b@2.5d", "0: 1 1 0 1, 1: 1 1 1 0"},
		{"on or after fills what lies before", `"start":{"event":"a"},"return":{"event":"b"},"periods":3,"mode":"on_or_after"`, "a@0.0d b@2.0d", "0: 1 1 1 1 0"},
		{"also from beyond the last period", `"start":{"event":"a"},"return":{"event":"b"},"periods":2,"mode":"on_or_after"`, "a@0.0d b@90.0d", "0: 1 1 1 1"},
		{"brackets", `"start":{"event":"a"},"return":{"event":"b"},"mode":"brackets","brackets":[[0,0],[1,3],[3,5]]`, "a@0.0d b@2.0d b@3.0d", "0: 1 0 1 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := ask(t, people(t, c.history), 30*86400, `{`+week+`,"retention":{`+c.retention+`}}`)
			if got := table(a.Retention.Groups[0]); got != c.want {
				t.Errorf("%s: %q, want %q", c.history, got, c.want)
			}
		})
	}
}

func TestRetentionKnowsWhatHasNotHappenedYet(t *testing.T) {
	f := people(t, "a@0 a@90000", "a@100", "a@86400")
	a := ask(t, f, 86400+3600, `{`+week+`,"retention":{"start":{"event":"a"},"return":{"event":"a"},"periods":2}}`)
	cells := a.Retention.Groups[0].Cohorts[0].Cells
	if cells[0].Incomplete || !cells[1].Incomplete || cells[1].Future || !cells[2].Future {
		t.Errorf("the first cohort's cells at one o'clock on its second day: %+v", cells)
	}
	if avg := a.Retention.Groups[0].Average; avg[0] == nil || *avg[0] != 1 || avg[1] != nil {
		t.Errorf("averages %v are of complete cells", avg)
	}
	column := 1
	lost, err := asker(f, 86400+3600).Persons(t.Context(), a.Question, insight.Cell{Bucket: &a.Retention.Groups[0].Cohorts[0].Start, Column: &column, Lost: true}, 0, 10)
	if err != nil || !slices.Equal(lost, []uint32{1}) {
		t.Errorf("lost %v, %v; want person 1", lost, err)
	}
}

func TestRetentionRefusesWithTheField(t *testing.T) {
	const events = `"start":{"event":"a"},"return":{"event":"b"}`
	for field, retention := range map[string]string{
		"retention.return.event": `"start":{"event":"a"}`,
		"retention.periods":      events + `,"periods":367`,
		"retention.brackets":     events + `,"brackets":[[0,1]]`,
		"retention.brackets[1]":  events + `,"mode":"brackets","brackets":[[0,1],[3,2]]`,
		"retention.unit":         events + `,"unit":"total"`,
	} {
		_, err := insight.Parse([]byte(`{` + week + `,"retention":{` + retention + `}}`))
		var refused *kith.Error
		if !errors.As(err, &refused) || refused.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	q, err := insight.Parse([]byte(`{"range":{"last":"4900h"},"retention":{"start":{"event":"a"},"return":{"event":"b"},"unit":"hour","periods":366}}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = asker(people(t, "a@0"), 0).Ask(t.Context(), q); kith.CodeOf(err) != kith.Invalid {
		t.Errorf("a table of almost two million cells: %v", err)
	}
}

func BenchmarkRetention(b *testing.B) {
	const span = `"range":{"from":"2026-03-02","to":"2026-05-31"}`
	for name, retention := range map[string]string{
		"first_ever":  `"start":{"event":"*"},"return":{"event":"*"},"periods":30`,
		"named":       `"start":{"event":"view"},"return":{"event":"cart"},"periods":30`,
		"every":       `"start":{"event":"*"},"return":{"event":"*"},"cohort":"every","periods":30`,
		"on_or_after": `"start":{"event":"*"},"return":{"event":"cart"},"mode":"on_or_after","cohort":"every","periods":30`,
		"exact":       `"start":{"event":"*"},"return":{"event":"*"},"window":"exact","periods":30`,
		"exact_every": `"start":{"event":"*"},"return":{"event":"*"},"window":"exact","cohort":"every","periods":30`,
	} {
		b.Run(name, func(b *testing.B) { measure(b, `{`+span+`,"retention":{`+retention+`}}`) })
	}
}
