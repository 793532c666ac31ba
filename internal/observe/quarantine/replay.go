package quarantine

import (
	"context"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Append writes a batch to the workspace's log and returns when it is on disk.
type Append func(context.Context, *kith.Batch) error

// Replay is entries to be sent again.
type Replay struct {
	Workspace int64
	By        uint32
	IDs       []Position // these; nil: those that Query finds, open ones
	Query     Query
	Raw       []byte // of a single id: read this instead of what was received
	Change    Change
	Rules     wire.Rules // what the workspace expects now; nil: nothing
	Try       bool       // only say what would come of it
}

// ReplayOutcome says what came of it.
type ReplayOutcome struct {
	Replayed int       `json:"replayed" doc:"In the log again, or, when tried, would be"`
	Failed   int       `json:"failed" doc:"Still wrong: they stay"`
	Failures []Failure `json:"failures" doc:"Up to 20 of them"`
	Skipped  int       `json:"skipped" doc:"Settled already, or not kept any more"`
	Next     string    `json:"next,omitempty" doc:"There are more: ask again with before set to this"`
}

// Bounds of one call: what is beyond is asked for again.
const (
	replayAtOnce = 2000
	maxFailures  = 20
)

// Replay reads entries again and appends those that pass to the log, from where
// they go the way of every event; then they are settled. Cut off in between, it
// can be done again: the same event comes of the same entry.
func (s *Store) Replay(ctx context.Context, r Replay, now int64, appendTo Append) (*ReplayOutcome, error) {
	out := &ReplayOutcome{Failures: []Failure{}}
	entries, err := s.toReplay(ctx, &r, out)
	if err != nil {
		return nil, err
	}
	reader, batches, passed := newRereader(), batching{}, []Position{}
	reader.rules = r.Rules
	for i := range entries {
		e := &entries[i]
		events, failure := r.read(reader, e)
		if failure != nil {
			if out.Failed++; len(out.Failures) < maxFailures {
				out.Failures = append(out.Failures, *failure)
			}
			continue
		}
		out.Replayed++
		passed = append(passed, e.At())
		batches.add(e.Source, now, events, len(e.Raw)+len(r.Raw))
	}
	if r.Try {
		return out, nil
	}
	for _, b := range batches.all {
		if err := appendTo(ctx, b); err != nil {
			return nil, err
		}
	}
	_, err = s.Settle(ctx, Settlement{Workspace: r.Workspace, As: Replayed, By: r.By, At: now}, passed)
	return out, err
}

// batching puts events of one source together, up to a size that the log takes
// with ease.
type batching struct {
	all   []*kith.Batch
	bytes int // of the last
}

const (
	batchEvents = 500
	batchBytes  = 1 << 20
)

func (b *batching) add(source uint32, received int64, events []kith.Event, size int) {
	last := len(b.all) - 1
	if last < 0 || b.all[last].Source != source || len(b.all[last].Events) >= batchEvents || b.bytes+size > batchBytes {
		b.all = append(b.all, &kith.Batch{Source: source, Received: received})
		b.bytes = 0
		last++
	}
	b.all[last].Events = append(b.all[last].Events, events...)
	b.bytes += size
}

func (r *Replay) read(reader *rereader, e *Entry) ([]kith.Event, *Failure) {
	switch {
	case r.Raw != nil:
		return reader.read(e, r.Change.edit(e.Wire, r.Raw))
	case e.Cut():
		return nil, e.failure("cut", "only its beginning was kept; it must be sent again")
	case len(e.Raw) == 0:
		return nil, e.failure("not_kept", "what was received was not kept; it must be sent again")
	}
	return reader.read(e, r.Change.edit(e.Wire, e.Raw))
}

// toReplay finds the open entries that are meant.
func (s *Store) toReplay(ctx context.Context, r *Replay, out *ReplayOutcome) ([]Entry, error) {
	var entries []Entry
	if r.IDs != nil {
		for _, at := range r.IDs {
			e, err := s.Get(ctx, r.Workspace, at)
			if kith.CodeOf(err) == kith.NotFound || err == nil && e.Settled != 0 {
				out.Skipped++
				continue
			}
			if err != nil {
				return nil, err
			}
			entries = append(entries, e)
		}
		return entries, nil
	}
	q := r.Query
	q.Workspace, q.State, q.Limit = r.Workspace, Open, 200
	for len(entries) < replayAtOnce {
		page, next, err := s.List(ctx, q)
		if err != nil {
			return nil, err
		}
		entries = append(entries, page...)
		if next == nil {
			out.Next = ""
			return entries, nil
		}
		q.Before = next
		out.Next = place(next.LogSeq, next.Index)
	}
	return entries, nil
}
