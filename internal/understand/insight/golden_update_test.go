package insight_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"kith/internal/understand/insight"
)

// rewriteGolden replaces the expected rows of every question by the oracle's
// and leaves all else, comments included.
func rewriteGolden(t *testing.T, text []byte) []byte {
	t.Helper()
	f := readGolden(t, text)
	data := f.data(t)
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	for i, question := range nodeAt(doc.Content[0], "questions").Content {
		g := f.Questions[i]
		truth := newOracle(data, g.question(t), f.Zone, g.Now)
		want := goldenWant(t, oracleRows(truth.answer()), truth.calendar.loc)
		if old := nodeAt(question, "want"); old != nil {
			*old = *want
		} else {
			question.Content = append(question.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "want"}, want)
		}
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&doc); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// nodeAt is the value of a mapping's key, nil when it lacks it.
func nodeAt(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// goldenWant writes the rows as one reads them: no labels and nothing that is
// null, times in the zone, a row to a line.
func goldenWant(t *testing.T, a *insight.Answer, loc *time.Location) *yaml.Node {
	t.Helper()
	rows := map[string]any{"trend": a.Trend, "funnel": a.Funnel, "retention": a.Retention, "paths": a.Paths, "stickiness": a.Stickiness,
		"lifecycle": a.Lifecycle, "sessions": a.Sessions, "rfm": a.RFM, "channels": a.Channels}
	text, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node // JSON is YAML, and a node keeps the order of keys
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	tidyNode(doc.Content[0], loc)
	return doc.Content[0]
}

// tidyNode styles a node and what is in it; true when it stands on one line.
func tidyNode(n *yaml.Node, loc *time.Location) bool {
	n.Style = 0
	switch n.Kind {
	case yaml.ScalarNode:
		if at, err := time.Parse(time.RFC3339, n.Value); err == nil {
			n.Value = at.In(loc).Format(time.RFC3339)
		}
		return true
	case yaml.MappingNode:
		var kept []*yaml.Node
		for i := 0; i < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if value.Tag != "!!null" && key.Value != "label" {
				kept = append(kept, key, value)
			}
		}
		n.Content = kept
	}
	flat := true
	for _, child := range n.Content {
		short := tidyNode(child, loc)
		flat = flat && short && (n.Kind == yaml.MappingNode || child.Kind == yaml.ScalarNode)
	}
	if flat {
		n.Style = yaml.FlowStyle
	}
	return flat
}
