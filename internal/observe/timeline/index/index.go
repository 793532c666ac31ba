package index

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"

	"kith/internal/observe/timeline"
)

// Options adjust an Index; the zero value is good.
type Options struct {
	Workers     int   // of one scan; default and bound: GOMAXPROCS
	ColumnBytes int64 // budget of all property columns and their dictionaries; default 1 GiB
	MaxValues   int   // distinct values of one column; default 2 million
	Log         *slog.Logger
	Overrides   *timeline.Overrides // merges that are known already; default: none
}

// Loader gives the rows that a request names, in record order, from the record
// and the tail that is not sealed yet: all of them up to MaxSeq, which the index
// has always been given before.
type Loader func(context.Context, timeline.StreamRequest) (timeline.Stream, error)

// Index is the histories of one workspace in memory. One goroutine calls Apply;
// all else may be called by anyone at any time.
type Index struct {
	names     *timeline.Names
	options   Options
	log       *slog.Logger
	overrides *timeline.Overrides
	loader    atomic.Pointer[Loader]
	gatherers sync.Pool // *gatherer, for One

	state atomic.Pointer[state]
	mu    sync.Mutex // held to replace the state; never for long
	batch intake     // the writer's working space; under mu

	saving sync.Mutex    // one Save at a time
	saved  atomic.Uint64 // the last row in the file

	digests digests

	layout   chan struct{}    // a token: whoever holds it may rewrite bases and add or drop columns
	refused  map[string]error // properties with too many values; under mu
	uses     atomic.Int64     // counts the uses of columns, to know the longest unused
	overfull atomic.Bool      // columns exceed their budget and were all in use
	wake     chan struct{}    // some shard is crowded
}

// New returns an empty index. The names must be those that rows are coded with.
func New(names *timeline.Names, options Options) *Index {
	workers := runtime.GOMAXPROCS(0)
	if options.Workers <= 0 || options.Workers > workers {
		options.Workers = workers
	}
	if options.ColumnBytes <= 0 {
		options.ColumnBytes = 1 << 30
	}
	if options.MaxValues <= 0 {
		options.MaxValues = 2_000_000
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Overrides == nil {
		options.Overrides = timeline.NewOverrides()
	}
	ix := &Index{
		names: names, options: options, log: options.Log, overrides: options.Overrides,
		layout: make(chan struct{}, 1), wake: make(chan struct{}, 1), refused: map[string]error{},
		digests: digests{byKey: map[string]*digest{}},
	}
	ix.gatherers.New = func() any { return &gatherer{} }
	st := &state{overrides: ix.overrides.View()}
	for i := range st.shards {
		st.shards[i] = &shard{base: newBase()}
	}
	ix.state.Store(st)
	return ix
}

// SetLoader says where the rows of a column that is not in memory come from.
func (ix *Index) SetLoader(load Loader) { ix.loader.Store(&load) }

// Seq is the ordinal of the last row that is visible.
func (ix *Index) Seq() uint64 { return ix.state.Load().seq }

// Overrides are the merges applied so far. Only Apply writes them.
func (ix *Index) Overrides() *timeline.Overrides { return ix.overrides }

// change replaces the state by an edited copy.
func (ix *Index) change(edit func(next *state)) *state {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	next := *ix.state.Load()
	edit(&next)
	ix.state.Store(&next)
	return &next
}

// hold takes the right to change the layout; release gives it back.
func (ix *Index) hold(ctx context.Context) error {
	select {
	case ix.layout <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (ix *Index) release() { <-ix.layout }
