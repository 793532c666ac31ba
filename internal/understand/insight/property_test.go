package insight_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/understand/insight"
)

var (
	oracleSeeds   = flag.Int("oracle.seeds", 0, "how many random workspaces TestFoldsEqualOracle makes, however long it takes; 0: 30, for at most 45 s")
	oracleFirst   = flag.Uint64("oracle.first", 1, "seed of the first")
	oracleSources = flag.String("oracle.sources", "plain,index,built,grown,record", "which stores to ask")
)

// questionsPerWorkspace spreads the cost of filling the stores.
const questionsPerWorkspace = 20

// Every fold, over every source, gives the rows and lists the persons that the
// oracle does. A longer run, leaving out the slow record:
//
//	go test -run TestFoldsEqualOracle -oracle.seeds 5000 -oracle.sources plain,index
func TestFoldsEqualOracle(t *testing.T) {
	seeds, deadline := *oracleSeeds, time.Now().Add(1000*time.Hour)
	if seeds == 0 {
		seeds, deadline = 30, time.Now().Add(45*time.Second)
	}
	for seed := *oracleFirst; seed < *oracleFirst+uint64(seeds); seed++ {
		if time.Now().After(deadline) {
			t.Logf("the time is over after %d of %d workspaces", seed-*oracleFirst, seeds)
			return
		}
		d := newDice(seed)
		data := d.data()
		trials := d.trials()
		fault := failsOn(t.Context(), *oracleSources, t.TempDir(), data, trials...)
		if fault == nil {
			continue
		}
		small := shrink(t, data, fault)
		t.Errorf("seed %d: %s\nquestion %s\nasked at %s (%d) in %s\n%s", seed, small.describe(), small.trial.json(),
			small.trial.now.In(d.loc).Format(time.RFC3339), small.trial.now.Unix(), small.trial.zone, small.data.show(d.loc))
	}
}

// trial is one question about a workspace, and what else to ask of it.
type trial struct {
	question insight.Question // as sent
	now      time.Time
	zone     string
	cells    uint64 // seed of the cells and persons asked about
}

func (d *dice) trials() []trial {
	var out []trial
	for range questionsPerWorkspace {
		q, now := d.question()
		out = append(out, trial{q, now, d.zone, d.Uint64()})
	}
	return out
}

func (tr trial) json() []byte {
	text, err := json.Marshal(tr.question)
	if err != nil {
		panic(err)
	}
	return text
}

// fault is a trial that an answer failed.
type fault struct {
	trial  trial
	source string
	what   string // which call
	diff   string
	data   *oracleData
}

func (f *fault) describe() string { return fmt.Sprintf("%s, %s: %s", f.source, f.what, f.diff) }

// failsOn asks every trial of every source; nil when all agree with the oracle.
func failsOn(ctx context.Context, names, dir string, data *oracleData, trials ...trial) *fault {
	sources, err := newSources(ctx, names, dir, data)
	if err != nil {
		return &fault{source: names, what: "open", diff: err.Error(), data: data, trial: trials[0]}
	}
	defer closeSources(sources)
	for _, tr := range trials {
		for _, s := range sources {
			if what, diff := tr.judge(ctx, s, data); diff != "" {
				return &fault{tr, s.name, what, diff, data}
			}
		}
	}
	return nil
}

// judge asks one source everything about a question and gives the first
// difference from the oracle.
func (tr trial) judge(ctx context.Context, s oracleSource, data *oracleData) (what, diff string) {
	defer func() {
		if r := recover(); r != nil {
			what, diff = what+" (or after)", fmt.Sprintf("panic: %v", r)
		}
	}()
	q, err := insight.Parse(tr.json())
	if err != nil {
		return "parse", err.Error()
	}
	full := cloneQuestion(tr.question)
	oracleDefaults(&full)
	if !oracleSame(full, q) {
		a, _ := json.Marshal(q)
		b, _ := json.Marshal(full)
		return "defaults", fmt.Sprintf("got %s, want %s", a, b)
	}
	asker := data.asker(s.store, tr.zone, tr.now)
	truth := newOracle(data, full, tr.zone, tr.now)
	want := truth.answer()
	got, err := asker.Ask(ctx, cloneQuestion(q))
	if err != nil {
		return "ask", err.Error()
	}
	if diff := oracleDiff(got, want); diff != "" {
		return "ask", diff
	}
	if got, err = asker.Ask(ctx, cloneQuestion(q)); err != nil { // now from what the first worked out
		return "ask again", err.Error()
	}
	if diff := oracleDiff(got, want); diff != "" {
		return "ask again", diff
	}
	d := newDice(tr.cells)
	cells := 4
	if s.name == "record" { // every call reads the disk anew
		cells = 1
	}
	if what, diff := d.judgePerson(ctx, asker, q, data, tr); diff != "" {
		return what, diff
	}
	for range cells {
		cell, ok := d.cell(q, want)
		if !ok {
			break
		}
		if diff := judgeCell(ctx, asker, q, cell, truth); diff != "" {
			text, _ := json.Marshal(cell)
			return fmt.Sprintf("persons of %s", text), diff
		}
	}
	return "", ""
}

