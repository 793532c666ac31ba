package insight_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kith/internal/understand/insight"
)

// routes shows the whole paths of an answer: sessions, persons, labels.
func routes(a *insight.PathsAnswer) string {
	var rows []string
	for _, p := range a.Paths {
		labels := make([]string, len(p.Nodes))
		for i, n := range p.Nodes {
			labels[i] = a.Nodes[n].Label
		}
		rows = append(rows, fmt.Sprintf("%d/%d %s", p.Sessions, p.Persons, strings.Join(labels, ">")))
	}
	return strings.Join(rows, ", ")
}

func TestPathsFollowSessions(t *testing.T) {
	for _, c := range []struct{ name, paths, history, want string }{
		{"half an hour is no gap", `"depth":3`, "a@0 b@1800", "1/1 a>b"},
		{"a second more is", `"depth":3`, "a@0 b@1801", "1/1 a, 1/1 b"},
		{"the first labels", `"depth":2`, "a@0 b@1 c@2", "1/1 a>b"},
		{"repeats count once", `"depth":3`, "a@0 a@1 b@2 b@3 a@4", "1/1 a>b>a"},
		{"or each time", `"depth":3,"repeats":true`, "a@0 a@1 b@2", "1/1 a>a>b"},
		{"what is not activity is not on paths", `"depth":3`, "a@0 $set@1 a@2 b@3", "1/1 a>b"},
		{"some events only", `"only":["a","c"]`, "a@0 b@1 a@2 c@3", "1/1 a>c"},
		{"some events not", `"skip":["b"]`, "a@0 b@1 c@2", "1/1 a>c"},
		{"a session from before the range", `"depth":3`, "a@-5 b@0", ""},
		{"from its first match", `"from":{"event":"b"},"depth":3`, "a@0 b@1 c@2 b@3 a@4", "1/1 b>c>b"},
		{"no match, no path", `"from":{"event":"x"}`, "a@0 b@1", ""},
		{"back from the match", `"to":{"event":"c"},"depth":3`, "a@0 b@1 a@2 b@3 c@4 a@5", "1/1 c>b>a"},
		{"between both", `"from":{"event":"a"},"to":{"event":"c"}`, "x@0 a@1 b@2 c@3 b@4", "1/1 a>b>c"},
		{"one event is not both ends", `"from":{"event":"a"},"to":{"event":"a"}`, "a@0 b@1 a@2", "1/1 a>b>a"},
		{"too long keeps the last", `"from":{"event":"a"},"to":{"event":"z"},"depth":3`, "a@0 b@1 c@2 d@3 z@4", "1/1 a>b>z"},
		{"told apart by a value", `"by":"p","depth":3`, "a@0=x a@1=y a@2", "1/1 a · x>a · y>a"},
		{"the rest is other", `"top":1,"depth":2`, "a@0 b@1 a@3000 b@3001 c@9000 a@9001", "2/1 a>b, 1/1 other>other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := ask(t, people(t, c.history), 30*86400, `{`+week+`,"paths":{`+c.paths+`}}`)
			if got := routes(a.Paths); got != c.want {
				t.Errorf("%s: %q, want %q", c.history, got, c.want)
			}
		})
	}
}

func TestPathsCountSessionsAndPersons(t *testing.T) {
	f := people(t, "a@0 b@1 a@9000 b@9001 c@9002", "a@0 c@1", "a@0")
	a := ask(t, f, 30*86400, `{`+week+`,"paths":{"depth":3}}`)
	if a.Paths.Sessions != 4 || a.Paths.Persons != 3 {
		t.Errorf("%d sessions of %d persons", a.Paths.Sessions, a.Paths.Persons)
	}
	start, link := a.Paths.Nodes[0], a.Paths.Links[0]
	if start.Label != "a" || start.Sessions != 4 || start.Persons != 3 || start.Ends != 1 {
		t.Errorf("the first node %+v", start)
	}
	if link.Sessions != 2 || link.Persons != 1 || a.Paths.Nodes[link.To].Label != "b" || a.Paths.Nodes[link.To].Ends != 1 {
		t.Errorf("the first link %+v", link)
	}
	who, err := asker(f, 30*86400).Persons(t.Context(), a.Question, insight.Cell{Node: &insight.PathRef{Event: "a"}, Next: &insight.PathRef{Event: "c"}}, 0, 10)
	if err != nil || !slices.Equal(who, []uint32{1}) {
		t.Errorf("behind a to c %v, %v; want person 1", who, err)
	}
}

func BenchmarkPaths(b *testing.B) {
	const span = `"range":{"from":"2026-03-02","to":"2026-05-31"}`
	for name, paths := range map[string]string{
		"open":     `"depth":3`,
		"from":     `"from":{"event":"search"}`,
		"to":       `"to":{"event":"order"}`,
		"platform": `"by":"platform"`,
	} {
		b.Run(name, func(b *testing.B) { measure(b, `{`+span+`,"paths":{`+paths+`}}`) })
	}
}
