package record

import "kith/internal/kith"

// PropertyCount says how many values of each kind a property has.
type PropertyCount struct {
	Key    uint32
	Counts [kinds]uint64 // by kith.ValueKind
}

// Total is the number of values.
func (p *PropertyCount) Total() uint64 { return (&property{Counts: p.Counts}).total() }

// Most is the kind that most values have.
func (p *PropertyCount) Most() kith.ValueKind { return (&property{Counts: p.Counts}).most() }

// Properties counts the sealed values, by ascending key.
func (r *Record) Properties() []PropertyCount {
	all := sum(r.list())
	out := make([]PropertyCount, len(all))
	for i, p := range all {
		out[i] = PropertyCount{Key: p.Key, Counts: p.Counts}
	}
	return out
}

// LastPerson is the highest person number of the sealed rows.
func (r *Record) LastPerson() uint32 {
	last := uint32(0)
	for _, s := range r.list() {
		last = max(last, s.PersonHi)
	}
	return last
}
