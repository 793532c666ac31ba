package people

import (
	"math"
	"slices"
	"strings"
	"sync"

	"kith/internal/kith"
)

// entry is a person in an order; key sorts ascending.
type entry struct {
	key    uint64
	person uint32
}

// lacking is the key of a person that lacks what the list is sorted by, where
// they stand among others for another reason; finish keeps it last.
const lacking = math.MaxUint64

// order makes keys of a field. Numbers are their own keys; of texts the keys
// are codes at first, ranks once all are known.
type order struct {
	read  reader
	slot  int // of a trait; -1: another field
	codes func(cell uint32) uint64
	mu    sync.Mutex
	texts map[string]uint64 // codes of texts that are not traits
	list  []string
}

func (v *view) order(s *Sort) *order {
	o := &order{read: v.reader(&s.Field), slot: -1}
	if s.Field.Kind == "trait" {
		if o.slot = v.traits.find(s.Field.Trait); o.slot >= 0 {
			ranks := rank(v.traits.slots[o.slot].values)
			o.codes = func(value uint32) uint64 { return uint64(ranks[value]) }
		}
	}
	return o
}

// worker returns the key of a person; false when they lack the field.
func (o *order) worker() func(*subject) (uint64, bool) {
	if o.slot >= 0 {
		return func(s *subject) (uint64, bool) {
			for _, c := range s.cells() {
				if c.slot() == o.slot {
					return o.codes(c.value), true
				}
			}
			return 0, false
		}
	}
	known := map[string]uint64{}
	return func(s *subject) (uint64, bool) {
		x := o.read(s)
		switch x.Kind {
		case kith.None:
			return 0, false
		case kith.String:
			code, ok := known[x.Str]
			if !ok {
				code = o.code(x.Str)
				known[x.Str] = code
			}
			return code, true
		}
		return ordered(x.Num), true
	}
}

func (o *order) code(text string) uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	code, ok := o.texts[text]
	if !ok {
		if o.texts == nil {
			o.texts = map[string]uint64{}
		}
		code = uint64(len(o.list))
		o.texts[text] = code
		o.list = append(o.list, text)
	}
	return code
}

// finish puts entries in order.
func (o *order) finish(all []entry, descending bool) {
	if o.list != nil {
		values := make([]kith.Value, len(o.list))
		for i, text := range o.list {
			values[i] = kith.StringValue(text)
		}
		ranks := rank(values)
		for i := range all {
			if all[i].key != lacking {
				all[i].key = uint64(ranks[all[i].key])
			}
		}
	}
	if descending {
		for i := range all {
			if all[i].key != lacking {
				all[i].key = lacking - 1 - all[i].key
			}
		}
	}
	byPerson(all)
	byKey(all)
}

// ordered maps numbers to integers of the same order, below lacking.
func ordered(f float64) uint64 {
	bits := math.Float64bits(f)
	if bits>>63 != 0 {
		return ^bits
	}
	return bits | 1<<63
}

// rank numbers values in their order, equal ones alike: truth, then numbers,
// then texts without regard to case.
func rank(values []kith.Value) []uint32 {
	lower := make([]string, len(values))
	by := make([]uint32, len(values))
	for i, x := range values {
		by[i], lower[i] = uint32(i), strings.ToLower(x.Str)
	}
	compare := func(a, b uint32) int {
		x, y := values[a], values[b]
		if x.Kind != y.Kind {
			return int(x.Kind) - int(y.Kind)
		}
		switch {
		case x.Num < y.Num:
			return -1
		case x.Num > y.Num:
			return 1
		}
		return strings.Compare(lower[a], lower[b])
	}
	slices.SortFunc(by, compare)
	ranks, r := make([]uint32, len(values)), uint32(0)
	for i, at := range by {
		if i > 0 && compare(by[i-1], at) != 0 {
			r++
		}
		ranks[at] = r
	}
	return ranks
}

func byKey(all []entry) { radix(all, 8, func(e entry) uint64 { return e.key }) }

func byPerson(all []entry) { radix(all, 4, func(e entry) uint64 { return uint64(e.person) }) }

// radix sorts by the low bytes of a key, the same keys staying in their order.
// A byte that all have in common costs one look.
func radix(all []entry, bytes int, key func(entry) uint64) {
	if len(all) < 256 {
		slices.SortStableFunc(all, func(a, b entry) int {
			switch x, y := key(a), key(b); {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		return
	}
	from, to := all, make([]entry, len(all))
	for shift := 0; shift < 8*bytes; shift += 8 {
		var places [256]int
		for _, e := range from {
			places[byte(key(e)>>shift)]++
		}
		if places[byte(key(from[0])>>shift)] == len(from) {
			continue
		}
		at := 0
		for i, n := range places {
			places[i], at = at, at+n
		}
		for _, e := range from {
			b := byte(key(e) >> shift)
			to[places[b]] = e
			places[b]++
		}
		from, to = to, from
	}
	if &from[0] != &all[0] {
		copy(all, from)
	}
}
