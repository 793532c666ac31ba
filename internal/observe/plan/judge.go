package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Compiled is a plan as the door judges by it. It never changes.
type Compiled struct {
	events  map[string]*compiledEvent
	others  Act
	aliases Aliases
}

type compiledEvent struct {
	act, others Act
	deprecated  bool
	properties  map[string]int // into rules
	rules       []compiledRule
	required    []int
}

type compiledRule struct {
	PropertyRule
	act     Act
	values  map[kith.Value]bool
	pattern *regexp.Regexp
}

// Compile makes a plan that was checked ready to judge by.
func Compile(p *Plan) *Compiled {
	c := &Compiled{events: map[string]*compiledEvent{}, others: p.OtherEvents, aliases: p.Aliases.over(builtIn)}
	for event, r := range p.Events {
		if r.Status == Draft {
			if p.OtherEvents != Allow {
				c.events[event] = &compiledEvent{others: Allow} // known, and nothing asked of it
			}
			continue
		}
		c.events[event] = compileRules(&r)
	}
	return c
}

func compileRules(r *Rules) *compiledEvent {
	e := &compiledEvent{act: r.OnViolation, others: r.Others, deprecated: r.Status == Deprecated, properties: map[string]int{}}
	for i, p := range r.Properties {
		rule := compiledRule{PropertyRule: p, act: p.OnViolation}
		if rule.act == "" {
			rule.act = r.OnViolation
		}
		for _, v := range p.Values {
			if rule.values == nil {
				rule.values = map[kith.Value]bool{}
			}
			value, _ := scalar(v)
			rule.values[value] = true
		}
		if p.Pattern != "" {
			rule.pattern, _ = compilePattern(p.Pattern)
		}
		if p.Required {
			e.required = append(e.required, i)
		}
		e.properties[p.Name] = i
		e.rules = append(e.rules, rule)
	}
	return e
}

// Quiet reports whether nothing can break these rules.
func (c *Compiled) Quiet() bool { return len(c.events) == 0 && c.others == Allow }

// Judge says why an event is not accepted. One that is accepted although it
// breaks a rule is marked.
func (c *Compiled) Judge(e *kith.Event) *wire.Flaw {
	found := c.events[e.Name]
	if found == nil && c.others == Allow || kith.Passive(e.Name) {
		return nil
	}
	flaw, act := c.flaw(found, e)
	switch {
	case flaw == nil:
		return nil
	case act == Quarantine:
		return flaw
	}
	mark := strings.TrimSuffix(string(flaw.Reason)+": "+flaw.Where, ": ")
	for i := range e.Props { // a client's own word for it does not count
		if e.Props[i].Name == Violation {
			e.Props[i].Value = kith.StringValue(mark)
			return nil
		}
	}
	// Clipped: the memory behind is the next event's.
	e.Props = append(slices.Clip(e.Props), kith.Property{Name: Violation, Value: kith.StringValue(mark)})
	return nil
}

// flaw is the gravest that is wrong: what sends to quarantine before what is
// marked, and of those the first.
func (c *Compiled) flaw(r *compiledEvent, e *kith.Event) (flaw *wire.Flaw, act Act) {
	if r == nil {
		return &wire.Flaw{Reason: wire.RuleUnexpectedEvent, Saw: e.Name}, c.others
	}
	if r.deprecated {
		return &wire.Flaw{Reason: wire.RuleUnexpectedEvent, Saw: e.Name}, r.act
	}
	worst := func(f *wire.Flaw, a Act) {
		if f != nil && (flaw == nil || a == Quarantine && act != Quarantine) {
			flaw, act = f, a
		}
	}
	met := 0
	for i := range e.Props {
		p := &e.Props[i]
		at, known := r.properties[p.Name]
		if !known {
			if r.others != Allow && !passing(p.Name) {
				worst(&wire.Flaw{Reason: wire.RuleUnexpectedProperty, Where: p.Name, Saw: p.Value.Text()}, r.others)
			}
			continue
		}
		rule := &r.rules[at]
		if rule.Required {
			met++
		}
		worst(rule.flaw(p.Value), rule.act)
	}
	if met < len(r.required) {
		for _, at := range r.required {
			rule := &r.rules[at]
			if !slices.ContainsFunc(e.Props, func(p kith.Property) bool { return p.Name == rule.Name }) {
				worst(&wire.Flaw{Reason: wire.RuleMissing, Where: rule.Name}, rule.act)
			}
		}
	}
	return flaw, act
}

// passing names come with the client or the address, not from who wrote the event.
func passing(property string) bool {
	return strings.HasPrefix(property, "$") || strings.HasPrefix(property, "utm_")
}

// flaw is what is wrong with a value.
func (r *compiledRule) flaw(v kith.Value) *wire.Flaw {
	if r.Type != "" && !is(r.Type, v) {
		return &wire.Flaw{Reason: wire.RuleType, Where: r.Name, Saw: v.Text(), Want: string(r.Type)}
	}
	switch {
	case r.values != nil && !r.values[v]:
		return &wire.Flaw{Reason: wire.RuleValue, Where: r.Name, Saw: v.Text(), Want: "one of the plan's values"}
	case r.pattern != nil && (v.Kind != kith.String || !r.pattern.MatchString(v.Str)):
		return &wire.Flaw{Reason: wire.RuleValue, Where: r.Name, Saw: v.Text(), Want: r.Pattern}
	case r.Min != nil && (v.Kind != kith.Number || v.Num < *r.Min):
		return &wire.Flaw{Reason: wire.RuleValue, Where: r.Name, Saw: v.Text(), Want: fmt.Sprintf("%v or more", *r.Min)}
	case r.Max != nil && (v.Kind != kith.Number || v.Num > *r.Max):
		return &wire.Flaw{Reason: wire.RuleValue, Where: r.Name, Saw: v.Text(), Want: fmt.Sprintf("%v or less", *r.Max)}
	}
	return nil
}

// is reports whether a value is of a type.
func is(t Type, v kith.Value) bool {
	switch t {
	case Text:
		return v.Kind == kith.String
	case Number:
		return v.Kind == kith.Number
	case Bool:
		return v.Kind == kith.Bool
	case Time:
		if v.Kind != kith.String && v.Kind != kith.Number {
			return false
		}
		_, ok := wire.Micros(v.Text())
		return ok
	case List:
		return v.Kind == kith.JSON && strings.HasPrefix(v.Str, "[")
	case Object:
		return v.Kind == kith.JSON && strings.HasPrefix(v.Str, "{")
	}
	return false
}
