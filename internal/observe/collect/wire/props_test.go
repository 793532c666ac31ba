package wire

import (
	"fmt"
	"testing"

	"kith/internal/kith"
)

func TestPropsKeepEachNameOnce(t *testing.T) {
	p := NewProps()
	p.Begin()
	p.Set("a", kith.NumberValue(1))
	p.Set("a", kith.NumberValue(2))
	p.Set("gone", kith.Value{})
	p.Add("a", kith.NumberValue(3))
	p.Add("b", kith.NumberValue(4))
	first := p.List()
	p.Begin()
	p.Add("a", kith.NumberValue(5))
	second := p.List()
	if got := fmt.Sprint(first, second); got != fmt.Sprint(
		[]kith.Property{{Name: "a", Value: kith.NumberValue(2)}, {Name: "b", Value: kith.NumberValue(4)}},
		[]kith.Property{{Name: "a", Value: kith.NumberValue(5)}}) {
		t.Error(got)
	}
}

func TestPropsAreBounded(t *testing.T) {
	p := NewProps()
	for round := range 3 {
		p.Begin()
		for i := range 10_000 {
			p.Set(fmt.Sprintf("%d.%d", round, i), kith.NumberValue(1))
		}
		if p.Count() != 10_000 || len(p.List()) != kith.MaxProperties {
			t.Fatalf("round %d: %d counted, %d kept", round, p.Count(), len(p.List()))
		}
		p.Drop()
	}
	p.Begin()
	if p.Set("a", kith.NumberValue(1)); len(p.List()) != 1 {
		t.Error(p.List())
	}
}
