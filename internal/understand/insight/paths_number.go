package insight

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
