package catalogue

import (
	"context"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline/record"
)

// Catalogue knows what there is in every workspace.
type Catalogue struct {
	*Store
	mu     sync.Mutex
	caches map[int64]*cache
}

// Open puts a catalogue on its store.
func Open(s *Store) *Catalogue { return &Catalogue{Store: s, caches: map[int64]*cache{}} }

// Workspace is the one that is asked about.
type Workspace struct {
	ID    int64
	Zone  string
	Space *ingest.Workspace
}

func (c *Catalogue) cache(w *Workspace) *cache {
	c.mu.Lock()
	defer c.mu.Unlock()
	of := c.caches[w.ID]
	if of == nil {
		of = &cache{values: map[valuesOf]*counted{}}
		c.caches[w.ID] = of
	}
	return of
}

// Age says how old figures are and what they cost.
type Age struct {
	At   time.Time
	Took time.Duration
}

const (
	atLeast   = 2 * time.Second // figures live
	dutyCycle = 20              // and this many times what they took
)

// fresh reports whether figures may be shown; names that are new make them
// stale earlier.
func (a *Age) fresh(now time.Time, news bool) bool {
	if a.At.IsZero() {
		return false
	}
	age := now.Sub(a.At)
	if news {
		return age < 4*a.Took
	}
	return age < max(atLeast, dutyCycle*a.Took)
}

// cache holds a workspace's figures. What is computed is computed once at a
// time; whoever waits gets the same.
type cache struct {
	seeing   sync.Mutex
	seen     []seen
	seenAge  Age
	counting sync.Mutex
	tally    *ingest.Counted
	tallyAge Age
	valuing  sync.Mutex
	values   map[valuesOf]*counted
}

// recent is fresh for figures that are cheap to bring forward.
func (a *Age) recent(now time.Time) bool { return now.Sub(a.At) < atLeast }

// events folds the histories, or gives what it knows.
func (c *Catalogue) events(ctx context.Context, w *Workspace) ([]seen, Age, error) {
	of := c.cache(w)
	of.seeing.Lock()
	defer of.seeing.Unlock()
	now := c.now()
	if of.seenAge.fresh(now, w.Space.Names().Events.Len() > len(of.seen)) {
		return of.seen, of.seenAge, nil
	}
	loc, err := time.LoadLocation(w.Zone)
	if err != nil {
		return nil, Age{}, &kith.Error{Code: kith.Internal, Message: "the workspace's zone is unknown", Err: err}
	}
	begin := time.Now()
	snap, err := w.Space.Snapshot(ctx, nil)
	if err != nil {
		return nil, Age{}, err
	}
	defer snap.Close()
	found, err := fold(ctx, snap, newWindow(now, loc))
	if err != nil {
		return nil, Age{}, err
	}
	of.seen, of.seenAge = found, Age{At: now, Took: time.Since(begin)}
	return of.seen, of.seenAge, nil
}

// Tally counts every row there is, as of a few seconds ago at most. It is shared
// and not to be changed.
func (c *Catalogue) Tally(ctx context.Context, w *Workspace) (*record.Tally, error) {
	t, _, err := c.tally(ctx, w)
	return t, err
}

// tally counts rows and properties, or gives what it knows.
func (c *Catalogue) tally(ctx context.Context, w *Workspace) (*record.Tally, Age, error) {
	of := c.cache(w)
	of.counting.Lock()
	defer of.counting.Unlock()
	now := c.now()
	if of.tally != nil && of.tallyAge.recent(now) {
		return of.tally.Tally, of.tallyAge, nil
	}
	begin := time.Now()
	next, err := w.Space.Tally(ctx, of.tally)
	if err != nil {
		return nil, Age{}, err
	}
	of.tally, of.tallyAge = next, Age{At: now, Took: time.Since(begin)}
	return next.Tally, of.tallyAge, nil
}

// valuesOf is a question for values: "" is every event.
type valuesOf struct{ property, event string }

// counted is a property's values, the most frequent first.
type counted struct {
	values []ValueCount
	rows   uint64
	full   bool
	age    Age
}

// What is kept of answered questions for values, of one workspace.
const (
	maxCached       = 64
	maxCachedValues = 400_000
)

func (c *Catalogue) valuesOf(ctx context.Context, w *Workspace, q valuesOf) (*counted, error) {
	of := c.cache(w)
	of.valuing.Lock()
	defer of.valuing.Unlock()
	now := c.now()
	if known := of.values[q]; known != nil && known.age.fresh(now, false) {
		return known, nil
	}
	var codes []uint16
	if q.event != "" {
		codes = []uint16{}
		if code, ok := w.Space.Names().Events.Find(q.event); ok {
			codes = append(codes, uint16(code))
		}
	}
	begin := time.Now()
	found, err := w.Space.Values(ctx, q.property, codes)
	if err != nil {
		return nil, err
	}
	out := newCounted(found)
	out.age = Age{At: now, Took: time.Since(begin)}
	of.keep(q, out)
	return out, nil
}

// keep makes room by letting the oldest go.
func (of *cache) keep(q valuesOf, v *counted) {
	delete(of.values, q)
	for len(of.values) > 0 && (len(of.values) >= maxCached || of.held()+len(v.values) > maxCachedValues) {
		var oldest valuesOf
		var at time.Time
		for k, known := range of.values {
			if at.IsZero() || known.age.At.Before(at) {
				oldest, at = k, known.age.At
			}
		}
		delete(of.values, oldest)
	}
	of.values[q] = v
}

func (of *cache) held() (n int) {
	for _, v := range of.values {
		n += len(v.values)
	}
	return n
}

// Values lists an event's most frequent values of a property.
func (c *Catalogue) Values(ctx context.Context, w *Workspace, property, event string, limit int) (ValueList, error) {
	found, err := c.valuesOf(ctx, w, valuesOf{property, event})
	if err != nil {
		return ValueList{}, err
	}
	return found.list("", limit), nil
}
