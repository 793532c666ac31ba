package ingest

import (
	"context"
	"errors"
	"time"

	"github.com/zeebo/xxh3"

	"kith/internal/kith"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
	"kith/internal/platform/bus"
)

// MID is the key by which an event that comes twice is known: a hash of its
// message id and the source it came through.
func MID(source uint32, messageID string) uint64 {
	return xxh3.HashStringSeed(messageID, uint64(source))
}

// pending is what entries became since the last flush.
type pending struct {
	rows    []*timeline.Row
	changes []timeline.Change // of who is who
	bytes   int

	// for those who watch
	said     []Said
	rejected []quarantine.Entry
}

const (
	flushRows   = 8192        // rows applied at once at most, give or take an entry
	commitEvery = time.Second // identities and rejected events reach the database
	readBehind  = 64          // log entries between the reader and the consumer
)

// consume reads the log from where the record ends, until ctx does. It is the
// only writer of identity, index and tail.
func (w *Workspace) consume(ctx context.Context) error {
	entries := make(chan bus.Entry, readBehind)
	reading := make(chan error, 1)
	go func() { reading <- w.read(ctx, w.taken.Load(), entries) }()
	tick := time.NewTicker(commitEvery)
	defer tick.Stop()
	work := context.WithoutCancel(ctx) // what has begun is finished, also when asked to stop
	for {
		in := entries
		if w.full() {
			in = nil // the log keeps what comes until the database is back
		}
		select {
		case e := <-in:
			w.take(&e)
			if len(entries) > 0 && len(w.pending.rows) < flushRows {
				continue // more is waiting: apply it together
			}
			w.flush()
			if err := w.sealIfDue(work); err != nil {
				return err
			}
		case <-tick.C:
			if err := w.tolerate(w.commit(work)); err != nil {
				return err
			}
			if err := w.sealIfDue(work); err != nil {
				return err
			}
		case ask := <-w.sealNow:
			ask <- w.sealAll(work)
		case ask := <-w.commitNow:
			ask <- w.commit(work)
		case ask := <-w.withdrawNow:
			if err := w.withdraw(work, ask); err != nil {
				return err
			}
		case ask := <-w.eraseNow:
			if err := w.erase(work, ask); err != nil {
				return err
			}
		case err := <-reading:
			if ctx.Err() != nil {
				return w.stop()
			}
			return err
		}
	}
}

