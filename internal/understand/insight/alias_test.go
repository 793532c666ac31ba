package insight_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// sentAs is the data as if some of it had been sent by clients that say seen
// for view, and have other names for properties.
func (d *dice) sentAs(data *oracleData) *oracleData {
	out := &oracleData{merges: data.merges}
	for _, e := range data.events {
		if e.name == "view" && d.chance(0.5) {
			e.name = "seen"
		}
		e.props = maps.Clone(e.props)
		for key, other := range map[string]string{"plan": "tier", "amount": "value"} {
			v, ok := e.props[key]
			if ok && d.chance(0.5) {
				delete(e.props, key)
				e.props[other] = v
			} else if ok && d.chance(0.3) {
				e.props[other] = kith.StringValue("the first that is there counts")
			}
		}
		out.events = append(out.events, e)
	}
	return out
}

var aliases = &insight.Aliases{Events: map[string][]string{"view": {"viewed", "seen"}}, Properties: map[string][]string{"plan": {"tier"}, "amount": {"never", "value"}}}

// TestNamesThatMeanTheSame asks about data of several clients by canonical
// names: the answers are those over data that one client sent.
func TestNamesThatMeanTheSame(t *testing.T) {
	asked := 0
	for seed := range uint64(60) {
		d := newDice(seed + 4242)
		data := d.data()
		sent := d.sentAs(data)
		sources, err := newSources(t.Context(), "index,record", t.TempDir(), sent)
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			q, now := d.question()
			if q.Paths != nil {
				continue // they show names as they were sent
			}
			full := cloneQuestion(q)
			oracleDefaults(&full)
			want := newOracle(data, full, d.zone, now).answer()
			for _, s := range sources {
				names := namesOf(t, s.store)
				asker := data.asker(s.store, d.zone, now)
				asker.Aliases, asker.Names = aliases, names
				got, err := asker.Ask(t.Context(), cloneQuestion(q))
				if err != nil {
					t.Fatal(err)
				}
				if diff := oracleDiff(got, want); diff != "" {
					t.Fatalf("seed %d, %s: %s\n%s", seed, s.name, trial{question: q}.json(), diff)
				}
				asked++
			}
		}
		closeSources(sources)
	}
	if asked < 400 {
		t.Errorf("only %d questions were asked", asked)
	}
}

func namesOf(t *testing.T, s timeline.Store) *timeline.Names {
	snap, err := s.Snapshot(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	return snap.Names()
}

func TestASentNameAlone(t *testing.T) {
	data := &oracleData{}
	for i, name := range []string{"view", "seen", "seen"} {
		data.events = append(data.events, oracleEvent{person: 1, micros: int64(i+1) * 1e6, name: name, seq: uint64(i + 1)})
	}
	store := newPlainStore(data)
	asker := &insight.Asker{Store: store, Zone: "UTC", Now: func() time.Time { return time.Unix(3600, 0) }, Aliases: aliases, Names: namesOf(t, store)}
	for _, c := range []struct {
		selector insight.Selector
		count    float64
		says     string
	}{
		{insight.Selector{Event: "view"}, 3, "view (also sent as seen)"},
		{insight.Selector{Event: "view", Exact: true}, 1, "view happened"},
		{insight.Selector{Event: "seen"}, 2, "seen happened"},
		{insight.Selector{Events: []string{"view", "seen"}}, 3, "view or seen"},
	} {
		a, err := asker.Ask(t.Context(), insight.Question{Range: insight.Range{From: "1970-01-01", To: "1970-01-01"}, Trend: &insight.Trend{Unit: "total", Series: []insight.Series{{Selector: c.selector}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := *a.Trend.Lines[0].Total; got != c.count || !strings.Contains(a.Definition.En, c.says) || len(a.Warnings) != 0 {
			t.Errorf("%+v: %v, %q, %v", c.selector, got, a.Definition.En, a.Warnings)
		}
	}
}
