package ingest

import (
	"context"
	"slices"

	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Rows reads part of one person's history with every property: of all who are
// the same person as any of page.Persons, from record and tail. page.Tail is
// filled in.
func (w *Workspace) Rows(ctx context.Context, page record.Page) ([]*timeline.Row, error) {
	view, persons := w.overrides.View(), []uint32(nil)
	for _, p := range page.Persons {
		c := view.Canonical(p)
		if members := view.Members(c); members != nil {
			persons = append(persons, members...)
		} else {
			persons = append(persons, c)
		}
	}
	page.Persons, page.Tail = persons, w.tail.of(persons)
	return w.record.Rows(ctx, page)
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
