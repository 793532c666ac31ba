package record

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"kith/internal/observe/timeline"
)

// selection says which rows of the record are meant.
type selection struct {
	lo, hi  uint32   // raw persons [lo, hi); hi 0: no bound
	persons []uint32 // ascending; nil: all
	minSeq  uint64   // inclusive, as is maxSeq
	maxSeq  uint64

	codes    []uint16 // nil: all
	from, to int64    // µs UTC, [from, to); to 0: no bound
}

// misses tells from a segment's bounds that it has no such rows.
func (sel *selection) misses(s *segment) bool {
	if s.SeqLo > sel.maxSeq || s.SeqHi < sel.minSeq || s.PersonHi < sel.lo || sel.hi != 0 && s.PersonLo >= sel.hi {
		return true
	}
	if s.TimeHi < sel.from || sel.to != 0 && s.TimeLo >= sel.to {
		return true
	}
	return sel.persons != nil && !slices.ContainsFunc(sel.persons, func(p uint32) bool {
		return s.PersonLo <= p && p <= s.PersonHi
	})
}

// where is the SQL condition, with its leading WHERE, and its arguments.
func (sel *selection) where(s *segment) (string, []any) {
	var terms []string
	var args []any
	add := func(term string, arg any) { terms, args = append(terms, term), append(args, arg) }
	if sel.lo > s.PersonLo {
		add("person >= ?", sel.lo)
	}
	if sel.hi != 0 && sel.hi <= s.PersonHi {
		add("person < ?", sel.hi)
	}
	if sel.minSeq > s.SeqLo {
		add("seq >= ?", sel.minSeq)
	}
	if sel.maxSeq < s.SeqHi {
		add("seq <= ?", sel.maxSeq)
	}
	if sel.from > s.TimeLo {
		add("ts >= ?", sel.from)
	}
	if sel.to != 0 && sel.to <= s.TimeHi {
		add("ts < ?", sel.to)
	}
	among := func(column string, values []any) {
		switch len(values) {
		case 0:
		case 1:
			add(column+" = ?", values[0])
		default:
			terms = append(terms, column+" IN ("+strings.Repeat(", ?", len(values))[2:]+")")
			args = append(args, values...)
		}
	}
	among("person", anys(sel.persons))
	among("code", anys(sel.codes))
	if len(s.gone) > 0 {
		terms = append(terms, s.visible())
	}
	if len(terms) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

func anys[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// takes tells of a row that is not in a segment whether its event and time are
// selected.
func (sel *selection) takes(r *timeline.Row) bool {
	return (sel.codes == nil || slices.Contains(sel.codes, r.Code)) && r.Time >= sel.from && (sel.to == 0 || r.Time < sel.to)
}

// rows are those of the ordered rows whose persons are selected.
func (sel *selection) rows(rows []*timeline.Row) []*timeline.Row {
	from := func(p uint32) int { return sort.Search(len(rows), func(i int) bool { return rows[i].Person >= p }) }
	if sel.persons == nil {
		end := len(rows)
		if sel.hi != 0 {
			end = from(sel.hi)
		}
		return rows[min(from(sel.lo), end):end]
	}
	var out []*timeline.Row
	for _, p := range sel.persons {
		for i := from(p); i < len(rows) && rows[i].Person == p; i++ {
			out = append(out, rows[i])
		}
	}
	return out
}

// reader is a query over a segment, on a connection of its own.
type reader struct {
	*result
	conn *conn
}

func (r *Record) read(ctx context.Context, sql string, args ...any) (*reader, error) {
	c, err := r.db.connect()
	if err != nil {
		return nil, err
	}
	q, err := c.query(ctx, sql, args...)
	if err != nil {
		c.close()
		return nil, err
	}
	return &reader{result: q, conn: c}, nil
}

func (r *reader) close() {
	r.result.close()
	r.conn.close()
}

// open starts one source for each segment that has selected rows (start may
// return nil for none), all of the same state of the record, whose last ordinal
// it returns.
func (r *Record) open(sel *selection, start func(*segment) (source, error)) (sources []source, sealed uint64, err error) {
	r.view.RLock()
	defer r.view.RUnlock()
	if r.closed {
		return nil, 0, errClosed
	}
	for _, s := range r.segments {
		if sel.misses(s) {
			continue
		}
		src, err := start(s)
		if err != nil {
			closeAll(sources)
			return nil, 0, fmt.Errorf("read segment %d: %w", s.ID, err)
		}
		if src != nil {
			sources = append(sources, src)
		}
	}
	return sources, r.Position().NextSeq - 1, nil
}
