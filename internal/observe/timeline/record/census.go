package record

import (
	"context"
	"fmt"
	"sync"

	"kith/internal/kith"
)

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

// census keeps how many rows of each event a segment has: segments never
// change, so each is counted once.
type census struct {
	mu sync.Mutex
	by map[tallied]map[uint16]uint64
}

// Census counts the sealed rows by event code.
func (r *Record) Census(ctx context.Context) (map[uint16]uint64, error) {
	r.census.mu.Lock()
	defer r.census.mu.Unlock()
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	known, total := map[tallied]map[uint16]uint64{}, map[uint16]uint64{}
	for _, s := range at.segments {
		as := tallied{s.ID, len(s.gone)}
		counts := r.census.by[as]
		if counts == nil {
			counts = map[uint16]uint64{}
			err := at.conn.each(ctx, "SELECT code, count(*) FROM "+s.table()+s.whereVisible("")+" GROUP BY code", nil, func(q *result) error {
				rows := column[int64](q, 1)
				for i, code := range column[uint16](q, 0) {
					counts[code] += uint64(rows[i])
				}
				return nil
			})
			if err != nil {
				return nil, fmt.Errorf("count the events of segment %d: %w", s.ID, err)
			}
		}
		known[as] = counts
		for code, n := range counts {
			total[code] += n
		}
	}
	r.census.by = known
	return total, nil
}
