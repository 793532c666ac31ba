package main

import (
	"context"
	"strings"

	"kith/internal/observe/catalogue"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/plan"
	"kith/internal/understand/insight"
)

// rules are what the door and the quarantine judge a workspace's events by.
func (h *house) rules(workspace uint32) wire.Rules {
	if c := h.plans.InForce(int64(workspace)); !c.Quiet() {
		return c
	}
	return nil
}

// aliases are the names that questions in a workspace may use for others.
func (h *house) aliases(workspace uint32) *insight.Aliases {
	a := h.plans.InForce(int64(workspace)).Aliases()
	return &insight.Aliases{Events: a.Events, Properties: a.Properties}
}

// findPlan gives the data plan what it needs of a workspace.
func (h *house) findPlan(ctx context.Context, slug string) (*plan.Space, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	here := &catalogue.Workspace{ID: int64(w.ID), Zone: w.Zone, Space: space}
	return &plan.Space{
		ID: here.ID, Names: space.Names(), Snapshot: space.Snapshot,
		Seen: func(ctx context.Context, event string) ([]plan.Seen, error) { return h.seen(ctx, here, event) },
	}, nil
}

// looked bounds how many properties' values are read to propose rules.
const looked = 24

// seen is what the catalogue knows of an event, as rules are inferred from it.
func (h *house) seen(ctx context.Context, w *catalogue.Workspace, event string) ([]plan.Seen, error) {
	properties, _, err := h.catalogue.Properties(ctx, w, event, catalogue.Query{Hidden: true})
	if err != nil {
		return nil, err
	}
	out := make([]plan.Seen, len(properties))
	left := looked
	for i := range properties {
		p := &properties[i]
		out[i] = plan.Seen{Name: p.Name, Share: p.Fill, Kinds: map[plan.Type]float64{}}
		for _, t := range p.Types {
			out[i].Kinds[kindOf(t.Type, p.Examples)] += t.Share
		}
		if left == 0 || strings.HasPrefix(p.Name, "$") || out[i].Kinds[plan.Text]+out[i].Kinds[plan.Number] < 0.99 {
			continue
		}
		left--
		values, err := h.catalogue.Values(ctx, w, p.Name, event, 21)
		if err != nil {
			return nil, err
		}
		sum(&out[i], &values)
	}
	return out, nil
}

func sum(s *plan.Seen, v *catalogue.ValueList) {
	if v.Numbers != nil {
		s.Min, s.Max = &v.Numbers.Min, &v.Numbers.Max
	}
	s.Times = len(v.Values) > 0
	for _, of := range v.Values {
		text, ok := of.Value.(string)
		if _, time := wire.Micros(text); !ok || !time {
			s.Times = false
		}
	}
	// Values are all there are only if they come again and again.
	if !v.AtLeast && v.Distinct <= 20 && v.Events >= uint64(10*v.Distinct) {
		for _, of := range v.Values {
			s.Values = append(s.Values, of.Value)
		}
	}
}

func kindOf(t catalogue.Type, examples []any) plan.Type {
	switch t {
	case catalogue.Bool:
		return plan.Bool
	case catalogue.Number:
		return plan.Number
	case catalogue.Text:
		return plan.Text
	}
	for _, e := range examples {
		if text, ok := e.(string); ok && strings.HasPrefix(text, "{") {
			return plan.Object
		}
	}
	return plan.List
}
