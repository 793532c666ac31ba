package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
)

// Workspace is one workspace's live data: log, identities, index and record. It
// is a timeline.Store: questions are asked of it.
type Workspace struct {
	id     int64
	slug   string
	dir    string
	budget int64 // bytes for the index and its columns; 0: no bound
	now    func() time.Time
	logger *slog.Logger

	sealRows int

	log        *bus.Log
	identity   *identity.Directory
	quarantine *quarantine.Store
	record     *record.Record
	names      *timeline.Names
	index      atomic.Pointer[index.Index] // nil: over the budget, ask the record
	overrides  *timeline.Overrides
	tail       tail

	// Only the consumer touches these.
	window      *window
	pending     pending
	rejected    []quarantine.Entry
	rejectedIn  uint64
	rejectedAt  int
	nextSeq     uint64
	latest      int64  // arrival of the last row, µs
	committed   uint64 // log entry up to which identities are in the database
	sealStart   time.Time
	sealing     chan error // holds one result when a seal is under way
	stopIndex   func()     // ends the index's background work
	startIndex  func(*index.Index)
	sealNow     chan chan error
	commitNow   chan chan error
	withdrawNow chan withdrawal
	eraseNow    chan erasing

	graves     atomic.Pointer[Graves] // ids that are refused; nil: none
	taken      atomic.Uint64          // last log entry taken
	visible    atomic.Uint64          // last log entry whose events are in answers
	remembered atomic.Int64           // message ids in the window
	applied    atomic.Pointer[applied]
	counts     Counts

	watching sync.Mutex
	watch    []*func(*Arrival)
	watchers atomic.Pointer[watchers] // of watch; nil: nobody

	dictsMu sync.Mutex
	dicts   map[string]*timeline.Dict // for snapshots read from the record
}

// applied says which rows questions see.
type applied struct {
	seq    uint64
	latest int64
}

// arrived is when the last of them did; zero when there are none.
func (a *applied) arrived() time.Time {
	if a.latest == 0 {
		return time.Time{}
	}
	return time.UnixMicro(a.latest).UTC()
}

// Counts are the exits of the pipeline.
type Counts struct {
	Recorded, Duplicate, Rejected, Unreadable, Withdrawn, Erased atomic.Uint64
	Sealed                                                       atomic.Uint64 // rows that reached the record
}

func (w *Workspace) open(ctx context.Context) (err error) {
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		return err
	}
	if w.record, err = record.Open(ctx, record.Options{Dir: w.dir, SealRows: w.sealRows, Logger: w.logger}); err != nil {
		return fmt.Errorf("open the record of %q: %w", w.slug, err)
	}
	pos := w.record.Position()
	w.names, w.nextSeq = w.record.Names(), pos.NextSeq
	w.taken.Store(pos.LogSeq)
	w.visible.Store(pos.LogSeq)
	w.applied.Store(&applied{seq: pos.NextSeq - 1})
	w.overrides = timeline.NewOverrides()
	w.sealNow, w.commitNow = make(chan chan error), make(chan chan error)
	w.withdrawNow, w.eraseNow = make(chan withdrawal), make(chan erasing)
	w.stopIndex, w.startIndex = func() {}, func(*index.Index) {}
	w.sealStart = w.now()
	return nil
}

// load brings into memory what answers and the consumer need: the identities,
// the duplicates' window and the index.
func (w *Workspace) load(ctx context.Context, d *db.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		if w.identity, err = identity.Open(gctx, d, w.id, identity.Options{}); err != nil {
			return fmt.Errorf("load the identities of %q: %w", w.slug, err)
		}
		return nil
	})
	g.Go(func() error {
		if err := w.loadWindow(gctx); err != nil {
			return fmt.Errorf("load the message ids of %q: %w", w.slug, err)
		}
		if err := w.loadIndex(gctx); err != nil {
			return fmt.Errorf("load the index of %q: %w", w.slug, err)
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	w.apply(nil, timeline.Merges(w.identity.Merges()))
	w.committed = w.identity.Position()
	if behind := w.taken.Load(); w.committed < behind {
		return &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("The database knows the ids of %q up to log entry %d, the record has events up to %d", w.slug, w.committed, behind),
			Hint: "the database was restored from an older copy than the record; restore both from one backup"}
	}
	return nil
}

// loadWindow puts the window where the record ends, not at the time of now:
// however long the program was down, what is read from the log next must meet
// the window that it met, or would have met, the first time.
func (w *Workspace) loadWindow(ctx context.Context) error {
	stats, err := w.record.Stats(ctx)
	if err != nil {
		return err
	}
	if stats.Rows > 0 {
		w.latest = stats.Arrived.UnixMicro()
	}
	w.window = newWindow(w.latest)
	return w.record.MIDs(ctx, w.window.since(), func(mids []uint64, received []int64) {
		for i, mid := range mids {
			w.window.load(mid, received[i])
		}
	})
}

// bytesPerEvent is what the index takes with a handful of columns, to foresee
// whether a record fits the memory budget.
const bytesPerEvent = 14

func (w *Workspace) overBudget(events uint64) bool {
	return w.budget > 0 && int64(events)*bytesPerEvent > w.budget
}

// shed gives the index up when it has outgrown the budget, by what it takes or
// by what the next start would expect of it: from then on questions read the
// record, more slowly, and nothing else changes.
func (w *Workspace) shed() {
	x := w.index.Load()
	if x == nil || w.budget == 0 {
		return
	}
	stats := x.Stats()
	if bytes := stats.BaseBytes + stats.DeltaBytes; bytes > w.budget || w.overBudget(w.nextSeq-1) {
		w.logger.Warn("the index has outgrown the memory budget; questions read the record from now on", "bytes", bytes, "budget", w.budget)
		w.index.Store(nil)
		w.stopIndex()
	}
}

// loadIndex opens the snapshot and adds what the record has since; when there
// is none, or it does not fit the record, it is built from the record.
func (w *Workspace) loadIndex(ctx context.Context) error {
	last := w.record.Position().NextSeq - 1
	w.applied.Store(&applied{seq: last, latest: w.latest})
	if w.overBudget(last) {
		w.logger.Warn("the index would not fit the memory budget; questions read the record", "events", last, "budget", w.budget)
		return nil
	}
	options := w.indexOptions(last)
	x, err := index.Open(ctx, w.snapshotPath(), w.names, options)
	if err == nil && x.Seq() <= last && last-x.Seq() <= last/4 {
		x.SetLoader(w.stream)
		err = x.CatchUp(ctx, last, time.UnixMicro(w.latest))
	} else if err == nil {
		err = fmt.Errorf("it ends at row %d, the record at %d", x.Seq(), last)
	}
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			w.logger.Warn("the index snapshot is not used; the index is built from the record", "error", err)
		}
		if x, err = w.buildIndex(ctx, options, last); err != nil {
			return err
		}
	}
	x.SetLoader(w.stream)
	w.index.Store(x)
	return nil
}

