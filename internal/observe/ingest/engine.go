package ingest

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

// Options of an Engine. Dir, DB, Bus and Quarantine are required.
type Options struct {
	Dir        string // data folder; a workspace's data is in Dir/workspaces/<slug>
	DB         *db.DB
	Bus        *bus.Bus
	Quarantine *quarantine.Store
	Memory     int64 // bytes for all indexes and their columns; 0: no bound
	// Graves are the ids of erased persons that a workspace refuses; nil: none.
	Graves   func(ctx context.Context, workspace int64) (*Graves, error)
	SealRows int // rows that are sealed at once; 500,000 when 0
	Now      func() time.Time
	Logger   *slog.Logger
}

// Engine runs every workspace's consumer.
type Engine struct {
	o       Options
	opening sync.Mutex // one workspace at a time

	mu    sync.RWMutex
	by    map[string]*Workspace
	start func(*Workspace) // runs one more consumer; nil when none may run
	ended bool
}

// Open loads the workspaces. Nothing is consumed until Run.
func Open(ctx context.Context, o Options, spaces []workspace.Workspace) (*Engine, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.SealRows == 0 {
		o.SealRows = sealRows
	}
	e := &Engine{o: o, by: map[string]*Workspace{}}
	for _, s := range spaces {
		if _, err := e.add(ctx, s, len(spaces)); err != nil {
			return nil, errors.Join(err, e.Close())
		}
	}
	return e, nil
}

// Ensure returns a workspace, opening it when it was made since Open. Its share
// of the memory is taken on top: the others keep theirs until a restart.
func (e *Engine) Ensure(ctx context.Context, s workspace.Workspace) (*Workspace, error) {
	if w, err := e.Workspace(s.Slug); err == nil {
		return w, nil
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	if w, err := e.Workspace(s.Slug); err == nil {
		return w, nil
	}
	// Whoever asks first may go away: others are waiting for it too.
	return e.add(context.WithoutCancel(ctx), s, len(e.All())+1)
}

func (e *Engine) add(ctx context.Context, s workspace.Workspace, of int) (_ *Workspace, err error) {
	w := &Workspace{
		id: int64(s.ID), slug: s.Slug, dir: Dir(e.o.Dir, s.Slug), sealRows: e.o.SealRows,
		now: e.o.Now, logger: e.o.Logger.With("workspace", s.Slug), quarantine: e.o.Quarantine,
	}
	if e.o.Memory > 0 {
		w.budget = max(1, e.o.Memory/int64(of)) // 0 would be no bound
	}
	if err := w.open(ctx); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.record.Close())
		}
	}()
	if err := w.load(ctx, e.o.DB); err != nil {
		return nil, err
	}
	if e.o.Graves != nil {
		graves, err := e.o.Graves(ctx, w.id)
		if err != nil {
			return nil, err
		}
		w.graves.Store(graves)
	}
	// A log that was lost, or left out of a backup, goes on after all it ever
	// gave: an entry's number must never come twice.
	if w.log, err = e.o.Bus.LogAfter(ctx, s.Slug, w.committed); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ended {
		return nil, &kith.Error{Code: kith.Unavailable, Message: "The program is stopping", Retry: true}
	}
	e.by[s.Slug] = w
	if e.start != nil {
		e.start(w)
	}
	return w, nil
}

// Dir is where a workspace's own data lies in a data folder.
func Dir(data, slug string) string { return filepath.Join(data, "workspaces", slug) }

// Run consumes all logs until ctx ends; then every workspace seals what it has.
func (e *Engine) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	e.mu.Lock()
	e.start = func(w *Workspace) { g.Go(func() error { return w.Run(ctx) }) }
	for _, w := range e.by {
		e.start(w)
	}
	e.mu.Unlock()
	g.Go(func() error { // keeps the group open to workspaces yet to come
		<-ctx.Done()
		e.mu.Lock()
		defer e.mu.Unlock()
		e.start, e.ended = nil, true
		return nil
	})
	return g.Wait()
}

// Close releases the records; call it after Run has returned.
func (e *Engine) Close() error {
	var first error
	for _, w := range e.All() {
		if err := w.record.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Workspace returns the named workspace.
func (e *Engine) Workspace(slug string) (*Workspace, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if w := e.by[slug]; w != nil {
		return w, nil
	}
	return nil, &kith.Error{Code: kith.NotFound, Message: "There is no workspace " + slug}
}

// All returns the workspaces.
func (e *Engine) All() []*Workspace {
	e.mu.RLock()
	defer e.mu.RUnlock()
	all := make([]*Workspace, 0, len(e.by))
	for _, w := range e.by {
		all = append(all, w)
	}
	return all
}

// Append writes a batch to the log and returns when it is on disk.
func (w *Workspace) Append(ctx context.Context, b *kith.Batch) error {
	_, err := w.log.Append(ctx, b.AppendBinary(nil))
	return err
}

// AppendEncoded writes a batch that is encoded already.
func (w *Workspace) AppendEncoded(ctx context.Context, payload []byte) (uint64, error) {
	return w.log.Append(ctx, payload)
}

func (w *Workspace) Slug() string           { return w.slug }
func (w *Workspace) Names() *timeline.Names { return w.names }
func (w *Workspace) Record() *record.Record { return w.record }

// Overrides are the merges of now.
func (w *Workspace) Overrides() *timeline.OverrideView { return w.overrides.View() }
