package ingest

import (
	"context"

	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Counted is a tally of every row up to an ordinal. It can be brought forward:
// what was counted before is not counted again.
type Counted struct {
	Tally       *record.Tally
	Upto        uint64
	withdrawals int           // before which
	sealed      uint64        // up to which the record was counted
	ofRecord    *record.Tally // rows up to sealed
	ofTail      *record.Tally // rows after sealed, up to Upto
}

// Tally counts all rows there are, going on from an earlier count, or from
// nothing.
func (w *Workspace) Tally(ctx context.Context, before *Counted) (*Counted, error) {
	next, rows := &Counted{withdrawals: w.record.Withdrawals()}, []*timeline.Row(nil)
	if before != nil && before.withdrawals != next.withdrawals {
		before = nil // what was counted is not all there any more
	}
	if before != nil {
		rows = w.tail.since(before.Upto)
	}
	// Looked at after the rows: what was sealed meanwhile is not among them.
	if before != nil && before.sealed == w.record.Position().NextSeq-1 {
		*next = *before
	} else {
		rows = w.tail.since(0) // first: one sealed in between is then in both, and told by its ordinal
		var err error
		if next.ofRecord, next.sealed, err = w.record.Tally(ctx); err != nil {
			return nil, err
		}
		next.ofTail, next.Upto = record.NewTally(), next.sealed
	}
	next.add(rows, w.names)
	next.Tally = record.NewTally()
	next.Tally.Merge(next.ofRecord)
	next.Tally.Merge(next.ofTail)
	return next, nil
}

func (c *Counted) add(rows []*timeline.Row, names *timeline.Names) {
	library, version := ^uint32(0), ^uint32(0)
	if key, ok := names.Properties.Find(record.LibraryProperty); ok {
		library = key
	}
	if key, ok := names.Properties.Find(record.VersionProperty); ok {
		version = key
	}
	last := c.Upto
	for _, r := range rows {
		if r.Seq > c.Upto {
			c.ofTail.Add(r, library, version)
			last = max(last, r.Seq)
		}
	}
	c.Upto = last
}

// Values counts the values of a property, on the rows of some events or of all.
func (w *Workspace) Values(ctx context.Context, property string, codes []uint16) (*record.Values, error) {
	key, ok := w.names.Properties.Find(property)
	if !ok {
		return &record.Values{}, nil
	}
	return w.record.Values(ctx, record.ValuesRequest{Key: key, Codes: codes, Tail: w.tail.since(0)})
}

// Arrivals counts what arrived since a moment (µs UTC), by source and stretch of
// time since 1970 of the width given.
func (w *Workspace) Arrivals(ctx context.Context, since, width int64) (map[uint32]map[int64]uint64, error) {
	return w.record.Arrivals(ctx, since, width, w.tail.since(0))
}

// SentBy counts one source's events by their code.
func (w *Workspace) SentBy(ctx context.Context, source uint32) (map[uint16]record.Sent, error) {
	return w.record.SentBy(ctx, source, w.tail.since(0))
}
