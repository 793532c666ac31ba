package insight

import "context"

// pathWords bounds the bits that a path may have to set.
const pathWords = 8

// mostBitPaths bounds the paths that have bits, at 64 bytes each.
const mostBitPaths = 1 << 16

// pathBits is what a person who took a path counts for: a bit for each node, link
// and whole path.
type pathBits [pathWords]uint64

// byBits counts the persons of a walk for all that they count for at once; false
// when that is too much. The counts of sessions must stand.
func (t *pathsTally) byBits(ctx context.Context, w *pathsWalk, listed map[uint64]bool) bool {
	paths, counters := t.bitsOf(w, listed)
	if paths == nil {
		return false
	}
	var counts [pathWords]bitCounts
	var person pathBits
	words := (len(counters) + 63) / 64
	settle := func() {
		for k := range words {
			counts[k].add(person[k])
		}
		person = pathBits{}
	}
	for _, block := range w.blocks {
		if ctx.Err() != nil {
			return true
		}
		for _, entry := range block {
			if entry&firstPath != 0 {
				settle()
				t.persons++
			}
			path := &paths[entry&^firstPath]
			person[0], person[1] = person[0]|path[0], person[1]|path[1]
			for k := 2; k < words; k++ {
				person[k] |= path[k]
			}
		}
	}
	settle()
	for bit, counter := range counters {
		*counter += counts[bit>>6].count(bit & 63)
	}
	return true
}

// bitsOf gives every path its bits, and every bit the persons that it counts;
// nil when there are too many of either.
func (t *pathsTally) bitsOf(w *pathsWalk, listed map[uint64]bool) (paths []pathBits, counters []*uint64) {
	if len(t.whole) > mostBitPaths {
		return nil, nil
	}
	paths, known := make([]pathBits, len(t.whole)), map[*uint64]int{}
	for n := range paths {
		bit := func(counter *uint64) {
			at, ok := known[counter]
			if !ok {
				at = len(counters)
				known[counter], counters = at, append(counters, counter)
			}
			if at < 64*pathWords {
				paths[n][at>>6] |= 1 << (at & 63)
			}
		}
		if whole := t.whole[n]; listed[t.keys.keys[whole]] {
			bit(&t.paths[whole].persons)
		}
		before := 0
		for i, l := range w.paths.path(uint32(n)) {
			node := int(t.node[i][l])
			bit(&t.nodes[i][node].persons)
			if i > 0 {
				bit(&t.links[i-1][before*len(t.nodes[i])+node].persons)
			}
			before = node
		}
		if len(counters) > 64*pathWords {
			return nil, nil
		}
	}
	return paths, counters
}
