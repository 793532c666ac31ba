package ingest

import (
	"context"
	"slices"

	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Rows reads part of the history of raw persons with every property, from
// record and tail; page.Tail is filled in.
func (w *Workspace) Rows(ctx context.Context, page record.Page) ([]*timeline.Row, error) {
	page.Tail = w.tail.of(page.Persons)
	return w.record.Rows(ctx, page)
}

// EachID visits every id there is, in no order, until visit returns false.
func (w *Workspace) EachID(visit func(kind identity.Kind, id string, person uint32) bool) {
	w.identity.Each(visit)
}

// Events hands over the rows of a few events that came after an ordinal, and
// tells up to which ordinal it has looked; ask for those after it next time.
// Of one person the rows come so that a later one of the same millisecond
// arrived later.
func (w *Workspace) Events(ctx context.Context, codes []uint16, after uint64, visit func(*timeline.Row)) (uint64, error) {
	last := w.applied.Load().seq // before the tail, which may then hold later rows
	if last <= after {
		return after, nil
	}
	// The tail first: a row that is sealed in between is then in the record, and
	// is left out here by its ordinal.
	unsealed := w.tail.since(after)
	first := last + 1
	for _, r := range unsealed {
		first = min(first, r.Seq)
	}
	sealed := after
	if first > after+1 {
		var err error
		if sealed, err = w.record.Events(ctx, record.EventsRequest{Codes: codes, MinSeq: after + 1, MaxSeq: last}, visit); err != nil {
			return after, err
		}
	}
	for _, r := range unsealed {
		if r.Seq > sealed && r.Seq <= last && slices.Contains(codes, r.Code) {
			visit(r)
		}
	}
	return last, nil
}
