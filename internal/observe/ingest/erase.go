package ingest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Erasure of one person. It may be repeated, and must be when it fails halfway.
type Erasure struct {
	Origin uint32   // of its own, from ErasureOrigin on: what its rows are hidden by
	Person []uint32 // any numbers that stand, or stood, for the person
	// Bury keeps who it is about, before anything is forgotten, and returns the
	// ids to be refused from here on. Everything that came before is in the record.
	Bury func(ctx context.Context, members []uint32, ids []identity.ID) (*Graves, error)
}

// Erased says what went.
type Erased struct {
	Rows uint64 // of the record
	IDs  int
}

// ErasureOrigin and above, up to imports, are origins of rows that were erased.
const ErasureOrigin = uint32(1) << 30

type erasing struct {
	Erasure
	done chan erased
}

type erased struct {
	Erased
	err error
}

// Erase takes a person out of every answer: rows, ids and what memory has of
// them. The rows' bytes are on the disk until Scrub.
func (w *Workspace) Erase(ctx context.Context, e Erasure) (Erased, error) {
	if e.Origin < ErasureOrigin || e.Origin >= kith.ImportOrigin {
		return Erased{}, fmt.Errorf("erase by origin %d, which is not an erasure's", e.Origin)
	}
	// What was acknowledged a moment ago is a part of it.
	if err := w.CatchUp(ctx); err != nil {
		return Erased{}, err
	}
	ask := erasing{e, make(chan erased, 1)}
	select {
	case w.eraseNow <- ask:
	case <-ctx.Done():
		return Erased{}, ctx.Err()
	}
	select {
	case out := <-ask.done:
		return out.Erased, out.err
	case <-ctx.Done():
		return Erased{}, ctx.Err()
	}
}

// erase is the consumer's, between two entries, with everything before them in
// the record, so a replay never meets half of it. fatal is as withdraw's.
func (w *Workspace) erase(ctx context.Context, ask erasing) (fatal error) {
	var out erased
	defer func() { ask.done <- out }()
	begin := time.Now()
	if out.err = w.sealAll(ctx); out.err != nil {
		return nil
	}
	members := w.membersOf(ask.Person)
	var ids []identity.ID
	if ids, out.err = w.identity.IDs(ctx, members...); out.err != nil {
		return nil
	}
	var graves *Graves
	if graves, out.err = ask.Bury(ctx, members, ids); out.err != nil {
		return nil
	}
	w.graves.Store(graves)
	if out.IDs, out.err = w.identity.Retire(ctx, members); out.err != nil {
		return nil
	}
	before := w.record.Withdrawn(ask.Origin)
	if out.Rows, out.err = w.record.Erase(ctx, ask.Origin, members); out.err != nil {
		return nil
	}
	if before {
		out.err = w.dropSnapshots()
		return nil
	}
	if fatal = w.forgetDerived(ctx); fatal != nil {
		out.err = fatal
		return fatal
	}
	w.logger.Info("erased a person", "rows", out.Rows, "ids", out.IDs, "took", time.Since(begin).Round(time.Millisecond))
	return nil
}

// membersOf lists every raw number that shares a history with one of some.
func (w *Workspace) membersOf(some []uint32) []uint32 {
	view := w.overrides.View()
	all := slices.Clone(some)
	for _, p := range some {
		all = append(all, view.Members(view.Canonical(p))...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Scrub takes the bytes of what was erased or withdrawn out of the record's file
// and the log's.
func (w *Workspace) Scrub(ctx context.Context) error {
	if err := w.record.Settle(ctx); err != nil {
		return err
	}
	if err := w.record.Scrub(ctx); err != nil {
		return err
	}
	return w.log.Empty(ctx, w.Seal)
}

// EachRow hands over all rows of a person's history, in order, a bounded number
// in memory at a time.
func (w *Workspace) EachRow(ctx context.Context, person uint32, visit func(*timeline.Row) error) error {
	const atOnce = 2000
	page := record.Page{MaxSeq: w.applied.Load().seq, Persons: w.membersOf([]uint32{person}), Limit: atOnce}
	for {
		rows, err := w.Rows(ctx, page)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := visit(r); err != nil {
				return err
			}
		}
		if len(rows) < atOnce {
			return nil
		}
		last := record.PlaceOf(rows[len(rows)-1])
		page.After = &last
	}
}
