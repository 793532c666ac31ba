package record

import (
	"context"
	"fmt"

	"kith/internal/observe/timeline"
)

// Arrivals counts the rows of record and tail that arrived since a moment (µs
// UTC), by source and stretch of time: since 1970, of the width given. Segments
// that are older cost nothing. The tail is listed before the call.
func (r *Record) Arrivals(ctx context.Context, since, width int64, tail []*timeline.Row) (map[uint32]map[int64]uint64, error) {
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	out := map[uint32]map[int64]uint64{}
	add := func(source uint32, stretch int64, rows uint64) {
		if out[source] == nil {
			out[source] = map[int64]uint64{}
		}
		out[source][stretch] += rows
	}
	for _, s := range at.segments {
		if s.ReceivedHi < since {
			continue
		}
		sql := "SELECT source, received // ?, count(*) FROM " + s.table() + s.whereVisible("received >= ?") + " GROUP BY ALL"
		err := at.conn.each(ctx, sql, []any{width, since}, func(q *result) error {
			sources, stretches, rows := column[uint32](q, 0), column[int64](q, 1), column[int64](q, 2)
			for i := range q.n {
				add(sources[i], stretches[i], uint64(rows[i]))
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("count what arrived in segment %d: %w", s.ID, err)
		}
	}
	for _, row := range tail {
		if row.Seq > at.sealed && row.Received >= since {
			add(row.Source, row.Received/width, 1)
		}
	}
	return out, nil
}

// Sent is how many rows of an event a source sent, and the latest one's time of
// arrival, µs UTC.
type Sent struct {
	Rows uint64
	Last int64
}

// SentBy counts one source's rows by event code.
func (r *Record) SentBy(ctx context.Context, source uint32, tail []*timeline.Row) (map[uint16]Sent, error) {
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	out := map[uint16]Sent{}
	add := func(code uint16, rows uint64, last int64) {
		s := out[code]
		out[code] = Sent{Rows: s.Rows + rows, Last: max(s.Last, last)}
	}
	for _, s := range at.segments {
		sql := "SELECT code, count(*), max(received) FROM " + s.table() + s.whereVisible("source = ?") + " GROUP BY code"
		err := at.conn.each(ctx, sql, []any{source}, func(q *result) error {
			codes, rows, last := column[uint16](q, 0), column[int64](q, 1), column[int64](q, 2)
			for i := range q.n {
				add(codes[i], uint64(rows[i]), last[i])
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("count what a source sent in segment %d: %w", s.ID, err)
		}
	}
	for _, row := range tail {
		if row.Seq > at.sealed && row.Source == source {
			add(row.Code, 1, row.Received)
		}
	}
	return out, nil
}
