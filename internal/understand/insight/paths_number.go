package insight

import (
	"math/bits"
	"slices"
)

// keyNumbers gives each distinct key the next number, from 0: a hash table
// with linear probing, for loops that look one up at every event.
type keyNumbers struct {
	keys  []uint64 // by number
	slots []uint32 // number + 1, 0: free; a power of two, at most half full
	shift uint
}

func (n *keyNumbers) of(key uint64) uint32 {
	if 2*len(n.keys) >= len(n.slots) {
		n.grow()
	}
	at := n.place(key)
	if n.slots[at] == 0 {
		n.keys = append(n.keys, key)
		n.slots[at] = uint32(len(n.keys))
	}
	return n.slots[at] - 1
}

// place is the key's slot, or the free one that it would take.
func (n *keyNumbers) place(key uint64) uint64 {
	mask := uint64(len(n.slots) - 1)
	at := key * 0x9E3779B97F4A7C15 >> n.shift // multiplicative hashing by the golden ratio (Knuth)
	for n.slots[at] != 0 && n.keys[n.slots[at]-1] != key {
		at = (at + 1) & mask
	}
	return at
}

func (n *keyNumbers) grow() {
	size := max(256, 2*len(n.slots))
	n.shift = 65
	for s := size; s > 0; s >>= 1 {
		n.shift--
	}
	n.slots = make([]uint32, size)
	for i, key := range n.keys {
		n.slots[n.place(key)] = uint32(i + 1)
	}
}

// pathNumbers does the same for paths of label numbers, which are not empty.
type pathNumbers struct {
	ends   []uint32 // of each path in labels; it begins where the one before ends
	labels []uint32
	slots  []uint32 // number + 1, 0: free; a power of two, at most half full
	shift  uint
}

// path returns the labels of a path.
func (n *pathNumbers) path(number uint32) []uint32 {
	from := uint32(0)
	if number > 0 {
		from = n.ends[number-1]
	}
	return n.labels[from:n.ends[number]]
}

func (n *pathNumbers) of(path []uint32) uint32 {
	if 2*len(n.ends) >= len(n.slots) {
		n.grow()
	}
	at := n.place(path)
	if n.slots[at] == 0 {
		n.labels = append(n.labels, path...)
		n.ends = append(n.ends, uint32(len(n.labels)))
		n.slots[at] = uint32(len(n.ends))
	}
	return n.slots[at] - 1
}

func (n *pathNumbers) place(path []uint32) uint64 {
	hash := uint64(0)
	for _, l := range path {
		hash = (hash ^ uint64(l) + 1) * 0x9E3779B97F4A7C15
	}
	mask := uint64(len(n.slots) - 1)
	at := hash >> n.shift
	for n.slots[at] != 0 && !slices.Equal(n.path(n.slots[at]-1), path) {
		at = (at + 1) & mask
	}
	return at
}

func (n *pathNumbers) grow() {
	size := max(256, 2*len(n.slots))
	n.slots, n.shift = make([]uint32, size), uint(64-bits.TrailingZeros(uint(size)))
	for number := range n.ends {
		n.slots[n.place(n.path(uint32(number)))] = uint32(number + 1)
	}
}
