package record

import (
	"context"
	"fmt"
	"math"
)

// MIDs hands the message hashes of rows received at or after a time (µs UTC),
// and their arrivals, to fn in batches; these are valid during the call and
// come in no order.
func (r *Record) MIDs(ctx context.Context, receivedSince int64, fn func(mids []uint64, received []int64)) error {
	return r.scanMIDs(ctx, "mid, received", receivedSince, func(q *result) error {
		fn(column[uint64](q, 0), column[int64](q, 1))
		return nil
	})
}

func (r *Record) scanMIDs(ctx context.Context, columns string, since int64, fn func(*result) error) error {
	p, err := r.pin(ctx)
	if err != nil {
		return err
	}
	defer p.close()
	for _, s := range p.segments {
		if s.ReceivedHi < since {
			continue
		}
		where, args := s.whereVisible(""), []any(nil)
		if s.ReceivedLo < since {
			where, args = s.whereVisible("received >= ?"), []any{since}
		}
		if err := p.conn.each(ctx, "SELECT "+columns+" FROM "+s.table()+where, args, fn); err != nil {
			return fmt.Errorf("read message hashes of segment %d: %w", s.ID, err)
		}
	}
	return nil
}

// HaveMIDs tells for each message hash whether a row of the record has it. It
// goes through all rows, so ask for many at once.
func (r *Record) HaveMIDs(ctx context.Context, mids []uint64) ([]bool, error) {
	have := make([]bool, len(mids))
	if len(mids) == 0 {
		return have, nil
	}
	places := make(map[uint64][]int, len(mids))
	const words = 1 << 14
	filter := make([]uint64, words) // by a hash's low 20 bits; refuses most without the map
	for i, mid := range mids {
		places[mid] = append(places[mid], i)
		filter[mid>>6&(words-1)] |= 1 << (mid & 63)
	}
	err := r.scanMIDs(ctx, "mid", math.MinInt64, func(q *result) error {
		for _, mid := range column[uint64](q, 0) {
			if filter[mid>>6&(words-1)]&(1<<(mid&63)) == 0 {
				continue
			}
			for _, i := range places[mid] {
				have[i] = true
			}
		}
		return nil
	})
	return have, err
}
