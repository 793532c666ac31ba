package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kith/internal/observe/timeline"
)

// Place is a row's place in a history, which may be that of merged persons:
// ordered by millisecond, then raw person, then arrival.
type Place struct {
	Milli  int64 // ms since 1970-01-01 UTC
	Person uint32
	Seq    uint64
}

// PlaceOf returns the place of a row.
func PlaceOf(r *timeline.Row) Place { return Place{Milli: r.Millis(), Person: r.Person, Seq: r.Seq} }

func (p Place) compare(o Place) int {
	return cmp.Or(cmp.Compare(p.Milli, o.Milli), cmp.Compare(p.Person, o.Person), cmp.Compare(p.Seq, o.Seq))
}

// Page asks for part of the history of one person, by its raw numbers.
type Page struct {
	Persons []uint32
	MaxSeq  uint64          // rows after it are left out
	Tail    []*timeline.Row // unsealed rows in record order; may be nil
	Newest  bool            // newest first; else oldest first
	After   *Place          // begin behind this row, in the page's direction
	Limit   int             // rows; must be positive

	// Narrower, so that less is read: only rows with these event codes, when
	// given, and of this time (µs UTC, [From, To); To 0: no bound).
	Codes    []uint16
	From, To int64
}

// Rows reads whole rows, with every property, in the page's order. It looks
// into the segments nearest in time first, and not into those that can have
// nothing more for the page.
func (r *Record) Rows(ctx context.Context, page Page) ([]*timeline.Row, error) {
	persons := slices.Compact(slices.Sorted(slices.Values(page.Persons)))
	if len(persons) == 0 || page.Limit <= 0 {
		return nil, nil
	}
	sel := selection{persons: persons, maxSeq: page.MaxSeq, codes: page.Codes, from: page.From, to: page.To}
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	kept := leaf{page: &page}
	for _, row := range sel.rows(page.Tail) {
		if row.Seq > at.sealed && row.Seq <= page.MaxSeq && sel.takes(row) && kept.wants(PlaceOf(row)) {
			kept.add(row)
		}
	}
	for _, s := range page.nearest(at.segments) {
		if sel.misses(s) || !kept.reaches(s) {
			continue
		}
		w := newWide(s)
		where, args := sel.where(s)
		err := at.conn.each(ctx, w.sql(where), args, func(q *result) error {
			w.show(q)
			for i := range q.n {
				if kept.wants(w.place(i)) {
					kept.add(w.row(i, r.names))
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read a history from segment %d: %w", s.ID, err)
		}
	}
	kept.cut()
	return kept.rows, nil
}

// nearest orders segments by when they begin, in the page's direction.
func (p *Page) nearest(segments []*segment) []*segment {
	return slices.SortedFunc(slices.Values(segments), func(a, b *segment) int {
		if p.Newest {
			return cmp.Compare(b.TimeHi, a.TimeHi)
		}
		return cmp.Compare(a.TimeLo, b.TimeLo)
	})
}

// compare orders places in the page's direction.
func (p *Page) compare(a, b Place) int {
	if p.Newest {
		return b.compare(a)
	}
	return a.compare(b)
}

// leaf keeps the rows that a page may show, at most twice its limit.
type leaf struct {
	page *Page
	rows []*timeline.Row
	last *Place // of the last row, once there are enough
}

// wants tells whether the row at a place is for the page, by what is known.
func (l *leaf) wants(p Place) bool {
	return (l.page.After == nil || l.page.compare(p, *l.page.After) > 0) && (l.last == nil || l.page.compare(p, *l.last) < 0)
}

func (l *leaf) add(r *timeline.Row) {
	l.rows = append(l.rows, r)
	if len(l.rows) >= 2*l.page.Limit {
		l.cut()
	}
}

// cut leaves the rows of the page.
func (l *leaf) cut() {
	slices.SortFunc(l.rows, func(a, b *timeline.Row) int { return l.page.compare(PlaceOf(a), PlaceOf(b)) })
	if len(l.rows) < l.page.Limit {
		return
	}
	clear(l.rows[l.page.Limit:])
	l.rows = l.rows[:l.page.Limit]
	last := PlaceOf(l.rows[l.page.Limit-1])
	l.last = &last
}

// reaches tells from a segment's times whether it may have rows for the page.
func (l *leaf) reaches(s *segment) bool {
	if l.last == nil && len(l.rows) >= l.page.Limit {
		l.cut()
	}
	first, last := Place{Milli: millis(s.TimeLo)}, Place{Milli: millis(s.TimeHi) + 1}
	if l.page.Newest {
		first, last = last, first
	}
	return (l.page.After == nil || l.page.compare(last, *l.page.After) > 0) && (l.last == nil || l.page.compare(first, *l.last) < 0)
}
