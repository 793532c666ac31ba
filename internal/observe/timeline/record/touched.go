package record

import (
	"context"
	"fmt"
	"iter"
	"math/bits"

	"kith/internal/observe/timeline"
)

// Touched says whose histories a source is in.
type Touched struct {
	Rows   uint64  // of the source
	By     Persons // raw persons with rows of it
	Others Persons // raw persons with rows of anything else that is to be seen
}

// Touched looks through all rows and the tail, which may hold rows that are
// sealed meanwhile.
func (r *Record) Touched(ctx context.Context, source uint32, tail []*timeline.Row) (*Touched, error) {
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	out := &Touched{}
	if r.Withdrawn(source) {
		return out, nil
	}
	for _, row := range tail {
		switch {
		case row.Seq <= at.sealed:
		case row.Source == source:
			out.Rows++
			out.By.Add(row.Person)
		default:
			out.Others.Add(row.Person)
		}
	}
	for _, s := range at.segments {
		err := at.conn.each(ctx, "SELECT person, source FROM "+s.table()+s.whereVisible(""), nil, func(q *result) error {
			sources := column[uint32](q, 1)
			for i, person := range column[uint32](q, 0) {
				if sources[i] == source {
					out.Rows++
					out.By.Add(person)
				} else {
					out.Others.Add(person)
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look whom source %d touches in segment %d: %w", source, s.ID, err)
		}
	}
	return out, nil
}

// Persons is a set of raw person numbers, at a bit for each number up to the highest.
type Persons struct{ words []uint64 }

// Add puts a person into the set.
func (p *Persons) Add(person uint32) {
	i := int(person / 64)
	if i >= len(p.words) {
		grown := make([]uint64, i+1+i/4)
		copy(grown, p.words)
		p.words = grown
	}
	p.words[i] |= 1 << (person % 64)
}

// Has reports whether the person is in the set.
func (p *Persons) Has(person uint32) bool {
	i := int(person / 64)
	return i < len(p.words) && p.words[i]&(1<<(person%64)) != 0
}

// All yields the persons, ascending.
func (p *Persons) All() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, word := range p.words {
			for ; word != 0; word &= word - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
