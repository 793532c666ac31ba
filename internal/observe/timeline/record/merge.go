package record

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/internal/observe/timeline"
)

const (
	mergeFan  = 8 // segments of a tier that become one
	finalTier = 2 // segments of this tier are left as they are
)

// Run merges segments in the background until the context ends. A failure is
// logged and tried again at the next seal, or after a minute.
func (r *Record) Run(ctx context.Context) error {
	for {
		if err := r.mergeAll(ctx); err != nil && ctx.Err() == nil {
			r.opts.Logger.Error("record: merge failed", "error", err)
		}
		retry := time.NewTimer(time.Minute)
		select {
		case <-ctx.Done():
			retry.Stop()
			return nil
		case <-r.wake:
		case <-retry.C:
		}
		retry.Stop()
	}
}

func (r *Record) mergeAll(ctx context.Context) error {
	for {
		parts := pick(r.list(), r.opts.SealRows)
		if parts == nil {
			return nil
		}
		if err := r.merge(ctx, parts); errors.Is(err, errChanged) {
			continue
		} else if err != nil {
			return err
		}
		r.checkpoint(ctx)
	}
}

// list is the segments of now.
func (r *Record) list() []*segment {
	r.view.RLock()
	defer r.view.RUnlock()
	return r.segments
}

// pick chooses the segments to merge next: the oldest eight of the smallest
// tier that has eight, or fewer when they would make more than a final segment
// should have; nil when there is nothing to do.
func pick(segments []*segment, sealRows int) []*segment {
	for _, s := range segments {
		if len(s.gone) > 0 {
			return []*segment{s} // to be written again without what was withdrawn
		}
	}
	byTier := map[int][]*segment{}
	for _, s := range segments {
		t := s.tier(sealRows)
		if byTier[t] = append(byTier[t], s); t < finalTier && len(byTier[t]) == mergeFan {
			return fit(byTier[t], 96*sealRows)
		}
	}
	return nil
}

func fit(parts []*segment, most int) []*segment {
	rows := 0
	for i, s := range parts {
		if rows += s.Rows; rows > most && i >= 2 {
			return parts[:i]
		}
	}
	return parts
}

// merge replaces segments by one with the same rows.
func (r *Record) merge(ctx context.Context, parts []*segment) error {
	c, err := r.db.connect()
	if err != nil {
		return err
	}
	defer c.close()
	s := union(r.lastID.Add(1), parts)
	if err := r.subtract(ctx, c, s, parts); err != nil {
		return fmt.Errorf("count what was withdrawn: %w", err)
	}
	s.Properties.plan(s.Rows, r.opts.ColumnShare, r.opts.MaxColumns)
	start := time.Now()
	held := false // the locks that the swap needs, until the commit is over
	defer func() {
		if held {
			r.view.Unlock()
			r.commit.Unlock()
		}
	}()
	err = c.transact(ctx, func() error {
		if err := r.mergeRows(ctx, c, s, parts); err != nil {
			return err
		}
		r.commit.Lock()
		r.view.Lock()
		held = true
		if r.closed {
			return errClosed
		}
		if !r.has(parts) {
			return errChanged
		}
		return swap(ctx, c, s, parts)
	})
	if err != nil {
		return fmt.Errorf("merge %d segments into %d: %w", len(parts), s.ID, err)
	}
	r.replace(s, parts)
	r.opts.Logger.Info("record: merged segments", "parts", len(parts), "rows", s.Rows, "took", time.Since(start))
	return nil
}

func swap(ctx context.Context, c *conn, s *segment, parts []*segment) error {
	for _, part := range parts {
		if err := dropSegment(ctx, c, part); err != nil {
			return fmt.Errorf("drop segment %d: %w", part.ID, err)
		}
	}
	if s.Rows == 0 {
		return c.exec(ctx, "DROP TABLE "+s.table())
	}
	return writeSegment(ctx, c, s)
}

// replace is called with the view locked.
func (r *Record) replace(s *segment, parts []*segment) {
	var next []*segment
	for _, old := range r.segments {
		if !slices.Contains(parts, old) {
			next = append(next, old)
		}
	}
	if s.Rows > 0 {
		next = append(next, s)
	}
	r.segments = next
	r.numbered.merge(s, parts)
}

func (r *Record) mergeRows(ctx context.Context, c *conn, s *segment, parts []*segment) error {
	var sources []source
	for _, part := range parts {
		src, err := r.openWide(ctx, part, part.whereVisible(""))
		if err != nil {
			closeAll(sources)
			return err
		}
		sources = append(sources, src)
	}
	return r.pour(ctx, c, s, sources, nil)
}

// pour creates the segment's table and writes the rows of the sources, which
// are wide, in record order. It closes the sources. With overrides it writes
// canonical persons.
func (r *Record) pour(ctx context.Context, c *conn, s *segment, sources []source, overrides *timeline.OverrideView) error {
	if err := c.exec(ctx, s.createTable()); err != nil {
		closeAll(sources)
		return err
	}
	w, err := newWriter(c, s, r.names.Properties.All())
	if err != nil {
		closeAll(sources)
		return err
	}
	defer w.close()
	w.overrides = overrides
	moves := map[source]*move{}
	for _, src := range sources {
		from := src.(*wide)
		from.retired = &w.retired
		moves[src] = newMove(w, from)
	}
	m, err := newMerger(sources)
	if err != nil {
		return err
	}
	defer m.close()
	for {
		cur, from, to, err := m.next()
		if err != nil {
			return err
		}
		if cur == nil {
			return w.finish()
		}
		if err := w.take(moves[cur.source], from, to); err != nil {
			return err
		}
	}
}

func closeAll(sources []source) {
	for _, s := range sources {
		s.close()
	}
}

// checkpoint moves the log of DuckDB into its file and frees what was dropped.
// It is refused while others read what was dropped or write; the next one then
// does the work of both.
func (r *Record) checkpoint(ctx context.Context) {
	c, err := r.db.connect()
	if err != nil {
		return
	}
	defer c.close()
	for wait := 50 * time.Millisecond; wait < 2*time.Second; wait *= 2 {
		r.commit.Lock()
		err = c.exec(ctx, "CHECKPOINT")
		r.commit.Unlock()
		if err == nil || errors.Is(err, context.Canceled) {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
	r.opts.Logger.Warn("record: checkpoint refused", "error", err)
}
