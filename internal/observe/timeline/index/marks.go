package index

import "math/bits"

// marks is a set of a shard's persons that took part in a merge, on either
// side: a scan asks the overrides about them and about nobody else.
type marks []uint64

const none = ^uint32(0) // later than every person

// with returns the set with one more person; m keeps its own when fresh is false.
func (m marks) with(person uint32, fresh bool) marks {
	word := int(person / 64)
	out := m
	if !fresh || word >= len(m) {
		out = make(marks, max(len(m), word+1))
		copy(out, m)
	}
	out[word] |= 1 << (person % 64)
	return out
}

// next returns the first marked person at or after the given one, or none.
func (m marks) next(person uint32) uint32 {
	word := int(person / 64)
	if word >= len(m) {
		return none
	}
	if w := m[word] >> (person % 64); w != 0 {
		return person + uint32(bits.TrailingZeros64(w))
	}
	for word++; word < len(m); word++ {
		if m[word] != 0 {
			return uint32(word)*64 + uint32(bits.TrailingZeros64(m[word]))
		}
	}
	return none
}
