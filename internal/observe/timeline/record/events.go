package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kith/internal/observe/timeline"
)

// EventsRequest asks for whole rows of a few events, of everybody.
type EventsRequest struct {
	Codes  []uint16 // of the events; nobody's when empty
	MinSeq uint64   // rows before it are left out
	MaxSeq uint64   // rows after it are left out
}

// Events hands over every sealed row of the events, with every property, and
// tells the ordinal up to which it has looked. Segments come by arrival, and in
// each its rows in record order.
func (r *Record) Events(ctx context.Context, req EventsRequest, visit func(*timeline.Row)) (sealed uint64, err error) {
	at, err := r.pin(ctx)
	if err != nil {
		return 0, err
	}
	defer at.close()
	sealed = min(at.sealed, req.MaxSeq)
	if len(req.Codes) == 0 {
		return sealed, nil
	}
	sel := selection{minSeq: req.MinSeq, maxSeq: req.MaxSeq, codes: req.Codes}
	byArrival := func(a, b *segment) int { return cmp.Compare(a.SeqLo, b.SeqLo) }
	for _, s := range slices.SortedFunc(slices.Values(at.segments), byArrival) {
		if sel.misses(s) {
			continue
		}
		w := newWide(s)
		where, args := sel.where(s)
		err := at.conn.each(ctx, w.sql(where), args, func(q *result) error {
			w.show(q)
			for i := range q.n {
				visit(w.row(i, r.names))
			}
			return nil
		})
		if err != nil {
			return 0, fmt.Errorf("read events from segment %d: %w", s.ID, err)
		}
	}
	return sealed, nil
}
