package record

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// gone says that so many rows of a segment came from a source that was withdrawn.
type gone struct {
	source uint32
	rows   int
}

// withdrawals are the sources whose rows nobody sees any more.
type withdrawals struct {
	sources map[uint32]bool
	rows    uint64 // of them all, at the time
}

// errChanged says that a segment is no longer what a merge began with.
var errChanged = errors.New("the segments were changed meanwhile")

// Withdraw hides every row of a source, for good: from its commit on, whatever
// begins to read does not see them. The rows leave the disk when their segments
// are written again, which Run does next. A source that was withdrawn before is
// left alone, so the call may be repeated. It returns how many rows went, then too.
//
// It takes an ordinal of its own, so that whoever knows an answer by the last
// ordinal in it sees that it is another one now. The caller sees to it that no
// row of the source is sealed afterwards.
func (r *Record) Withdraw(ctx context.Context, source uint32) (rows uint64, err error) {
	return r.withdraw(ctx, source, func(*conn, *segment) error { return nil })
}

// withdraw lets mark say first which rows of a segment are the source's.
func (r *Record) withdraw(ctx context.Context, source uint32, mark func(*conn, *segment) error) (rows uint64, err error) {
	r.commit.Lock()
	defer r.commit.Unlock()
	if r.closed {
		return 0, errClosed
	}
	if r.Withdrawn(source) {
		return r.withdrawnRows(ctx, source)
	}
	c, err := r.db.connect()
	if err != nil {
		return 0, err
	}
	defer c.close()
	next := slices.Clone(r.list()) // commit is held: nobody else replaces it
	pos := r.Position()
	pos.NextSeq++
	err = c.transact(ctx, func() error {
		for i, s := range next {
			if err := mark(c, s); err != nil {
				return err
			}
			n, err := countOf(ctx, c, s, source)
			if err != nil || n == 0 {
				if err != nil {
					return err
				}
				continue
			}
			hiding := *s
			hiding.gone = append(slices.Clone(s.gone), gone{source, int(n)})
			next[i], rows = &hiding, rows+n
			if err := hide(ctx, c, &hiding, source, n); err != nil {
				return err
			}
		}
		if err := c.exec(ctx, "INSERT INTO withdrawal VALUES (?, ?, ?)", source, int64(rows), time.Now().UnixMicro()); err != nil {
			return err
		}
		return writePosition(ctx, c, pos)
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw source %d: %w", source, err)
	}
	r.view.Lock()
	defer r.view.Unlock()
	r.segments = next
	r.position.Store(&pos)
	old := r.withdrawals.Load()
	now := &withdrawals{sources: map[uint32]bool{source: true}, rows: old.rows + rows}
	for s := range old.sources {
		now.sources[s] = true
	}
	r.withdrawals.Store(now)
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return rows, nil
}

// hide notes that a segment has rows nobody is to see, and what bounds the others have.
func hide(ctx context.Context, c *conn, s *segment, source uint32, n uint64) error {
	if err := s.measure(ctx, c); err != nil {
		return err
	}
	if err := c.exec(ctx, "DELETE FROM segment WHERE id = ?", s.ID); err != nil {
		return err
	}
	if err := writeSegment(ctx, c, s); err != nil {
		return err
	}
	return c.exec(ctx, "INSERT INTO withdrawn VALUES (?, ?, ?)", s.ID, source, int64(n))
}

func countOf(ctx context.Context, c *conn, s *segment, source uint32) (n uint64, err error) {
	err = c.each(ctx, "SELECT count(*) FROM "+s.table()+" WHERE source = ?", []any{source}, func(q *result) error {
		n = uint64(column[int64](q, 0)[0])
		return nil
	})
	return n, err
}

// Withdrawn reports whether a source was.
func (r *Record) Withdrawn(source uint32) bool { return r.withdrawals.Load().sources[source] }

// Withdrawals is how many sources were: whatever was derived from the record
// before it changed is out of date.
func (r *Record) Withdrawals() int { return len(r.withdrawals.Load().sources) }

// Hidden is how many ordinals have no row that is to be seen.
func (r *Record) Hidden() uint64 {
	w := r.withdrawals.Load()
	return w.rows + uint64(len(w.sources))
}

func (r *Record) loadWithdrawals(ctx context.Context, c *conn) error {
	all := &withdrawals{sources: map[uint32]bool{}}
	err := c.each(ctx, "SELECT source, row_count FROM withdrawal", nil, func(q *result) error {
		for i, source := range column[uint32](q, 0) {
			all.sources[source] = true
			all.rows += uint64(column[int64](q, 1)[i])
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.withdrawals.Store(all)
	return c.each(ctx, "SELECT segment, source, row_count FROM withdrawn", nil, func(q *result) error {
		for i, id := range column[uint64](q, 0) {
			for _, s := range r.segments {
				if s.ID == id {
					s.gone = append(s.gone, gone{column[uint32](q, 1)[i], int(column[int64](q, 2)[i])})
				}
			}
		}
		return nil
	})
}

// hidden is how many of its rows are not to be seen.
func (s *segment) hidden() (n int) {
	for _, g := range s.gone {
		n += g.rows
	}
	return n
}

// visible is the SQL condition of the rows that are to be seen.
func (s *segment) visible() string { return "source NOT IN (" + s.goneList() + ")" }

func (s *segment) goneList() string {
	var list []string
	for _, g := range s.gone {
		list = append(list, strconv.FormatUint(uint64(g.source), 10))
	}
	return strings.Join(list, ", ")
}

// whereVisible is a WHERE of the condition, "" for none, and of what is to be seen.
func (s *segment) whereVisible(condition string) string {
	switch {
	case len(s.gone) == 0 && condition == "":
		return ""
	case len(s.gone) == 0:
		return " WHERE " + condition
	case condition == "":
		return " WHERE " + s.visible()
	}
	return " WHERE " + condition + " AND " + s.visible()
}

// has reports whether all parts are segments of now. Called with the view locked.
func (r *Record) has(parts []*segment) bool {
	return !slices.ContainsFunc(parts, func(p *segment) bool { return !slices.Contains(r.segments, p) })
}

// subtract takes what was withdrawn from the parts out of the counts of s,
// their union.
func (r *Record) subtract(ctx context.Context, c *conn, s *segment, parts []*segment) error {
	less := map[uint32]*property{}
	for _, part := range parts {
		if len(part.gone) == 0 {
			continue
		}
		s.Rows -= part.hidden()
		w := newWide(part)
		err := c.each(ctx, w.sql(" WHERE source IN ("+part.goneList()+")"), nil, func(q *result) error {
			w.show(q)
			for i := range q.n {
				for _, p := range w.row(i, r.names).Props {
					of := less[p.Key]
					if of == nil {
						of = &property{Key: p.Key}
						less[p.Key] = of
					}
					of.Counts[p.Value.Kind]++
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, p := range less {
		if of := s.Properties.find(p.Key); of != nil {
			for k := range of.Counts {
				of.Counts[k] -= min(of.Counts[k], p.Counts[k])
			}
		}
	}
	s.Properties = slices.DeleteFunc(s.Properties, func(p property) bool { return p.total() == 0 })
	return nil
}

// measure finds the bounds of the rows that are to be seen.
func (s *segment) measure(ctx context.Context, c *conn) error {
	bounds, rows := newSegment(0), s.Rows-s.hidden()
	if rows > 0 {
		sql := "SELECT count(*), min(person), max(person), min(seq), max(seq), min(ts), max(ts), min(received), max(received) FROM " + s.table() + s.whereVisible("")
		err := c.each(ctx, sql, nil, func(q *result) error {
			if n := column[int64](q, 0)[0]; n != int64(rows) {
				return fmt.Errorf("segment %d has %d rows to be seen, it should have %d", s.ID, n, rows)
			}
			bounds.PersonLo, bounds.PersonHi = column[uint32](q, 1)[0], column[uint32](q, 2)[0]
			bounds.SeqLo, bounds.SeqHi = column[uint64](q, 3)[0], column[uint64](q, 4)[0]
			bounds.TimeLo, bounds.TimeHi = column[int64](q, 5)[0], column[int64](q, 6)[0]
			bounds.ReceivedLo, bounds.ReceivedHi = column[int64](q, 7)[0], column[int64](q, 8)[0]
			return nil
		})
		if err != nil {
			return err
		}
	}
	s.PersonLo, s.PersonHi, s.SeqLo, s.SeqHi = bounds.PersonLo, bounds.PersonHi, bounds.SeqLo, bounds.SeqHi
	s.TimeLo, s.TimeHi, s.ReceivedLo, s.ReceivedHi = bounds.TimeLo, bounds.TimeHi, bounds.ReceivedLo, bounds.ReceivedHi
	return nil
}
