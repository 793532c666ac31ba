package plan

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
)

// plainly is the judge as it would be explained: every rule after the other.
func plainly(p *Plan, e *kith.Event) (broken bool, held bool) {
	if kith.Passive(e.Name) {
		return false, false
	}
	note := func(a Act) { broken, held = true, held || a == Quarantine }
	r, known := p.Events[e.Name]
	switch {
	case !known:
		if p.OtherEvents != Allow {
			note(p.OtherEvents)
		}
		return broken, held
	case r.Status == Draft:
		return false, false
	case r.Status == Deprecated:
		note(r.OnViolation)
		return broken, held
	}
	ruled := map[string]PropertyRule{}
	for _, rule := range r.Properties {
		ruled[rule.Name] = rule
		act := rule.OnViolation
		if act == "" {
			act = r.OnViolation
		}
		at := slices.IndexFunc(e.Props, func(p kith.Property) bool { return p.Name == rule.Name })
		if at < 0 {
			if rule.Required {
				note(act)
			}
			continue
		}
		if !fits(rule, e.Props[at].Value) {
			note(act)
		}
	}
	for _, p := range e.Props {
		if _, ok := ruled[p.Name]; !ok && r.Others != Allow && !strings.HasPrefix(p.Name, "$") && !strings.HasPrefix(p.Name, "utm_") {
			note(r.Others)
		}
	}
	return broken, held
}

func fits(r PropertyRule, v kith.Value) bool {
	kind := map[Type]bool{
		"": true, Text: v.Kind == kith.String, Number: v.Kind == kith.Number, Bool: v.Kind == kith.Bool,
		List: v.Kind == kith.JSON && v.Str[0] == '[', Object: v.Kind == kith.JSON && v.Str[0] == '{',
		Time: v.Kind == kith.String && v.Str == "2026-01-02T03:04:05Z", // no number of these tests is one
	}[r.Type]
	allowed := len(r.Values) == 0
	for _, want := range r.Values {
		text, _ := json.Marshal(want)
		have, _ := json.Marshal(map[kith.ValueKind]any{kith.Bool: v.Num != 0, kith.Number: v.Num, kith.String: v.Str}[v.Kind])
		allowed = allowed || string(text) == string(have)
	}
	matches := r.Pattern == "" || v.Kind == kith.String && regexp.MustCompile("^(?:"+r.Pattern+")$").MatchString(v.Str)
	within := (r.Min == nil || v.Kind == kith.Number && v.Num >= *r.Min) && (r.Max == nil || v.Kind == kith.Number && v.Num <= *r.Max)
	return kind && allowed && matches && within
}

func pick[T any](d *rand.Rand, of ...T) T { return of[d.IntN(len(of))] }

func anyRules(d *rand.Rand) Rules {
	r := Rules{Status: pick(d, Draft, Locked, Locked, Locked, Deprecated), OnViolation: pick(d, Flag, Quarantine), Others: pick(d, Allow, Flag, Quarantine)}
	for _, name := range []string{"a", "b", "c"}[:d.IntN(4)] {
		rule := PropertyRule{Name: name, Type: pick(d, "", Text, Number, Bool, Time, List, Object), Required: d.IntN(2) == 0, OnViolation: pick(d, "", Flag, Quarantine)}
		switch low := 2.0; {
		case (rule.Type == Text || rule.Type == "") && d.IntN(2) == 0:
			rule.Pattern = pick(d, "x+", "x|yy", ".")
		case (rule.Type == Number || rule.Type == "") && d.IntN(2) == 0:
			rule.Min = &low
		case rule.Type == Text:
			rule.Values = []any{"x", "yy"}
		case rule.Type == "":
			rule.Values = []any{"x", 3.0, true}
		}
		r.Properties = append(r.Properties, rule)
	}
	return r
}

