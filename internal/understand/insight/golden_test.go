package insight_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

var update = flag.Bool("update", false, "rewrite the expected rows of testdata/golden with the oracle's")

// goldenFile is a workspace small enough to answer by hand, and questions with
// their answers. Events are lines in order of arrival: person, time, name and
// properties, whose values are JSON or bare text.
type goldenFile struct {
	About     string           `yaml:"about"`
	Zone      string           `yaml:"zone"`
	Now       time.Time        `yaml:"now"`
	Range     map[string]any   `yaml:"range"` // of questions that name none
	Events    string           `yaml:"events"`
	Merges    [][2]uint32      `yaml:"merges"`
	Costs     []map[string]any `yaml:"costs"`
	Questions []goldenQuestion `yaml:"questions"`
}

type goldenQuestion struct {
	Name    string         `yaml:"name"`
	Why     string         `yaml:"why"`
	Now     time.Time      `yaml:"now"` // the file's when absent
	Ask     map[string]any `yaml:"ask"`
	Persons []goldenCell   `yaml:"persons"`
	Want    map[string]any `yaml:"want"`
}

// goldenCell is a cell and who is behind it.
type goldenCell struct {
	Of  map[string]any `yaml:"of"`
	Are []uint32       `yaml:"are"`
}

// Every source gives the rows written in testdata/golden, and so does the
// oracle. After a change of a definition, -update rewrites them.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/golden/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				text = rewriteGolden(t, text)
				if err := os.WriteFile(path, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			judgeGolden(t, readGolden(t, text))
		})
	}
}

func readGolden(t *testing.T, text []byte) *goldenFile {
	t.Helper()
	var f goldenFile
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil {
		t.Fatal(err)
	}
	for i := range f.Questions {
		q := &f.Questions[i]
		if q.Now.IsZero() {
			q.Now = f.Now
		}
		if q.Ask["range"] == nil {
			q.Ask["range"] = f.Range
		}
	}
	return &f
}

func judgeGolden(t *testing.T, f *goldenFile) {
	data := f.data(t)
	sources, err := newSources(t.Context(), "plain,index,built,record", t.TempDir(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer closeSources(sources)
	for _, g := range f.Questions {
		t.Run(strings.ReplaceAll(g.Name, " ", "_"), func(t *testing.T) {
			q := g.question(t)
			var want insight.Answer
			transcode(t, g.Want, &want)
			truth := newOracle(data, q, f.Zone, g.Now)
			if diff := goldenDiff(truth.answer(), &want); diff != "" {
				t.Errorf("oracle: %s\n%s", diff, g.Why)
			}
			for _, s := range sources {
				asker := data.asker(s.store, f.Zone, g.Now)
				got, err := asker.Ask(t.Context(), cloneQuestion(q))
				if err != nil {
					t.Fatal(err)
				}
				if diff := goldenDiff(got, &want); diff != "" {
					t.Errorf("%s: %s\n%s", s.name, diff, g.Why)
				}
				g.judgeCells(t, asker, q, s.name, truth)
			}
		})
	}
}

func (g *goldenQuestion) judgeCells(t *testing.T, asker *insight.Asker, q insight.Question, source string, truth *oracle) {
	for _, p := range g.Persons {
		var cell insight.Cell
		transcode(t, p.Of, &cell)
		if got := truth.persons(cell); !slices.Equal(got, p.Are) {
			t.Errorf("oracle: behind %v are %v, want %v", p.Of, got, p.Are)
		}
		got, err := asker.Persons(t.Context(), cloneQuestion(q), cell, 0, 100)
		if err != nil || !slices.Equal(got, p.Are) {
			t.Errorf("%s: behind %v are %v (%v), want %v", source, p.Of, got, err, p.Are)
		}
	}
}

// goldenDiff compares the rows alone.
func goldenDiff(got, want *insight.Answer) string {
	rows := *want
	rows.From, rows.To, rows.AsOf, rows.Zone = got.From, got.To, got.AsOf, got.Zone
	return oracleDiff(got, &rows)
}

func (g *goldenQuestion) question(t *testing.T) insight.Question {
	t.Helper()
	text, err := json.Marshal(g.Ask)
	if err != nil {
		t.Fatal(err)
	}
	q, err := insight.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// transcode fills to from decoded YAML by the JSON names of its fields.
func transcode(t *testing.T, from, to any) {
	t.Helper()
	text, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(to); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func (f *goldenFile) data(t *testing.T) *oracleData {
	t.Helper()
	out := &oracleData{}
	for line := range strings.Lines(f.Events) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		e := oracleEvent{seq: uint64(len(out.events) + 1), props: map[string]kith.Value{}}
		if _, err := fmt.Sscan(fields[0], &e.person); err != nil || len(fields) < 3 {
			t.Fatalf("event %q: %v", line, err)
		}
		at, err := time.Parse(time.RFC3339Nano, fields[1])
		if err != nil {
			t.Fatal(err)
		}
		e.micros, e.name = at.UnixMicro(), fields[2]
		for _, field := range fields[3:] {
			key, text, _ := strings.Cut(field, "=")
			e.props[key] = goldenValue(text)
		}
		out.events = append(out.events, e)
	}
	for _, c := range f.Costs {
		var cost channel.Cost
		transcode(t, c, &cost)
		out.costs = append(out.costs, cost)
	}
	for _, m := range f.Merges {
		out.merges = append(out.merges, timeline.Pair{From: m[0], Into: m[1]})
	}
	return out
}

func goldenValue(text string) kith.Value {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return kith.StringValue(text)
	}
	if _, list := v.([]any); list {
		return kith.JSONValue(text)
	}
	return oracleValue(v)
}