func (w *Workspace) indexOptions(last uint64) index.Options {
	o := index.Options{ColumnBytes: max(w.budget-int64(last)*10, 1<<26), Log: w.logger, Overrides: w.overrides}
	if w.budget == 0 {
		o.ColumnBytes = 1 << 40
	}
	return o
}

func (w *Workspace) buildIndex(ctx context.Context, options index.Options, last uint64) (*index.Index, error) {
	x := index.New(w.names, options)
	if last == 0 {
		return x, nil
	}
	stream, err := w.record.Stream(ctx, timeline.StreamRequest{MaxSeq: last})
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	return x, x.Load(ctx, stream, last, time.UnixMicro(w.latest))
}

// Run consumes the log until ctx ends, then seals what is unsealed.
func (w *Workspace) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return w.record.Run(ctx) })
	w.startIndex = func(x *index.Index) {
		indexCtx, stop := context.WithCancel(ctx)
		w.stopIndex = stop
		g.Go(func() error {
			defer stop()
			return x.Run(indexCtx)
		})
	}
	if x := w.index.Load(); x != nil {
		w.startIndex(x)
	}
	g.Go(func() error { return errors.Join(w.consume(ctx), w.sealed()) })
	return g.Wait()
}

// apply makes rows and changes of who is who part of every answer from now on.
func (w *Workspace) apply(rows []*timeline.Row, changes []timeline.Change) {
	if x := w.index.Load(); x != nil {
		x.Apply(rows, changes)
	} else {
		w.overrides.Apply(changes)
	}
	w.applied.Store(&applied{seq: w.nextSeq - 1, latest: w.latest})
}

// Snapshot implements timeline.Store.
func (w *Workspace) Snapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	if x := w.index.Load(); x != nil {
		return x.Snapshot(ctx, props)
	}
	return w.RecordSnapshot(ctx, props)
}

// RecordSnapshot reads histories from the record and the tail, not the index.
// Both give the same answers; this one needs no memory for events.
func (w *Workspace) RecordSnapshot(ctx context.Context, props []string) (timeline.Snapshot, error) {
	at := w.applied.Load() // before the tail, which may then hold later rows
	return record.NewSnapshot(ctx, w.record, record.SnapshotRequest{
		Props: props, Dicts: w.dictsOf(props), Tail: w.tail.rows(), MaxSeq: at.seq,
		Overrides: w.overrides.View(),
		Info:      timeline.Info{Seq: at.seq, Latest: at.arrived(), Events: at.seq - w.record.Hidden(), Source: "record"},
	})
}

func (w *Workspace) dictsOf(props []string) []*timeline.Dict {
	w.dictsMu.Lock()
	defer w.dictsMu.Unlock()
	out := make([]*timeline.Dict, len(props))
	for i, p := range props {
		if w.dicts[p] == nil {
			if w.dicts == nil {
				w.dicts = map[string]*timeline.Dict{}
			}
			w.dicts[p] = timeline.NewDict()
		}
		out[i] = w.dicts[p]
	}
	return out
}

// stream reads record and tail in record order: what the index loads columns from.
func (w *Workspace) stream(ctx context.Context, req timeline.StreamRequest) (timeline.Stream, error) {
	req.Tail = w.tail.rows()
	return w.record.Stream(ctx, req)
}