func anyEvent(d *rand.Rand) kith.Event {
	e := kith.Event{Name: pick(d, "bought", "looked", "$set")}
	for _, name := range []string{"a", "b", "c", "z", "$url", "utm_source"} {
		if d.IntN(2) == 0 {
			e.Props = append(e.Props, kith.Property{Name: name, Value: pick(d, kith.StringValue("x"), kith.StringValue("yy"), kith.StringValue("no"),
				kith.StringValue("2026-01-02T03:04:05Z"), kith.NumberValue(3), kith.NumberValue(1), kith.BoolValue(true), kith.JSONValue("[1]"), kith.JSONValue(`{"a":1}`))})
		}
	}
	return e
}

func TestJudgesAsAPlainCheckerDoes(t *testing.T) {
	d := rand.New(rand.NewPCG(7, 11))
	seen := map[string]int{}
	for range 20_000 {
		p := &Plan{OtherEvents: pick(d, Allow, Flag, Quarantine), Events: map[string]Rules{"bought": anyRules(d)}}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		e := anyEvent(d)
		sent := slices.Clone(e.Props)
		broken, held := plainly(p, &e)
		flaw := Compile(p).Judge(&e)
		marked := slices.ContainsFunc(e.Props, func(p kith.Property) bool { return p.Name == Violation })
		if (flaw != nil) != held || marked != (broken && !held) || !slices.Equal(e.Props[:len(sent)], sent) {
			text, _ := json.Marshal(p)
			t.Fatalf("%s\n%+v: flaw %+v, marked %v; plainly broken %v, held %v", text, e, flaw, marked, broken, held)
		}
		seen[fmt.Sprint(broken, held)]++
	}
	if len(seen) != 3 {
		t.Errorf("not every outcome was met: %v", seen)
	}
}

// TestAMarkIsTheEventsOwn has events whose properties share memory, as those of
// a decoder do.
func TestAMarkIsTheEventsOwn(t *testing.T) {
	c := Compile(&Plan{OtherEvents: Flag, Events: map[string]Rules{}})
	shared := []kith.Property{{Name: "a", Value: kith.NumberValue(1)}, {Name: "b", Value: kith.NumberValue(2)}}
	first, second := kith.Event{Name: "x", Props: shared[:1]}, kith.Event{Name: "y", Props: shared[1:]}
	if c.Judge(&first) != nil || c.Judge(&second) != nil || len(first.Props) != 2 || second.Props[0].Name != "b" {
		t.Errorf("%v %v", first, second)
	}
	forged := kith.Event{Name: "x", Props: []kith.Property{{Name: Violation, Value: kith.StringValue("mine")}}}
	if c.Judge(&forged); forged.Props[0].Value.Str != "rule_unexpected_event" || len(forged.Props) != 1 {
		t.Error(forged)
	}
}

