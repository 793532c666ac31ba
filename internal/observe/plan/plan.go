package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

// Violation is the property that an event gets which breaks a rule and is
// accepted: the reason, and the property at fault.
const Violation = "$violation"

// Status says how far an event's rules are.
type Status string

const (
	Draft      Status = "draft"      // not judged by
	Locked     Status = "locked"     // judged by
	Deprecated Status = "deprecated" // the event is not to be sent any more
)

// Act is what becomes of an event that breaks a rule.
type Act string

const (
	Allow      Act = "allow"
	Flag       Act = "flag"       // accepted and marked
	Quarantine Act = "quarantine" // not accepted, kept with the reason
)

// Type is what a property's value is to be.
type Type string

const (
	Text   Type = "text"
	Number Type = "number"
	Bool   Type = "bool"
	Time   Type = "time" // ISO 8601, or since 1970
	List   Type = "list"
	Object Type = "object"
)

// Rules are what an event is expected to be.
type Rules struct {
	Status      Status         `json:"status" enum:"draft,locked,deprecated" doc:"Only locked rules are judged by; a deprecated event is unexpected"`
	OnViolation Act            `json:"on_violation" enum:"flag,quarantine"`
	Others      Act            `json:"other_properties" enum:"allow,flag,quarantine" doc:"What becomes of an event with a property that has no rule; $… and utm_… are never meant"`
	Properties  []PropertyRule `json:"properties" maxItems:"255"`
}

// PropertyRule is what a property is expected to be.
type PropertyRule struct {
	Name        string   `json:"name" minLength:"1" maxLength:"200"`
	Type        Type     `json:"type,omitempty" enum:"text,number,bool,time,list,object" doc:"Any when absent"`
	Required    bool     `json:"required,omitempty"`
	Values      []any    `json:"values,omitempty" maxItems:"100" doc:"Only these: texts, numbers or truths"`
	Pattern     string   `json:"pattern,omitempty" maxLength:"200" doc:"A regular expression (RE2) that the whole text must match"`
	Min         *float64 `json:"min,omitempty"`
	Max         *float64 `json:"max,omitempty"`
	OnViolation Act      `json:"on_violation,omitempty" enum:"flag,quarantine" doc:"The event's when absent"`
}

// Aliases says which sent names a canonical one means besides itself.
type Aliases struct {
	Events     map[string][]string `json:"events"`
	Properties map[string][]string `json:"properties"`
}

// Plan is all of a workspace's. The zero Plan expects nothing.
type Plan struct {
	OtherEvents Act              `json:"other_events" enum:"allow,flag,quarantine" doc:"What becomes of an event that has no rules here"`
	Events      map[string]Rules `json:"events"`
	Aliases     Aliases          `json:"aliases" doc:"The workspace's own; a name here takes the place of the built-in one, an empty list switches it off"`
}

const (
	maxEvents  = 2000
	maxAliases = 500
	maxText    = 500
)

func invalid(field, format string, args ...any) error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// oneOf is what v is, the first of all when it is "".
func oneOf[T ~string](field string, v *T, all ...T) error {
	if *v == "" {
		*v = all[0]
	}
	if !slices.Contains(all, *v) {
		return invalid(field, "%q is not one of %v", *v, all)
	}
	return nil
}

func name(field, s string) error {
	if s == "" || !utf8.ValidString(s) || strings.ContainsRune(s, 0) || utf8.RuneCountInString(s) > kith.MaxEventName {
		return invalid(field, "is not a name: it is empty, longer than %d characters, or not text", kith.MaxEventName)
	}
	return nil
}

// Check says what is wrong, and fills in what was left out.
func (p *Plan) Check() error {
	if err := oneOf("other_events", &p.OtherEvents, Allow, Flag, Quarantine); err != nil {
		return err
	}
	if len(p.Events) > maxEvents {
		return invalid("events", "%d events have rules; at most %d", len(p.Events), maxEvents)
	}
	for _, event := range slices.Sorted(maps.Keys(p.Events)) {
		r, at := p.Events[event], "events."+event
		if err := name(at, event); err != nil {
			return err
		}
		if kith.Passive(event) {
			return invalid(at, "says who a person is; it has no rules")
		}
		if err := r.Check(at); err != nil {
			return err
		}
		p.Events[event] = r
	}
	return p.Aliases.Check("aliases")
}

// Check says what is wrong, and fills in what was left out; at is the path.
func (r *Rules) Check(at string) error {
	if err := oneOf(at+".status", &r.Status, Draft, Locked, Deprecated); err != nil {
		return err
	}
	if err := oneOf(at+".on_violation", &r.OnViolation, Flag, Quarantine); err != nil {
		return err
	}
	if err := oneOf(at+".other_properties", &r.Others, Allow, Flag, Quarantine); err != nil {
		return err
	}
	if len(r.Properties) > kith.MaxProperties {
		return invalid(at+".properties", "%d properties; an event has at most %d", len(r.Properties), kith.MaxProperties)
	}
	if r.Properties == nil {
		r.Properties = []PropertyRule{}
	}
	seen := map[string]bool{}
	for i := range r.Properties {
		p, at := &r.Properties[i], fmt.Sprintf("%s.properties[%d]", at, i)
		if err := name(at+".name", p.Name); err != nil {
			return err
		}
		if seen[p.Name] {
			return invalid(at+".name", "%q has a rule already", p.Name)
		}
		seen[p.Name] = true
		if err := p.check(at); err != nil {
			return err
		}
	}
	return nil
}

