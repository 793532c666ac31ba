package insight

// bitCounts counts, for each of 64 bits, the words that have it set. Words are
// added 15 at a time, all bits side by side: the i-th plane holds the i-th
// binary digit of every count (Harley and Seal's carry-save adders).
type bitCounts struct {
	n      int
	words  [15]uint64
	planes [32]uint64
}

func (c *bitCounts) add(word uint64) {
	c.words[c.n] = word
	if c.n++; c.n == len(c.words) {
		c.flush()
	}
}

// addBits gives sum and carry of each bit of three words.
func addBits(a, b, c uint64) (sum, carry uint64) {
	half := a ^ b
	return half ^ c, a&b | half&c
}

// flush adds the words to the planes.
func (c *bitCounts) flush() {
	w := &c.words
	one, a := addBits(w[0], w[1], w[2])
	one, b := addBits(one, w[3], w[4])
	one, d := addBits(one, w[5], w[6])
	one, e := addBits(one, w[7], w[8])
	one, f := addBits(one, w[9], w[10])
	one, g := addBits(one, w[11], w[12])
	one, h := addBits(one, w[13], w[14])
	two, i := addBits(a, b, d)
	two, j := addBits(two, e, f)
	two, k := addBits(two, g, h)
	four, eight := addBits(i, j, k)
	p := &c.planes
	var carry uint64
	p[0], carry = p[0]^one, p[0]&one
	p[1], carry = addBits(p[1], two, carry)
	p[2], carry = addBits(p[2], four, carry)
	p[3], carry = addBits(p[3], eight, carry)
	for at := 4; carry != 0; at++ {
		p[at], carry = p[at]^carry, p[at]&carry
	}
	c.n = 0
	clear(w[:])
}

// count is the number of words added that have the bit set.
func (c *bitCounts) count(bit int) uint64 {
	if c.n > 0 {
		c.flush()
	}
	var n uint64
	for at, plane := range c.planes {
		n |= plane >> bit & 1 << at
	}
	return n
}
