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

// pathNumbers does the same for paths of label numbers, which are not empty. A
// path is packed into one key where it fits; of a longer one the beginning gets
// a number first, with which the key then begins.
type pathNumbers struct {
	width  uint       // bits of a label number plus 1, at most 31
	heads  keyNumbers // beginnings
	keys   keyNumbers
	ends   []uint32 // of each path in labels; it begins where the one before ends
	labels []uint32
}

const (
	keyBits   = 63
	headBits  = 31
	continued = 1 << keyBits // in a key that begins with a head
)

func (n *pathNumbers) of(path []uint32) uint32 {
	key, used, mark := uint64(0), uint(0), uint64(0)
	for _, l := range path {
		if used+n.width > keyBits {
			key, used, mark = uint64(n.heads.of(key|mark)), headBits, continued
		}
		key |= (uint64(l) + 1) << used
		used += n.width
	}
	number := n.keys.of(key | mark)
	if int(number) == len(n.ends) {
		n.labels = append(n.labels, path...)
		n.ends = append(n.ends, uint32(len(n.labels)))
	}
	return number
}

// path returns the labels of a path.
func (n *pathNumbers) path(number uint32) []uint32 {
	from := uint32(0)
	if number > 0 {
		from = n.ends[number-1]
	}
	return n.labels[from:n.ends[number]]
}
