package timeline

import "sync/atomic"

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

// Merge applies merges in order. Either side may itself have been merged
// before: what counts are the canonical persons at that moment. Merging a
// person with itself does nothing.
func (o *Overrides) Merge(pairs []Pair) {
	if len(pairs) == 0 {
		return
	}
	next := o.state.Load().clone()
	owned := map[int]bool{}
	for _, p := range pairs {
		from, into := next.Canonical(p.From), next.Canonical(p.Into)
		if from == into {
			continue
		}
		moved := next.Members(from)
		if moved == nil {
			moved = []uint32{from}
		}
		kept := next.Members(into)
		if kept == nil {
			kept = []uint32{into}
		}
		next.recent[into] = union(kept, moved)
		next.recent[from] = nil
		for _, m := range moved {
			next.point(m, into, owned)
		}
	}
	if len(next.recent) > 1024 && len(next.recent) > len(next.members)/64 {
		next.fold()
	}
	o.state.Store(next)
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
	if *slot == 0 {
		v.merged++
	}
	*slot = into + 1
}

func (v *OverrideView) fold() {
	all := make(map[uint32][]uint32, len(v.members)+len(v.recent))
	v.Each(func(c uint32, m []uint32) { all[c] = m })
	v.members, v.recent = all, map[uint32][]uint32{}
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
