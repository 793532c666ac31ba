package index

import "sort"

// base is the bulk of a shard: person p's rows are offsets[p] to offsets[p+1].
type base struct {
	flat
	offsets []uint32 // one more than the persons known to the base
	hi      uint64   // no row of it arrived after this ordinal
	people  int      // persons with at least one row
	parts   *parts
}

func newBase() *base { return &base{offsets: []uint32{0}, parts: &parts{}} }

// persons bounds the numbers within the shard that the base may have rows of.
func (b *base) persons() uint32 { return uint32(len(b.offsets) - 1) }

// span returns the rows of one person.
func (b *base) span(person uint32) (lo, hi int) {
	if person >= b.persons() {
		return 0, 0
	}
	return int(b.offsets[person]), int(b.offsets[person+1])
}

// merge returns a new base with the run's rows, which arrived later, folded in.
func (b *base) merge(r *run, keep []int) *base {
	at := make([]uint32, 0, r.len())
	known, n := b.persons(), uint32(b.len())
	for i, p := range r.persons {
		pos := n
		if p < known {
			lo, hi := int(b.offsets[p]), int(b.offsets[p+1])
			k := key(r.secs[i], r.millis[i])
			if hi > lo && key(b.secs[hi-1], b.millis[hi-1]) > k {
				hi = lo + sort.Search(hi-lo, func(j int) bool { return key(b.secs[lo+j], b.millis[lo+j]) > k })
			}
			pos = uint32(hi)
		}
		at = append(at, pos)
	}
	out := &base{flat: b.splice(&r.flat, at, keep), hi: max(b.hi, r.hi), parts: &parts{}}
	out.offsets, out.people = b.shifted(r.persons)
	return out
}

// shifted returns the offsets, and the number of persons with rows, after the
// given persons (ascending) got one more row each.
func (b *base) shifted(persons []uint32) ([]uint32, int) {
	size := len(b.offsets)
	if n := len(persons); n > 0 {
		size = max(size, int(persons[n-1])+2)
	}
	out := make([]uint32, size)
	copy(out, b.offsets)
	for i := len(b.offsets); i < size; i++ {
		out[i] = b.offsets[len(b.offsets)-1]
	}
	people, added, i := 0, uint32(0), 0
	for p := 0; p+1 < size; p++ {
		for i < len(persons) && persons[i] == uint32(p) {
			i, added = i+1, added+1
		}
		out[p+1] += added
		if out[p+1] > out[p] {
			people++
		}
	}
	return out, people
}
