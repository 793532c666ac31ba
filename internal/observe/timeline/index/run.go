package index

import "sort"

// run is a shard's rows of some stretch of arrivals, sorted by person and time.
type run struct {
	flat
	persons []uint32 // numbers within the shard
	hi      uint64   // no row of it arrived after this ordinal
}

// upper returns the first row at or after from that sorts after the given one.
func (r *run) upper(from int, person uint32, k uint64) int {
	after := func(i int) bool {
		if r.persons[i] != person {
			return r.persons[i] > person
		}
		return key(r.secs[i], r.millis[i]) > k
	}
	n := len(r.persons)
	step := 1
	for from < n && !after(from) {
		if next := from + step; next < n && !after(next) {
			from, step = next, step*2
			continue
		}
		lo, hi := from+1, min(from+step, n)
		return lo + sort.Search(hi-lo, func(i int) bool { return after(lo + i) })
	}
	return from
}

// span returns the rows of one person.
func (r *run) span(person uint32) (lo, hi int) {
	n := len(r.persons)
	lo = sort.Search(n, func(i int) bool { return r.persons[i] >= person })
	for hi = lo; hi < n && r.persons[hi] == person; hi++ {
	}
	return lo, hi
}

// merge returns the rows of both; those of b arrived later. at is working space.
func (r *run) merge(b *run, keep []int, at []uint32) (*run, []uint32) {
	at = at[:0]
	pos := 0
	for i := range b.persons {
		pos = r.upper(pos, b.persons[i], key(b.secs[i], b.millis[i]))
		at = append(at, uint32(pos))
	}
	return &run{
		flat:    r.splice(&b.flat, at, keep),
		persons: splice(r.persons, b.persons, at),
		hi:      max(r.hi, b.hi),
	}, at
}

func (r *run) bytes() int64 { return r.flat.bytes() + 4*int64(len(r.persons)) }
