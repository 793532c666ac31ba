package timeline

import (
	"fmt"
	"sync"
	"testing"

	"kith/internal/kith"
)

// TestNumberingUnderReaders: one goroutine adds, others read; a number, once
// seen, keeps its name.
func TestNumberingUnderReaders(t *testing.T) {
	n := NewNames()
	const names = 2000
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for n.Events.Len() < names {
				for i, name := range n.Events.All() {
					if got, ok := n.Events.Find(name); !ok || got != uint32(i) || n.Events.Name(got) != name {
						t.Errorf("%q is %d (%v), want %d", name, got, ok, i)
						return
					}
				}
			}
		})
	}
	for i := range names {
		name := fmt.Sprintf("event %d", i)
		for range 2 {
			if got, ok := n.Events.Add(name); !ok || got != uint32(i) {
				t.Fatalf("%q got %d (%v), want %d", name, got, ok, i)
			}
		}
	}
	wg.Wait()
}

func TestNumberingIsBounded(t *testing.T) {
	n := &Numbering{limit: 2}
	n.Add("a")
	n.Add("b")
	if _, ok := n.Add("c"); ok {
		t.Error("a third name was numbered beyond the limit of two")
	}
	if i, ok := n.Add("b"); !ok || i != 1 {
		t.Errorf("a known name got %d (%v)", i, ok)
	}
}

func TestDictTellsKindsApart(t *testing.T) {
	d := NewDict()
	values := []kith.Value{kith.StringValue("1"), kith.NumberValue(1), kith.BoolValue(true), kith.JSONValue("1"), kith.NumberValue(0), kith.BoolValue(false)}
	for i, v := range values {
		if got := d.Code(v); got != uint32(i+1) {
			t.Errorf("%+v got %d, want %d", v, got, i+1)
		}
	}
	if d.Code(kith.Value{}) != 0 {
		t.Error("absent is not 0")
	}
	for i, v := range d.Values()[1:] {
		if v != values[i] {
			t.Errorf("value %d is %+v, want %+v", i+1, v, values[i])
		}
	}
}
