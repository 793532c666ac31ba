package record

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"kith/internal/kith"
)

// property counts one property's values in a segment and says whether it has a
// column there.
type property struct {
	Key    uint32
	Column kith.ValueKind // kind of the values in its column; None: no column
	Counts [kinds]uint64  // by kind
}

const kinds = int(kith.JSON) + 1

func (p *property) total() uint64 {
	var n uint64
	for _, c := range p.Counts {
		n += c
	}
	return n
}

// inTail tells whether the tail holds some of its values.
func (p *property) inTail() bool { return p.total() > p.Counts[p.Column] }

// most is the kind of the most values.
func (p *property) most() kith.ValueKind {
	best := kith.Bool
	for k := kith.Bool; k <= kith.JSON; k++ {
		if p.Counts[k] > p.Counts[best] {
			best = k
		}
	}
	return best
}

// properties are a segment's, by ascending key.
type properties []property

func (ps properties) find(key uint32) *property {
	i, ok := slices.BinarySearchFunc(ps, key, func(p property, key uint32) int { return cmp.Compare(p.Key, key) })
	if !ok {
		return nil
	}
	return &ps[i]
}

// columns are the properties with a column, in the order of the table.
func (ps properties) columns() []property {
	var out []property
	for _, p := range ps {
		if p.Column != kith.None {
			out = append(out, p)
		}
	}
	return out
}

// plan gives columns to the properties that occur in at least share of the
// rows, the most frequent first, limit at most.
func (ps properties) plan(rows int, share float64, limit int) {
	least := max(uint64(share*float64(rows)), 1)
	var order []int
	for i := range ps {
		ps[i].Column = kith.None
		if ps[i].total() >= least {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ps[b].total(), ps[a].total()) })
	for _, i := range order[:min(limit, len(order))] {
		ps[i].Column = ps[i].most()
	}
}

// sum adds up the counts of segments; no property of it has a column yet.
func sum(segments []*segment) properties {
	at := map[uint32]int{}
	var out properties
	for _, s := range segments {
		for _, p := range s.Properties {
			i, ok := at[p.Key]
			if !ok {
				i = len(out)
				at[p.Key] = i
				out = append(out, property{Key: p.Key})
			}
			for k, n := range p.Counts {
				out[i].Counts[k] += n
			}
		}
	}
	slices.SortFunc(out, func(a, b property) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// MarshalJSON writes [key, column, counts of Bool, Number, String, JSON].
func (p property) MarshalJSON() ([]byte, error) {
	c := p.Counts
	return fmt.Appendf(nil, "[%d,%d,%d,%d,%d,%d]", p.Key, p.Column, c[kith.Bool], c[kith.Number], c[kith.String], c[kith.JSON]), nil
}

func (p *property) UnmarshalJSON(data []byte) error {
	var n []uint64
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	if len(n) != 6 || n[1] >= uint64(kinds) {
		return fmt.Errorf("property of a segment reads %s", data)
	}
	p.Key, p.Column = uint32(n[0]), kith.ValueKind(n[1])
	copy(p.Counts[kith.Bool:], n[2:])
	return nil
}
