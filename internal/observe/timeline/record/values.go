package record

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// ValuesRequest asks for the values of one property.
type ValuesRequest struct {
	Key   uint32
	Codes []uint16        // of these events only; nil: of all
	Tail  []*timeline.Row // unsealed rows, listed before the call
}

// MaxValues bounds the distinct values that are told apart.
const MaxValues = 200_000

// Values counts the rows of each value.
type Values struct {
	Counts map[kith.Value]uint64
	Rows   uint64 // that have the property
	// Full is true when there were more than MaxValues: those met later are in
	// Rows only.
	Full bool
}

func (v *Values) add(value kith.Value, rows uint64) {
	v.Rows += rows
	if _, known := v.Counts[value]; !known && len(v.Counts) >= MaxValues {
		v.Full = true
		return
	}
	v.Counts[value] += rows
}

// Values goes through the rows of record and tail that have the property.
func (r *Record) Values(ctx context.Context, req ValuesRequest) (*Values, error) {
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	out := &Values{Counts: map[kith.Value]uint64{}}
	for _, s := range at.segments {
		p := s.Properties.find(req.Key)
		if p == nil {
			continue
		}
		if err := r.segmentValues(ctx, at.conn, s, p, &req, out); err != nil {
			return nil, fmt.Errorf("count the values of a property in segment %d: %w", s.ID, err)
		}
	}
	for _, row := range req.Tail {
		if row.Seq <= at.sealed || req.Codes != nil && !slices.Contains(req.Codes, row.Code) {
			continue
		}
		for i := range row.Props {
			if row.Props[i].Key == req.Key {
				out.add(row.Props[i].Value, 1)
			}
		}
	}
	return out, nil
}

func (r *Record) segmentValues(ctx context.Context, c *conn, s *segment, p *property, req *ValuesRequest, out *Values) error {
	var args []any
	among := ""
	if req.Codes != nil {
		among = " AND code IN (" + strings.TrimPrefix(strings.Repeat(", ?", len(req.Codes)), ", ") + ")"
		for _, code := range req.Codes {
			args = append(args, int(code))
		}
		if len(req.Codes) == 0 {
			return nil
		}
	}
	if p.Column != kith.None {
		name := columnName(p.Key)
		// The most frequent first, so that what is beyond MaxValues is the rare.
		sql := fmt.Sprintf("SELECT %s, count(*) FROM %s%s GROUP BY 1 ORDER BY 2 DESC", name, s.table(), s.whereVisible(name+" IS NOT NULL"+among))
		err := c.each(ctx, sql, args, func(q *result) error {
			in := input{key: p.Key, kind: p.Column}
			in.begin(q, 0)
			for i, rows := range column[int64](q, 1) {
				out.add(in.value(i), uint64(rows))
			}
			return nil
		})
		if err != nil || !p.inTail() {
			return err
		}
	}
	quoted := string(appendQuoted(nil, r.names.Properties.Name(p.Key)))
	sql := "SELECT tail FROM " + s.table() + s.whereVisible("contains(tail, ?)"+among)
	return c.each(ctx, sql, append([]any{quoted + ":"}, args...), func(q *result) error {
		tails := column[text](q, 0)
		for i := range tails {
			walker := walkTail(tails[i].bytes())
			for name, value, ok := walker.next(); ok; name, value, ok = walker.next() {
				if string(name) == quoted {
					out.add(parseValue(value), 1)
					break
				}
			}
		}
		return nil
	})
}
