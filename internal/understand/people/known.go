package people

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// Trait is a trait that some persons have.
type Trait struct {
	Name     string `json:"name"`
	Persons  int    `json:"persons" doc:"That have it, before merges"`
	Values   int    `json:"values" doc:"Different ones, about"`
	Kind     string `json:"kind" enum:"text,number,boolean,json" doc:"Of most of its values"`
	Personal bool   `json:"personal" doc:"Hidden from some roles"`
	Names    bool   `json:"names" doc:"Persons are called by it"`
}

// Payment is the event and number that say what persons paid.
type Payment struct {
	Event    string `json:"event"`
	Property string `json:"property"`
}

// Known is what persons can be listed by, beside events and time.
type Known struct {
	Traits  []Trait  `json:"traits" doc:"The most frequent first"`
	Payment *Payment `json:"payment,omitempty" doc:"Absent when no event looks like one"`
}

func (h handlers) traits(ctx context.Context, in *InWorkspace) (*struct{ Body Known }, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	t, err := h.room.traitsOf(ctx, s)
	if err != nil {
		return nil, err
	}
	out := Known{Traits: t.list()}
	if event, property, ok := money(s.Histories.Names()); ok {
		out.Payment = &Payment{event, property}
	}
	return &struct{ Body Known }{out}, nil
}

// list tells of all traits, the most frequent first.
func (t *Traits) list() []Trait {
	t.mu.RLock()
	defer t.mu.RUnlock()
	names := t.namer().slots
	out := make([]Trait, len(t.slots))
	for i, c := range t.slots {
		out[i] = Trait{Name: c.name, Persons: c.held, Values: len(c.values), Kind: c.kind(), Personal: c.personal != harmless, Names: slices.Contains(names, i)}
	}
	slices.SortStableFunc(out, func(a, b Trait) int { return cmp.Or(b.Persons-a.Persons, strings.Compare(a.Name, b.Name)) })
	return out
}

// kind is that of most of the values, of the first of them when there are many.
func (c *column) kind() string {
	var n [kith.JSON + 1]int
	for _, v := range c.values[:min(len(c.values), 1000)] {
		n[v.Kind]++
	}
	best := kith.String
	for k := range n {
		if n[k] > n[best] {
			best = kith.ValueKind(k)
		}
	}
	switch best {
	case kith.Bool:
		return "boolean"
	case kith.Number:
		return "number"
	case kith.JSON:
		return "json"
	}
	return "text"
}

// TraitValue is a value and how many persons have it.
type TraitValue struct {
	Value   any `json:"value"`
	Persons int `json:"persons"`
}

func (h handlers) values(ctx context.Context, in *struct {
	InWorkspace
	Trait string `query:"trait" required:"true" maxLength:"200"`
	Text  string `query:"text" maxLength:"200" doc:"Only values that contain it"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
}) (*struct {
	Body struct {
		Values []TraitValue `json:"values"`
	}
}, error) {
	s, err := h.find(ctx, in.Workspace, auth.View)
	if err != nil {
		return nil, err
	}
	t, err := h.room.traitsOf(ctx, s)
	if err != nil {
		return nil, err
	}
	out := &struct {
		Body struct {
			Values []TraitValue `json:"values"`
		}
	}{}
	out.Body.Values = []TraitValue{}
	if !s.Masked || personalTrait(in.Trait) == harmless {
		out.Body.Values = t.frequent(in.Trait, in.Text, in.Limit)
	}
	return out, nil
}

// frequent lists values of a trait, the most frequent first.
func (t *Traits) frequent(trait, text string, limit int) []TraitValue {
	t.mu.RLock()
	defer t.mu.RUnlock()
	slot := t.find(trait)
	if slot < 0 {
		return []TraitValue{}
	}
	c, part := t.slots[slot], strings.ToLower(text)
	n := make([]int, len(c.values))
	for _, cells := range t.persons {
		for _, cell := range cells {
			if cell.slot() == slot {
				n[cell.value]++
			}
		}
	}
	counts := map[kith.Value]int{} // beyond the interned ones a value may be there twice
	for i, x := range c.values {
		if n[i] > 0 && (part == "" || strings.Contains(strings.ToLower(x.Text()), part)) {
			counts[x] += n[i]
		}
	}
	out := make([]TraitValue, 0, len(counts))
	for x, n := range counts {
		out = append(out, TraitValue{plainOf(x), n})
	}
	slices.SortFunc(out, func(a, b TraitValue) int {
		return cmp.Or(b.Persons-a.Persons, strings.Compare(valueOf(a.Value).Text(), valueOf(b.Value).Text()))
	})
	return out[:min(limit, len(out))]
}
