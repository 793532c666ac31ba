package timeline

import (
	"slices"
	"sync/atomic"
)

// Overrides maps raw person numbers to the persons they were merged into. One
// goroutine writes; readers take an immutable [OverrideView].
type Overrides struct {
	state atomic.Pointer[OverrideView]
}

// OverrideView is a state of the merges. The zero value has none.
type OverrideView struct {
	pages   []*page             // by person>>pageBits; nil page: nobody merged
	members map[uint32][]uint32 // canonical -> all raw members, ascending, itself included
	recent  map[uint32][]uint32 // newer than members; nil slice: no longer canonical
	merged  int
}

const pageBits = 12

type page [1 << pageBits]uint32 // 0: not merged; else canonical+1

func NewOverrides() *Overrides {
	o := &Overrides{}
	o.state.Store(&OverrideView{})
	return o
}

// View returns the state of now.
func (o *Overrides) View() *OverrideView { return o.state.Load() }

// Pair merges From's whole history into Into.
type Pair struct{ From, Into uint32 }

// Change is a merge, or takes one back.
type Change struct {
	Pair
	// Leave, when not empty, are raw numbers, ascending, that are members of
	// From's person and leave it: from now on they are Into, which is one of
	// them. From's person keeps its number and all others.
	Leave []uint32
}

// Merges are changes that all merge.
func Merges(pairs []Pair) []Change {
	out := make([]Change, len(pairs))
	for i, p := range pairs {
		out[i].Pair = p
	}
	return out
}

// Merge applies merges in order. Either side may itself have been merged
// before: what counts are the canonical persons at that moment. Merging a
// person with itself does nothing.
func (o *Overrides) Merge(pairs []Pair) { o.Apply(Merges(pairs)) }

// Apply applies changes in order.
func (o *Overrides) Apply(changes []Change) {
	if len(changes) == 0 {
		return
	}
	next := o.state.Load().clone()
	owned := map[int]bool{}
	for _, c := range changes {
		if len(c.Leave) > 0 {
			next.leave(next.Canonical(c.From), c.Into, c.Leave, owned)
		} else {
			next.merge(next.Canonical(c.From), next.Canonical(c.Into), owned)
		}
	}
	if len(next.recent) > 1024 && len(next.recent) > len(next.members)/64 {
		next.fold()
	}
	o.state.Store(next)
}

func (v *OverrideView) merge(from, into uint32, owned map[int]bool) {
	if from == into {
		return
	}
	moved := v.all(from)
	v.recent[into] = union(v.all(into), moved)
	v.recent[from] = nil
	for _, m := range moved {
		v.point(m, into, owned)
	}
}

// leave takes members out of a canonical person.
func (v *OverrideView) leave(from, into uint32, members []uint32, owned map[int]bool) {
	v.recent[from] = several(without(v.all(from), members))
	v.recent[into] = several(members)
	for _, m := range members {
		v.point(m, into, owned)
	}
}

// all is Members, of those as well whom nobody was merged into.
func (v *OverrideView) all(canonical uint32) []uint32 {
	if m := v.Members(canonical); m != nil {
		return m
	}
	return []uint32{canonical}
}

// Canonical returns the person that a raw number stands for.
func (v *OverrideView) Canonical(p uint32) uint32 {
	i := int(p >> pageBits)
	if i >= len(v.pages) || v.pages[i] == nil {
		return p
	}
	if c := v.pages[i][p&(1<<pageBits-1)]; c != 0 {
		return c - 1
	}
	return p
}

// Members returns all raw numbers of a canonical person, ascending and itself
// included, or nil when nobody was merged into it. Do not write to it.
func (v *OverrideView) Members(canonical uint32) []uint32 {
	if m, ok := v.recent[canonical]; ok {
		return m
	}
	return v.members[canonical]
}

// Len is the number of raw persons that stand for another.
func (v *OverrideView) Len() int { return v.merged }

// Each calls fn for every canonical person with its members.
func (v *OverrideView) Each(fn func(canonical uint32, members []uint32)) {
	for c, m := range v.recent {
		if m != nil {
			fn(c, m)
		}
	}
	for c, m := range v.members {
		if _, newer := v.recent[c]; !newer {
			fn(c, m)
		}
	}
}

func (v *OverrideView) clone() *OverrideView {
	next := &OverrideView{pages: append([]*page(nil), v.pages...), members: v.members, merged: v.merged}
	next.recent = make(map[uint32][]uint32, len(v.recent)+8)
	for c, m := range v.recent {
		next.recent[c] = m
	}
	return next
}

func (v *OverrideView) point(p, into uint32, owned map[int]bool) {
	i := int(p >> pageBits)
	for i >= len(v.pages) {
		v.pages = append(v.pages, nil)
	}
	if !owned[i] {
		fresh := &page{}
		if v.pages[i] != nil {
			*fresh = *v.pages[i]
		}
		v.pages[i], owned[i] = fresh, true
	}
	slot := &v.pages[i][p&(1<<pageBits-1)]
	if *slot != 0 {
		v.merged--
	}
	if *slot = 0; p != into {
		*slot = into + 1
		v.merged++
	}
}

func (v *OverrideView) fold() {
	all := make(map[uint32][]uint32, len(v.members)+len(v.recent))
	v.Each(func(c uint32, m []uint32) { all[c] = m })
	v.members, v.recent = all, map[uint32][]uint32{}
}

// several is nil of one person alone, who needs no list.
func several(members []uint32) []uint32 {
	if len(members) == 1 {
		return nil
	}
	return members
}

func without(all, some []uint32) []uint32 {
	out := make([]uint32, 0, len(all))
	for _, m := range all {
		if _, leaves := slices.BinarySearch(some, m); !leaves {
			out = append(out, m)
		}
	}
	return out
}

func union(a, b []uint32) []uint32 {
	out := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
