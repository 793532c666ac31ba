package ingest

import (
	"context"
	"slices"
	"sort"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
)

// Arrival is what just became visible: rows in answers, and events on their way
// to the quarantine. It is not to be changed; rows may be kept.
type Arrival struct {
	Rows     []*timeline.Row
	Said     []Said // of the rows, by ascending Seq; may lack some
	Rejected []quarantine.Entry
	At       time.Time
}

// Said is what an event said of itself and its row does not keep.
type Said struct {
	Seq                            uint64
	UserID, AnonymousID, MessageID string
}

// Of returns what the row's event said; false when that was not kept.
func (a *Arrival) Of(seq uint64) (Said, bool) {
	i, ok := slices.BinarySearchFunc(a.Said, seq, func(s Said, seq uint64) int {
		switch {
		case s.Seq < seq:
			return -1
		case s.Seq > seq:
			return 1
		}
		return 0
	})
	if !ok {
		return Said{}, false
	}
	return a.Said[i], true
}

// watchers are called by the consumer for what arrives. Nobody watching costs
// one look at a pointer for each flush and event.
type watchers []func(*Arrival)

// Watch calls see, which must not wait for anything, for all that arrives until
// stop is called.
func (w *Workspace) Watch(see func(*Arrival)) (stop func()) {
	w.watching.Lock()
	defer w.watching.Unlock()
	mine := &see
	w.watch = append(w.watch, mine)
	w.publishWatchers()
	return func() {
		w.watching.Lock()
		defer w.watching.Unlock()
		w.watch = slices.DeleteFunc(w.watch, func(f *func(*Arrival)) bool { return f == mine })
		w.publishWatchers()
	}
}

func (w *Workspace) publishWatchers() {
	if len(w.watch) == 0 {
		w.watchers.Store(nil)
		return
	}
	all := make(watchers, len(w.watch))
	for i, f := range w.watch {
		all[i] = *f
	}
	w.watchers.Store(&all)
}

// heard keeps what an event said, when anybody watches.
func (w *Workspace) heard(e *kith.Event, seq uint64) {
	if w.watchers.Load() != nil {
		w.pending.said = append(w.pending.said, Said{Seq: seq, UserID: e.UserID, AnonymousID: e.AnonymousID, MessageID: e.MessageID})
	}
}

// show tells the watchers what was pending and is visible now.
func (w *Workspace) show(p *pending) {
	all := w.watchers.Load()
	if all == nil || len(p.rows) == 0 && len(p.rejected) == 0 {
		return
	}
	a := &Arrival{Rows: p.rows, Said: p.said, Rejected: p.rejected, At: w.now()}
	for _, see := range *all {
		see(a)
	}
}

// Newest returns up to limit of the newest rows that match, the newest last. It
// looks at the last depth rows only.
func (w *Workspace) Newest(ctx context.Context, limit int, depth uint64, match func(*timeline.Row) bool) ([]*timeline.Row, error) {
	last := w.applied.Load().seq
	from := last - min(depth, last)
	rows := w.tail.since(from) // first: one sealed in between is then in the record too
	if sealed := w.record.Position().NextSeq - 1; sealed > from {
		kept, err := w.record.Newest(ctx, from)
		if err != nil {
			return nil, err
		}
		rows = append(rows, kept...)
	}
	rows = slices.DeleteFunc(rows, func(r *timeline.Row) bool { return r.Seq > last || !match(r) })
	sort.Slice(rows, func(i, j int) bool { return rows[i].Seq < rows[j].Seq })
	rows = slices.CompactFunc(rows, func(a, b *timeline.Row) bool { return a.Seq == b.Seq })
	return rows[max(0, len(rows)-limit):], nil
}