func TestPlansThatAreWrong(t *testing.T) {
	for text, field := range map[string]string{
		`{"other_events":"maybe"}`:                                                                    "other_events",
		`{"events":{"$set":{}}}`:                                                                      "events.$set",
		`{"events":{"a":{"properties":[{"name":""}]}}}`:                                               "events.a.properties[0].name",
		`{"events":{"a":{"properties":[{"name":"b"},{"name":"b"}]}}}`:                                 "events.a.properties[1].name",
		`{"events":{"a":{"properties":[{"name":"b","type":"date"}]}}}`:                                "events.a.properties[0].type",
		`{"events":{"a":{"properties":[{"name":"b","pattern":"a)(b"}]}}}`:                             "events.a.properties[0].pattern",
		`{"events":{"a":{"properties":[{"name":"b","pattern":"(x{1000}){1000}"}]}}}`:                  "events.a.properties[0].pattern",
		`{"events":{"a":{"properties":[{"name":"b","pattern":"` + strings.Repeat("x", 201) + `"}]}}}`: "events.a.properties[0].pattern",
		`{"events":{"a":{"properties":[{"name":"b","type":"number","values":["x"]}]}}}`:               "events.a.properties[0].values[0]",
		`{"events":{"a":{"properties":[{"name":"b","min":2,"max":1}]}}}`:                              "events.a.properties[0].max",
		`{"aliases":{"events":{"a":["a"]}}}`:                                                          "aliases.events.a",
		`{"aliases":{"events":{"a":["b"],"b":["c"]}}}`:                                                "aliases.events.a",
		`{"aliases":{"properties":{"a":["c"],"b":["c"]}}}`:                                            "aliases.properties.b",
		`{"else":1}`: "",
		`{} {}`:      "",
	} {
		_, err := Parse([]byte(text))
		var e *kith.Error
		if kith.CodeOf(err) != kith.Invalid || !asError(err, &e) || e.Field != field {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func asError(err error, to **kith.Error) bool {
	e, ok := err.(*kith.Error)
	*to = e
	return ok
}

func TestOwnNamesGoOverBuiltInOnes(t *testing.T) {
	own := Aliases{Events: map[string][]string{"paid": {"order_paid"}, "$pageleave": {}}, Properties: map[string][]string{}}
	got := Compile(&Plan{OtherEvents: Allow, Aliases: own}).Aliases().Events
	if !slices.Equal(got["paid"], []string{"order_paid"}) || !slices.Equal(got["Order Completed"], []string{"$purchase"}) || got["$pageleave"] != nil || len(got["$pageview"]) != 2 {
		t.Error(got)
	}
	if b := BuiltIn(); (&b).Check("") != nil {
		t.Error("the built-in names are wrong themselves")
	}
}

func TestInference(t *testing.T) {
	zero := 0.0
	r := Infer([]Seen{
		{Name: "amount", Share: 1, Kinds: map[Type]float64{Number: 1}, Min: &zero},
		{Name: "currency", Share: 0.5, Kinds: map[Type]float64{Text: 1}, Values: []any{"EUR", "CNY"}},
		{Name: "mixed", Share: 0.2, Kinds: map[Type]float64{Text: 0.5, Number: 0.5}},
		{Name: "at", Share: 0.2, Kinds: map[Type]float64{Text: 1}, Times: true, Values: []any{"2026-01-02"}},
		{Name: "$url", Share: 1},
	})
	text, _ := json.Marshal(r)
	want := `{"status":"draft","on_violation":"flag","other_properties":"allow","properties":[{"name":"amount","type":"number","required":true,"min":0},{"name":"at","type":"time"},{"name":"currency","type":"text","values":["EUR","CNY"]},{"name":"mixed"}]}`
	if string(text) != want {
		t.Errorf("%s", text)
	}
	if err := r.Check(""); err != nil {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`{}`, `{"other_events":"flag","events":{"a":{"status":"locked","properties":[{"name":"b","type":"text","pattern":"x+","values":["x",1,true]}]}},"aliases":{"events":{"a":["b"]}}}`, `{"events":{"a":{"properties":[{"name":"b","pattern":"(?i)[[:alpha:]]*"}]}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse(data)
		if err != nil {
			if kith.CodeOf(err) != kith.Invalid {
				t.Fatal(err)
			}
			return
		}
		// What was read is judged by, and is the same once written and read again.
		c := Compile(&p)
		for name := range p.Events {
			c.Judge(&kith.Event{Name: name, Props: []kith.Property{{Name: "b", Value: kith.StringValue("x")}}})
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if twice, _ := json.Marshal(again); string(twice) != string(text) {
			t.Fatalf("%s\n%s", text, twice)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	r := Rules{Status: Locked, OnViolation: Flag, Others: Allow}
	for i := range 50 {
		r.Properties = append(r.Properties, PropertyRule{Name: fmt.Sprint("p", i), Type: Number})
	}
	p := &Plan{OtherEvents: Allow, Events: map[string]Rules{"x": r}}
	if err := p.Check(); err != nil {
		b.Fatal(err)
	}
	c, e := Compile(p), kith.Event{Name: "x", Time: time.Now().UnixMicro()}
	for i := range 20 {
		e.Props = append(e.Props, kith.Property{Name: fmt.Sprint("p", i), Value: kith.NumberValue(1)})
	}
	for b.Loop() {
		if c.Judge(&e) != nil {
			b.Fatal()
		}
	}
}
