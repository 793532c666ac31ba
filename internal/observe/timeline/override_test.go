package timeline

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestOverridesAreUnions: merged persons are the classes of the pairs, each
// stands for all its members, and a view taken earlier stays as it was.
func TestOverridesAreUnions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		persons := rapid.SliceOfNDistinct(rapid.Uint32Range(0, 3*(1<<pageBits)), 1, 40, rapid.ID[uint32]).Draw(t, "persons")
		class := map[uint32]uint32{} // person -> canonical
		for _, p := range persons {
			class[p] = p
		}
		o := NewOverrides()
		type moment struct {
			view  *OverrideView
			class map[uint32]uint32
		}
		moments := []moment{{o.View(), clone(class)}}
		for range rapid.IntRange(0, 12).Draw(t, "calls") {
			var pairs []Pair
			for range rapid.IntRange(1, 6).Draw(t, "pairs") {
				pair := Pair{From: rapid.SampledFrom(persons).Draw(t, "from"), Into: rapid.SampledFrom(persons).Draw(t, "into")}
				pairs = append(pairs, pair)
				from, into := class[pair.From], class[pair.Into]
				for p, c := range class {
					if c == from {
						class[p] = into
					}
				}
			}
			o.Merge(pairs)
			if leave := leaving(t, class); leave != nil {
				o.Apply([]Change{*leave})
				for _, m := range leave.Leave {
					class[m] = leave.Into
				}
			}
			moments = append(moments, moment{o.View(), clone(class)})
		}
		for _, m := range moments {
			checkView(t, m.view, m.class)
		}
	})
}

// leaving draws some members of a person, without whom it is, who leave it.
func leaving(t *rapid.T, class map[uint32]uint32) *Change {
	of := map[uint32][]uint32{}
	for p, c := range class {
		if p != c {
			of[c] = append(of[c], p)
		}
	}
	if len(of) == 0 || rapid.Bool().Draw(t, "nobody leaves") {
		return nil
	}
	canonicals := make([]uint32, 0, len(of))
	for c := range of {
		canonicals = append(canonicals, c)
	}
	slices.Sort(canonicals)
	c := rapid.SampledFrom(canonicals).Draw(t, "person")
	slices.Sort(of[c])
	n := rapid.IntRange(1, len(of[c])).Draw(t, "leave")
	return &Change{Pair: Pair{From: c, Into: of[c][n/2]}, Leave: of[c][:n]}
}

func clone(m map[uint32]uint32) map[uint32]uint32 {
	out := make(map[uint32]uint32, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func checkView(t *rapid.T, v *OverrideView, class map[uint32]uint32) {
	members := map[uint32][]uint32{}
	merged := 0
	for p, c := range class {
		if got := v.Canonical(p); got != c {
			t.Fatalf("person %d stands for %d, want %d", p, got, c)
		}
		members[c] = append(members[c], p)
		if p != c {
			merged++
		}
	}
	if v.Len() != merged {
		t.Fatalf("%d merged, want %d", v.Len(), merged)
	}
	seen := 0
	v.Each(func(c uint32, m []uint32) {
		seen++
		if !slices.Equal(m, v.Members(c)) {
			t.Fatalf("Each gives %v for %d, Members %v", m, c, v.Members(c))
		}
	})
	for c, m := range members {
		slices.Sort(m)
		if len(m) == 1 {
			if v.Members(c) != nil {
				t.Fatalf("%d alone has members %v", c, v.Members(c))
			}
			continue
		}
		seen--
		if !slices.Equal(v.Members(c), m) {
			t.Fatalf("members of %d: %v, want %v", c, v.Members(c), m)
		}
	}
	if seen != 0 {
		t.Fatalf("Each gives %d persons too many", seen)
	}
}

// TestManyMerges: the recent map is folded into the old one and nothing is lost.
func TestManyMerges(t *testing.T) {
	o := NewOverrides()
	const n = 20_000
	for i := uint32(0); i < n; i += 500 {
		var pairs []Pair
		for p := i; p < i+500; p++ {
			pairs = append(pairs, Pair{From: p + n, Into: p})
		}
		o.Merge(pairs)
	}
	v := o.View()
	for p := uint32(0); p < n; p++ {
		if v.Canonical(p+n) != p || !slices.Equal(v.Members(p), []uint32{p, p + n}) {
			t.Fatalf("person %d: %d, %v", p, v.Canonical(p+n), v.Members(p))
		}
	}
}
