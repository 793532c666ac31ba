package ingest

import (
	"context"
	"fmt"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/index"
)

// When the tail is sealed into the record: at this many rows, or bytes of log,
// or after this time.
const (
	sealRows  = 500_000
	sealBytes = 96 << 20
	sealAfter = 15 * time.Minute
)

func (w *Workspace) sealIfDue(ctx context.Context) error {
	if w.sealing != nil {
		select {
		case err := <-w.sealing:
			w.sealing = nil
			if err != nil {
				return err
			}
		default:
			if rows, bytes := w.tail.size(); rows < 2*w.sealRows && bytes < 2*sealBytes {
				return nil // one at a time
			}
			// The disk is slower than the log: wait, and let the log hold the rest.
			if err := w.sealed(); err != nil {
				return err
			}
		}
	}
	rows, bytes := w.tail.size()
	// Entries that left no row count too: else a source that sends only what is
	// refused would fill the log.
	aged := w.taken.Load() > w.record.Position().LogSeq && w.now().Sub(w.sealStart) >= sealAfter
	if rows < w.sealRows && bytes < sealBytes && !aged {
		return nil
	}
	return w.seal(ctx)
}

// seal starts moving the tail into the record. Identities go first: the record
// must never know a person that the directory does not.
func (w *Workspace) seal(ctx context.Context) error {
	if err := w.commit(ctx); err != nil {
		return w.tolerate(err)
	}
	w.shed()
	pos := timeline.Position{LogSeq: w.taken.Load(), NextSeq: w.nextSeq}
	rows := w.tail.rotate()
	var frozen *index.Frozen
	snapshot := w.snapshotPath() // of now: the file must not outlive a withdrawal
	if x := w.index.Load(); x != nil && x.WorthSaving() {
		frozen = x.Freeze()
	}
	w.sealStart = w.now()
	w.sealing = make(chan error, 1)
	go func(done chan<- error) { done <- w.write(rows, pos, frozen, snapshot) }(w.sealing)
	return nil
}

// full reports whether the tail holds all it may and no seal is making room,
// which is so only while the database does not take identities.
func (w *Workspace) full() bool {
	rows, bytes := w.tail.size()
	return w.sealing == nil && (rows >= 2*w.sealRows || bytes >= 2*sealBytes)
}

// tolerate lets a failed commit pass, to be tried again in a second: events go
// on into the log and into answers while the database is away. A conflict is
// for good: another program writes the same identities.
func (w *Workspace) tolerate(err error) error {
	if err == nil || kith.CodeOf(err) == kith.Conflict {
		return err
	}
	w.logger.Error("the database did not take identities and rejected events; trying again", "error", err)
	return nil
}

// write is the seal's slow part. It has its own context: a seal that has begun
// is finished, also when the program is asked to stop.
func (w *Workspace) write(rows []*timeline.Row, pos timeline.Position, frozen *index.Frozen, snapshot string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	begin := time.Now()
	if err := w.record.Seal(ctx, rows, pos); err != nil {
		return fmt.Errorf("seal %d rows of %q: %w", len(rows), w.slug, err)
	}
	w.tail.release()
	w.counts.Sealed.Add(uint64(len(rows)))
	w.logger.Info("sealed", "rows", len(rows), "log", pos.LogSeq, "took", time.Since(begin).Round(time.Millisecond))
	if err := w.log.Trim(ctx, pos.LogSeq); err != nil {
		w.logger.Warn("the log was not trimmed; the next seal tries again", "error", err)
	}
	if frozen != nil {
		if err := frozen.Save(ctx, snapshot); err != nil {
			w.logger.Warn("the index snapshot was not saved; a restart will take longer", "error", err)
		}
	}
	return nil
}

// sealed waits for the seal under way.
func (w *Workspace) sealed() error {
	if w.sealing == nil {
		return nil
	}
	err := <-w.sealing
	w.sealing = nil
	return err
}

// sealAll seals everything taken so far and waits for it.
func (w *Workspace) sealAll(ctx context.Context) error {
	if err := w.commit(ctx); err != nil {
		return err
	}
	if err := w.sealed(); err != nil {
		return err
	}
	if rows, _ := w.tail.size(); rows == 0 && w.record.Position().LogSeq == w.taken.Load() {
		return nil
	}
	if err := w.seal(ctx); err != nil {
		return err
	}
	return w.sealed()
}

// stop ends the consumer cleanly: what is in memory is sealed, so that the next
// start has nothing to read again.
func (w *Workspace) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 6*time.Second)
	defer cancel()
	return w.sealAll(ctx)
}

// Seal brings everything acknowledged so far into the record: before a backup,
// an export, or a look at the record itself.
func (w *Workspace) Seal(ctx context.Context) error {
	if err := w.CatchUp(ctx); err != nil {
		return err
	}
	ask := make(chan error, 1)
	select {
	case w.sealNow <- ask:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-ask:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// CatchUp waits until every event acknowledged before the call is in answers.
func (w *Workspace) CatchUp(ctx context.Context) error {
	last, err := w.log.Last(ctx)
	if err != nil {
		return err
	}
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for w.visible.Load() < last {
		select {
		case <-poll.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
