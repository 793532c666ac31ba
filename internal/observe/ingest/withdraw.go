package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Trace says what taking back an origin touches.
type Trace struct {
	Events  uint64 `json:"events"`
	Persons int    `json:"persons" doc:"Who have events of it"`
	Only    int    `json:"only" doc:"Of these, who have no other events: they vanish, with their ids"`
	IDs     int    `json:"ids" doc:"Ids that were forgotten; 0 before it is taken back"`
}

// Trace looks what taking back an origin would touch now.
func (w *Workspace) Trace(ctx context.Context, origin uint32) (Trace, error) {
	// What was acknowledged a moment ago is a part of it.
	if err := w.CatchUp(ctx); err != nil {
		return Trace{}, err
	}
	t, _, err := w.trace(ctx, origin)
	return t, err
}

// trace also lists the raw persons that nothing else is known of.
func (w *Workspace) trace(ctx context.Context, origin uint32) (t Trace, only []uint32, err error) {
	touched, err := w.record.Touched(ctx, origin, w.tail.rows())
	if err != nil {
		return t, nil, err
	}
	t.Events = touched.Rows
	view := w.overrides.View()
	seen := &record.Persons{}
	for raw := range touched.By.All() {
		person := view.Canonical(raw)
		if seen.Has(person) {
			continue
		}
		seen.Add(person)
		t.Persons++
		members := view.Members(person)
		if members == nil {
			members = []uint32{person}
		}
		if others(&touched.Others, members) {
			continue
		}
		t.Only++
		only = append(only, members...)
	}
	return t, only, nil
}

func others(of *record.Persons, members []uint32) bool {
	for _, m := range members {
		if of.Has(m) {
			return true
		}
	}
	return false
}

// Withdraw takes back everything that came from an origin: its events leave all
// answers, persons whom nothing else is known of are forgotten with their ids,
// and its rejected events leave the quarantine. What may still be on its way
// from it is dropped. It may be repeated, and must be when it fails halfway.
//
// The consumer does it between two entries, with everything before them in the
// record, so a replay never meets half of it. The order matters: while ids are
// forgotten and events are not yet hidden, a repetition finds the same persons;
// the other way round it would not.
func (w *Workspace) Withdraw(ctx context.Context, origin uint32) (Trace, error) {
	if origin < kith.ImportOrigin {
		return Trace{}, &kith.Error{Code: kith.Invalid, Message: "only an import can be taken back"}
	}
	if err := w.CatchUp(ctx); err != nil {
		return Trace{}, err
	}
	ask := withdrawal{origin: origin, done: make(chan withdrawn, 1)}
	select {
	case w.withdrawNow <- ask:
	case <-ctx.Done():
		return Trace{}, ctx.Err()
	}
	select {
	case out := <-ask.done:
		return out.Trace, out.err
	case <-ctx.Done():
		return Trace{}, ctx.Err()
	}
}

type withdrawal struct {
	origin uint32
	done   chan withdrawn
}

type withdrawn struct {
	Trace
	err error
}

// withdraw is the consumer's. fatal says that memory and disk disagree: only a
// restart makes them one again.
func (w *Workspace) withdraw(ctx context.Context, ask withdrawal) (fatal error) {
	var out withdrawn
	defer func() { ask.done <- out }()
	begin := time.Now()
	var only []uint32
	if out.err = w.sealAll(ctx); out.err != nil {
		return nil
	}
	if out.Trace, only, out.err = w.trace(ctx, ask.origin); out.err != nil {
		return nil
	}
	if out.IDs, out.err = w.identity.Retire(ctx, only); out.err != nil {
		return nil
	}
	if out.err = w.quarantine.Withdraw(ctx, w.id, ask.origin); out.err != nil {
		return nil
	}
	if w.record.Withdrawn(ask.origin) {
		return nil
	}
	if _, out.err = w.record.Withdraw(ctx, ask.origin); out.err != nil {
		return nil
	}
	if fatal = w.forgetDerived(ctx); fatal != nil {
		out.err = fatal
		return fatal
	}
	w.logger.Info("withdrew an import", "number", ask.origin&^kith.ImportOrigin, "events", out.Events, "persons", out.Only, "took", time.Since(begin).Round(time.Millisecond))
	return nil
}

// forgetDerived makes anew what memory has of the record. Questions read the
// record until the index is built.
func (w *Workspace) forgetDerived(ctx context.Context) error {
	indexed := w.index.Swap(nil) != nil
	w.stopIndex()
	w.dictsMu.Lock()
	w.dicts = nil
	w.dictsMu.Unlock()
	w.latest, w.nextSeq = 0, w.record.Position().NextSeq
	if err := w.loadWindow(ctx); err != nil {
		return fmt.Errorf("load the message ids of %q again: %w", w.slug, err)
	}
	w.applied.Store(&applied{seq: w.nextSeq - 1, latest: w.latest})
	w.remembered.Store(int64(w.window.len()))
	if err := w.dropSnapshots(); err != nil {
		w.logger.Warn("an old index snapshot was not removed", "error", err)
	}
	if !indexed {
		return nil
	}
	last := w.record.Position().NextSeq - 1
	x, err := w.buildIndex(ctx, w.indexOptions(last), last)
	if err != nil {
		w.logger.Error("the index was not built again; questions read the record until a restart", "error", err)
		return nil
	}
	x.SetLoader(w.stream)
	x.Apply(nil, timeline.Merges(w.identity.Merges()))
	w.index.Store(x)
	w.startIndex(x)
	return nil
}

// Withdrawals counts the imports that were taken back. Whatever was derived from
// events before the last of them must be made anew.
func (w *Workspace) Withdrawals() int { return w.record.Withdrawals() }

// snapshotPath has another name after each withdrawal: an index of before it
// must never be read again.
func (w *Workspace) snapshotPath() string {
	if n := w.record.Withdrawals(); n > 0 {
		return filepath.Join(w.dir, fmt.Sprintf("index.%d.snapshot", n))
	}
	return filepath.Join(w.dir, "index.snapshot")
}

// dropSnapshots removes those of before the last withdrawal, and what a kill left of one.
func (w *Workspace) dropSnapshots() (err error) {
	for _, pattern := range []string{"index.snapshot", "index.*.snapshot", "index*.snapshot.tmp"} {
		paths, _ := filepath.Glob(filepath.Join(w.dir, pattern))
		for _, path := range paths {
			if path != w.snapshotPath() {
				err = errors.Join(err, os.Remove(path))
			}
		}
	}
	return err
}

var _ timeline.Store = (*Workspace)(nil)