func (p *PropertyRule) check(at string) error {
	if p.Name == Violation {
		return invalid(at+".name", "%s is what a rule writes", Violation)
	}
	if p.Type != "" {
		if err := oneOf(at+".type", &p.Type, Text, Number, Bool, Time, List, Object); err != nil {
			return err
		}
	}
	if p.OnViolation != "" {
		if err := oneOf(at+".on_violation", &p.OnViolation, Flag, Quarantine); err != nil {
			return err
		}
	}
	if len(p.Values) > 100 {
		return invalid(at+".values", "%d values; at most 100", len(p.Values))
	}
	for i, v := range p.Values {
		value, ok := scalar(v)
		if at := fmt.Sprintf("%s.values[%d]", at, i); !ok || len(value.Str) > maxText || !utf8.ValidString(value.Str) || strings.ContainsRune(value.Str, 0) {
			return invalid(at, "is neither a text of at most %d bytes, nor a number, nor a truth", maxText)
		} else if p.Type != "" && !is(p.Type, value) {
			return invalid(at, "is not of type %s", p.Type)
		}
	}
	if p.Pattern != "" {
		if p.Type != "" && p.Type != Text {
			return invalid(at+".pattern", "is for texts, the type is %s", p.Type)
		}
		if _, err := compilePattern(p.Pattern); err != nil {
			return &kith.Error{Code: kith.Invalid, Field: at + ".pattern", Message: "cannot be read: " + err.Error(), Hint: "write a regular expression of RE2, of at most 200 characters", Err: err}
		}
	}
	switch {
	case (p.Min != nil || p.Max != nil) && p.Type != "" && p.Type != Number:
		return invalid(at+".min", "bounds are for numbers, the type is %s", p.Type)
	case p.Min != nil && p.Max != nil && *p.Min > *p.Max:
		return invalid(at+".max", "is less than the minimum")
	}
	return nil
}

// compilePattern is linear in time by RE2; repetition is bounded so that it is
// small in memory as well.
func compilePattern(pattern string) (*regexp.Regexp, error) {
	if utf8.RuneCountInString(pattern) > 200 {
		return nil, fmt.Errorf("it has more than 200 characters")
	}
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, err // alone first: "a)(b" is not made right by what is put around it
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}

func scalar(v any) (kith.Value, bool) {
	switch v := v.(type) {
	case string:
		return kith.StringValue(v), true
	case bool:
		return kith.BoolValue(v), true
	case float64:
		n := kith.NumberValue(v)
		return n, n.Kind == kith.Number
	}
	return kith.Value{}, false
}

// Check says what is wrong with a table of names; at is the path.
func (a *Aliases) Check(at string) error {
	for _, t := range []struct {
		of  string
		all *map[string][]string
	}{{"events", &a.Events}, {"properties", &a.Properties}} {
		if *t.all == nil {
			*t.all = map[string][]string{}
		}
		at := at + "." + t.of
		if len(*t.all) > maxAliases {
			return invalid(at, "%d names; at most %d", len(*t.all), maxAliases)
		}
		of := map[string]string{}
		for _, canonical := range slices.Sorted(maps.Keys(*t.all)) {
			sent, at := (*t.all)[canonical], at+"."+canonical
			if err := name(at, canonical); err != nil {
				return err
			}
			if len(sent) > 50 {
				return invalid(at, "%d names; at most 50", len(sent))
			}
			for _, s := range sent {
				if err := name(at, s); err != nil {
					return err
				}
				if s == canonical {
					return invalid(at, "%q is the name itself", s)
				}
				if _, too := (*t.all)[s]; too {
					return invalid(at, "%q has names of its own; one step is as far as a name leads", s)
				}
				if other := of[s]; other != "" {
					return invalid(at, "%q belongs to %q already", s, other)
				}
				of[s] = canonical
			}
		}
	}
	return nil
}

// MaxSize bounds a plan's JSON, in bytes.
const MaxSize = 4 << 20

// Parse reads a plan from strict JSON; what is unknown is refused.
func Parse(data []byte) (Plan, error) {
	var p Plan
	if len(data) > MaxSize {
		return p, invalid("", "the plan has %d bytes; at most %d are read", len(data), MaxSize)
	}
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return Plan{}, &kith.Error{Code: kith.Invalid, Message: "this is not a plan: " + err.Error(), Hint: "export one to see how it is written", Err: err}
	}
	if dec.More() {
		return Plan{}, invalid("", "there is more after the plan")
	}
	return p, p.Check()
}
