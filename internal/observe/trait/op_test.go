package trait

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kith/internal/kith"
)

func op(at int64, kind Kind, value any) Op {
	o := Op{Milli: at, Seq: uint64(at), Kind: kind}
	switch x := value.(type) {
	case int:
		o.Value = kith.NumberValue(float64(x))
	case string:
		o.Value = kith.StringValue(x)
	}
	return o
}

func taken(ops ...Op) (out Ops) {
	for _, o := range ops {
		out = out.With(o)
	}
	return out
}

func TestFold(t *testing.T) {
	known := func(ops ...Op) Side { return Side{Known: true, Ops: taken(ops...)} }
	device := func(ops ...Op) Side { return Side{Ops: taken(ops...)} }
	for _, test := range []struct {
		name  string
		sides []Side
		want  string
	}{
		{"the newest set", []Side{known(op(2, Set, "b"), op(1, Set, "a"))}, "b"},
		{"the oldest once", []Side{known(op(2, Once, "b"), op(1, Once, "a"))}, "a"},
		{"once where something was set", []Side{known(op(2, Once, "b"), op(1, Set, "a"))}, "a"},
		{"once, then a set", []Side{known(op(1, Once, "a"), op(2, Set, "b"))}, "b"},
		{"adds in any order", []Side{known(op(3, Add, 4), op(1, Set, 10), op(2, Add, 1))}, "15"},
		{"a late set", []Side{known(op(3, Add, 4), op(1, Add, 100), op(2, Set, 10))}, "14"},
		{"a text plus a number", []Side{known(op(1, Set, "x"), op(2, Add, 4))}, "4"},
		{"a list", []Side{known(op(1, Append, "a"), op(2, Append, "b"), op(3, Append, "a"))}, `["a","b"]`},
		{"unset clears what is older", []Side{known(op(1, Set, "a"), op(3, Unset, nil), op(2, Append, "x"))}, ""},
		{"unset, then once", []Side{known(op(1, Set, "a"), op(3, Once, "c"), op(2, Unset, nil))}, "c"},
		{"what is known wins", []Side{device(op(9, Set, "new")), known(op(1, Set, "old"))}, "old"},
		{"a device's word where nothing is known", []Side{device(op(9, Set, "new")), known(op(1, Once, "old"))}, "new"},
		{"two users: the newest", []Side{known(op(9, Set, "new")), known(op(1, Set, "old"))}, "new"},
		{"the older once of two", []Side{device(op(1, Once, "old")), known(op(2, Once, "new"))}, "old"},
		{"counters add up", []Side{device(op(1, Add, 2)), known(op(2, Set, 10), op(3, Add, 1)), device(op(4, Add, 5))}, "16"},
		{"lists are united", []Side{device(op(2, Append, "b")), known(op(1, Append, "a"))}, `["a","b"]`},
		{"unset by one of two", []Side{known(op(1, Set, "a")), known(op(2, Unset, nil))}, ""},
	} {
		if got := Fold(test.sides...).Value.Text(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestArrivalDoesNotMatter: operations come in any order, some of them twice.
func TestArrivalDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ops []Op
		for i := range rapid.IntRange(1, 8).Draw(t, "ops") {
			kind := rapid.SampledFrom([]Kind{Set, Once, Add, Append, Unset}).Draw(t, "kind")
			o := op(int64(i), kind, rapid.SampledFrom([]any{1, 2, "x", "y"}).Draw(t, "value"))
			o.Milli = int64(rapid.IntRange(0, 5).Draw(t, "at"))
			ops = append(ops, o)
		}
		inOrder := slices.Clone(ops)
		slices.SortStableFunc(inOrder, func(a, b Op) int { return int(a.Milli - b.Milli) })
		want := fold(inOrder).Value
		shuffled := append(rapid.Permutation(ops).Draw(t, "order"), ops[0])
		if got := Fold(Side{Ops: taken(shuffled...)}).Value; got != want {
			t.Fatalf("%v, want %v of %s", got, want, fmt.Sprint(inOrder))
		}
	})
}