// read hands the log's entries over. Entries that are gone are said and passed
// over: the rest must not wait for what will never come.
func (w *Workspace) read(ctx context.Context, after uint64, entries chan<- bus.Entry) error {
	for {
		err := w.log.Read(ctx, after, func(e bus.Entry) error {
			select {
			case entries <- e:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		var gap *bus.GapError
		if !errors.As(err, &gap) {
			return err
		}
		w.logger.Error("log entries are missing; what they held is lost unless a client sends it again", "after", gap.After, "next", gap.Next)
		after = gap.Next - 1
	}
}

// take turns one log entry into rows.
func (w *Workspace) take(e *bus.Entry) {
	for i, payload := range e.Payloads {
		w.pending.bytes += len(payload)
		b, err := kith.DecodeBatch(payload)
		if err != nil {
			w.counts.Unreadable.Add(1)
			w.logger.Error("a log entry cannot be read", "entry", e.Seq, "payload", i, "error", err)
			w.keep(e.Seq, &kith.Batch{Received: e.Time.UnixMicro()}, kith.Rejected{Reason: "unreadable", Detail: err.Error(), Raw: payload})
			continue
		}
		if origin := b.Origin(); origin >= kith.ImportOrigin && w.record.Withdrawn(origin) {
			// Sent before its import was taken back, and late.
			w.counts.Withdrawn.Add(uint64(len(b.Events) + len(b.Rejected)))
			continue
		}
		graves := w.graves.Load()
		for i := range b.Events {
			if graves.has(&b.Events[i], b.Received) {
				w.counts.Erased.Add(1)
				continue
			}
			w.event(e.Seq, b, &b.Events[i])
		}
		for _, r := range b.Rejected {
			if graves.speaks(&r, b.Received) {
				w.counts.Erased.Add(1)
				continue
			}
			w.reject(e.Seq, b, r)
		}
	}
	w.taken.Store(e.Seq)
}

func (w *Workspace) event(logSeq uint64, b *kith.Batch, e *kith.Event) {
	if kith.OfOperators(e.Name) {
		// Doors refuse it; whatever came by none of them is no operator's.
		if b.Origin() != 0 {
			w.reject(logSeq, b, kith.Rejected{MessageID: e.MessageID, Name: e.Name, Reason: "reserved_event_name", Detail: "only operators say this, in the console"})
			return
		}
		if e.Name == kith.EventIDRules {
			if err := w.identity.Revise(logSeq, e); err != nil {
				w.reject(logSeq, b, kith.Rejected{MessageID: e.MessageID, Name: e.Name, Reason: "unreadable", Detail: err.Error()})
			}
			return
		}
	}
	mid := messageHash(b, e)
	if w.toldByTable(b, e) || w.window.seen(mid, b.Received) {
		w.counts.Duplicate.Add(1)
		return
	}
	row := &timeline.Row{Source: b.Origin(), Time: e.Time, Received: b.Received, MID: mid}
	code, ok := w.names.Events.Add(e.Name)
	if !ok {
		w.reject(logSeq, b, kith.Rejected{MessageID: e.MessageID, Name: e.Name, Reason: "too_many_event_names",
			Detail: "this workspace already has 20000 different event names; put what varies into a property"})
		return
	}
	row.Code = uint16(code)
	row.Props = make([]timeline.Prop, 0, len(e.Props))
	for _, p := range e.Props {
		key, ok := w.names.Properties.Add(p.Name)
		if !ok {
			w.reject(logSeq, b, kith.Rejected{MessageID: e.MessageID, Name: e.Name, Reason: "too_many_property_names",
				Detail: "this workspace already has 50000 different property names; this one is new: " + p.Name})
			return
		}
		row.Props = append(row.Props, timeline.Prop{Key: key, Value: p.Value})
	}
	said := e
	if e.Name == kith.EventUnbind && b.Origin() != 0 {
		// A client names the person by ids; numbers are for operators.
		said = &kith.Event{MessageID: e.MessageID, Name: e.Name, UserID: e.UserID, AnonymousID: e.AnonymousID, IDs: e.IDs, Time: e.Time, Server: e.Server}
	}
	who := w.identity.Resolve(logSeq, said)
	row.Person = who.Person
	row.Seq = w.nextSeq
	w.nextSeq++
	w.heard(e, row.Seq)
	w.pending.rows = append(w.pending.rows, row)
	w.pending.changes = append(w.pending.changes, timeline.Merges(who.Merges)...)
	if who.Split != nil {
		w.pending.changes = append(w.pending.changes, *who.Split)
	}
	w.latest = b.Received
}

func (w *Workspace) reject(logSeq uint64, b *kith.Batch, r kith.Rejected) {
	w.counts.Rejected.Add(1)
	w.keep(logSeq, b, r)
}

// keep puts what became no row on its way to the quarantine.
func (w *Workspace) keep(logSeq uint64, b *kith.Batch, r kith.Rejected) {
	if logSeq != w.rejectedIn {
		w.rejectedIn, w.rejectedAt = logSeq, 0
	}
	entry := quarantine.Entry{LogSeq: logSeq, Index: w.rejectedAt, Source: b.Origin(), Received: b.Received, Wire: b.Wire, Rejected: r}
	w.rejected = append(w.rejected, entry)
	w.rejectedAt++
	if w.watchers.Load() != nil {
		w.pending.rejected = append(w.pending.rejected, entry)
	}
}

// flush makes what was taken visible to questions.
func (w *Workspace) flush() {
	p := &w.pending
	defer w.visible.Store(w.taken.Load())
	if len(p.rows) == 0 && len(p.changes) == 0 {
		w.show(p)
		p.rejected = nil
		return
	}
	// The tail first: a column being loaded reads the tail up to the index's
	// last row, so no row may be in the index and not in the tail.
	w.tail.add(p.rows, p.bytes)
	w.apply(p.rows, p.changes)
	w.counts.Recorded.Add(uint64(len(p.rows)))
	w.remembered.Store(int64(w.window.len()))
	w.show(p)
	*p = pending{rows: p.rows[:0:0]}
}

// commit brings identities and rejected events into the operational database.
func (w *Workspace) commit(ctx context.Context) error {
	w.flush()
	if len(w.rejected) > 0 {
		if err := w.quarantine.Insert(ctx, w.id, w.rejected); err != nil {
			return err
		}
		w.rejected = w.rejected[:0]
	}
	if taken := w.taken.Load(); taken > w.committed {
		if err := w.identity.Commit(ctx, taken); err != nil {
			return err
		}
		w.committed = taken
	}
	return nil
}