// judgePerson asks for the rows of one person: those of a workspace that has
// nobody else.
func (d *dice) judgePerson(ctx context.Context, asker *insight.Asker, q insight.Question, data *oracleData, tr trial) (what, diff string) {
	person := uint32(77_777) // nobody
	if len(data.events) > 0 && d.chance(0.9) {
		person = pick(d, data.events...).person
	}
	alone := &oracleData{merges: data.merges, costs: data.costs}
	for _, e := range data.events {
		if data.canonical(e.person) == data.canonical(person) {
			alone.events = append(alone.events, e)
		}
	}
	what = fmt.Sprintf("ask person %d", person)
	got, err := asker.AskPerson(ctx, cloneQuestion(q), person)
	if err != nil {
		return what, err.Error()
	}
	return what, oracleDiff(got, newOracle(alone, q, tr.zone, tr.now).answer())
}

// judgeCell lists a cell's persons page by page.
func judgeCell(ctx context.Context, asker *insight.Asker, q insight.Question, cell insight.Cell, truth *oracle) string {
	want := truth.persons(cell)
	var got []uint32
	for after := uint32(0); ; {
		page, err := asker.Persons(ctx, cloneQuestion(q), cell, after, 3)
		if err != nil {
			return err.Error()
		}
		got = append(got, page...)
		if len(page) < 3 {
			break
		}
		after = page[2]
		if len(got) > len(want)+3 {
			break
		}
	}
	if !slices.Equal(got, want) {
		return fmt.Sprintf("got %v, want %v", got, want)
	}
	return ""
}

// cloneQuestion keeps a call from changing what others are asked.
func cloneQuestion(q insight.Question) insight.Question {
	text, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	var out insight.Question
	if err := json.Unmarshal(text, &out); err != nil {
		panic(err)
	}
	return out
}

// shrink removes events, merges and properties as long as the same source still
// fails the same question.
func shrink(t *testing.T, data *oracleData, found *fault) *fault {
	deadline := time.Now().Add(5 * time.Second)
	best := found
	try := func(smaller *oracleData) bool {
		if time.Now().After(deadline) {
			return false
		}
		f := failsOn(t.Context(), found.source, t.TempDir(), smaller, found.trial)
		if f != nil && strings.Fields(f.what)[0] == strings.Fields(found.what)[0] {
			best = f
			return true
		}
		return false
	}
	for size := max(1, len(data.events)/2); ; size /= 2 {
		for at := 0; at < len(best.data.events); {
			if !try(best.data.without(at, size)) {
				at += size
			}
		}
		if size <= 1 {
			break
		}
	}
	for i := len(best.data.merges) - 1; i >= 0; i-- {
		try(&oracleData{events: best.data.events, costs: best.data.costs, merges: slices.Delete(slices.Clone(best.data.merges), i, i+1)})
	}
	for i := range best.data.events {
		for key := range best.data.events[i].props {
			smaller := best.data.without(0, 0)
			smaller.events[i].props = withoutKey(smaller.events[i].props, key)
			try(smaller)
		}
	}
	return best
}

// without is the data less n events from one on, numbered anew.
func (d *oracleData) without(at, n int) *oracleData {
	out := &oracleData{merges: d.merges, costs: d.costs, events: slices.Delete(slices.Clone(d.events), at, min(at+n, len(d.events)))}
	for i := range out.events {
		out.events[i].seq = uint64(i + 1)
	}
	return out
}

func withoutKey[V any](m map[string]V, key string) map[string]V {
	out := map[string]V{}
	for k, v := range m {
		if k != key {
			out[k] = v
		}
	}
	return out
}
