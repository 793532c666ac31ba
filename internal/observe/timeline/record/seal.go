package record

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Seal commits rows, in record order, as a new segment, together with the
// names they need and the position they reach. All or nothing. The rows'
// ordinals must be at least the last position's NextSeq and below pos.NextSeq.
// Without rows it moves the position.
func (r *Record) Seal(ctx context.Context, rows []*timeline.Row, pos timeline.Position) error {
	r.commit.Lock()
	defer r.commit.Unlock()
	if err := r.checkSeal(rows, pos); err != nil {
		return err
	}
	c, err := r.db.connect()
	if err != nil {
		return err
	}
	defer c.close()
	events, properties := r.names.Events.All(), r.names.Properties.All()
	var s *segment
	err = c.transact(ctx, func() error {
		if err := writeNames(ctx, c, eventName, events, r.stored[eventName]); err != nil {
			return fmt.Errorf("store event names: %w", err)
		}
		if err := writeNames(ctx, c, propertyName, properties, r.stored[propertyName]); err != nil {
			return fmt.Errorf("store property names: %w", err)
		}
		if len(rows) > 0 {
			s = describe(r.lastID.Add(1), rows)
			if err := r.writeSeal(ctx, c, s, rows, properties); err != nil {
				return fmt.Errorf("write segment %d: %w", s.ID, err)
			}
		}
		return writePosition(ctx, c, pos)
	})
	if err != nil {
		return fmt.Errorf("seal %d rows: %w", len(rows), err)
	}
	r.stored = [2]int{len(events), len(properties)}
	r.publish(s, pos)
	return nil
}

func (r *Record) writeSeal(ctx context.Context, c *conn, s *segment, rows []*timeline.Row, names []string) error {
	if n := len(s.Properties); n > 0 && int(s.Properties[n-1].Key) >= len(names) {
		return fmt.Errorf("property number %d has no name", s.Properties[n-1].Key)
	}
	s.Properties.plan(s.Rows, r.opts.ColumnShare, r.opts.MaxColumns)
	if err := writeRows(ctx, c, s, rows, names); err != nil {
		return err
	}
	return writeSegment(ctx, c, s)
}

func (r *Record) checkSeal(rows []*timeline.Row, pos timeline.Position) error {
	if r.closed {
		return errClosed
	}
	last := r.Position()
	if pos.NextSeq < last.NextSeq || pos.LogSeq < last.LogSeq {
		return fmt.Errorf("seal up to %+v: the record is at %+v already", pos, last)
	}
	for i, row := range rows {
		if row.Seq < last.NextSeq || row.Seq >= pos.NextSeq {
			return fmt.Errorf("seal row %d: it is outside of [%d, %d)", row.Seq, last.NextSeq, pos.NextSeq)
		}
		if i > 0 && !rows[i-1].Less(row) {
			return fmt.Errorf("seal row %d: rows are not in record order", row.Seq)
		}
	}
	return nil
}

// publish shows the new segment and position to readers, at once.
func (r *Record) publish(s *segment, pos timeline.Position) {
	r.view.Lock()
	defer r.view.Unlock()
	if s != nil {
		r.segments = append(r.segments[:len(r.segments):len(r.segments)], s)
	}
	r.position.Store(&pos)
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func writeRows(ctx context.Context, c *conn, s *segment, rows []*timeline.Row, names []string) error {
	if err := c.exec(ctx, s.createTable()); err != nil {
		return err
	}
	w, err := newWriter(c, s, names)
	if err != nil {
		return err
	}
	defer w.close()
	for i, row := range rows {
		if i%chunkRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.row(row); err != nil {
			return err
		}
	}
	return w.finish()
}

func (w *writer) row(r *timeline.Row) error {
	n := w.n
	w.persons[n], w.times[n], w.codes[n], w.seqs[n] = r.Person, r.Time, r.Code, r.Seq
	w.mids[n], w.received[n], w.sources[n] = r.MID, r.Received, r.Source
	tail := w.scratch[:0]
	for i := range r.Props {
		p := &r.Props[i]
		value := valid(p.Value)
		if o := w.column(p.Key, value.Kind); o != nil {
			o.set(n, value, w.strings)
			continue
		}
		tail = appendMember(tail, w.names[p.Key], value)
	}
	if len(tail) > 0 {
		tail = append(tail, '}')
		w.setTail(n, tail)
	}
	w.scratch = tail
	w.n++
	if w.n == chunkRows {
		return w.flush()
	}
	return nil
}

func (w *writer) setTail(n int, tail []byte) {
	w.tail.texts[n].setBytes(tail, w.strings)
	w.tail.valid.set(n)
}

// valid repairs text that is not UTF-8. Doors refuse it, but DuckDB would make
// a database that holds it unusable, which is a high price for a missed check.
func valid(v kith.Value) kith.Value {
	if v.Str != "" && !utf8.ValidString(v.Str) {
		v.Str = strings.ToValidUTF8(v.Str, "\uFFFD")
	}
	return v
}
