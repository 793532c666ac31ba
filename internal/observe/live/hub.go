package live

import (
	"context"
	"sync"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
)

// MaxViewers is how many may look at once, all workspaces together.
const MaxViewers = 32

// Hub lets people look, as long as it is open.
type Hub struct {
	quarantine *quarantine.Store
	now        func() time.Time
	closed     chan struct{}
	once       sync.Once
	places     chan struct{}
}

// New makes a hub.
func New(q *quarantine.Store, now func() time.Time) *Hub {
	return &Hub{quarantine: q, now: now, closed: make(chan struct{}), places: make(chan struct{}, MaxViewers)}
}

// Close ends every stream, so that a server that stops need not wait for them.
func (h *Hub) Close() { h.once.Do(func() { close(h.closed) }) }

// Workspace is the one looked at.
type Workspace struct {
	ID    int64
	Space *ingest.Workspace
}

// enter takes a place, which leave gives back.
func (h *Hub) enter() (leave func(), err error) {
	select {
	case h.places <- struct{}{}:
		return func() { <-h.places }, nil
	default:
		return nil, &kith.Error{Code: kith.TooMany, Message: "too many are looking at live events", Hint: "close another window that shows them", Retry: true}
	}
}

// What is shown to one who begins to look: so many events, among so many of the
// newest, and the seconds before.
const (
	backlog  = 200
	depth    = 20_000
	backward = 90
)

// before is what arrived earlier: events and rejected events, the newest last,
// after a row already seen, and how many in each of the last seconds.
func (h *Hub) before(ctx context.Context, w *Workspace, v *viewer, after uint64) ([]item, []Second, error) {
	names, merges := w.Space.Names(), w.Space.Overrides()
	counts := newSeconds(h.now())
	rows, err := w.Space.Newest(ctx, depth, depth, func(r *timeline.Row) bool { return v.filter.row(r, names, merges) })
	if err != nil {
		return nil, nil, err
	}
	var items []item
	for _, r := range rows {
		counts.add(r.Received, false)
		if r.Seq > after {
			items = append(items, item{row: r})
		}
	}
	entries, _, err := h.quarantine.List(ctx, quarantine.Query{Workspace: w.ID, Limit: backlog})
	if err != nil {
		return nil, nil, err
	}
	for i := range entries {
		if e := &entries[i]; v.filter.rejected(e) {
			counts.add(e.Received, true)
			items = append(items, item{rejected: e})
		}
	}
	return newest(items, backlog), counts.list, nil
}

// seconds are the last ones before now.
type seconds struct{ list []Second }

func newSeconds(now time.Time) *seconds {
	s := &seconds{}
	for i := range backward {
		s.list = append(s.list, Second{At: now.Unix() - int64(backward-i)})
	}
	return s
}

func (s *seconds) add(received int64, rejected bool) {
	i := received/1e6 - s.list[0].At
	switch {
	case i < 0 || i >= int64(len(s.list)):
	case rejected:
		s.list[i].Quarantined++
	default:
		s.list[i].Events++
	}
}
