package record

import (
	"context"
	"fmt"

	"kith/internal/observe/timeline"
)

// Newest reads the rows that arrived after an ordinal, in no order. It goes
// through the whole of every segment that has some, so ask for few.
func (r *Record) Newest(ctx context.Context, after uint64) ([]*timeline.Row, error) {
	at, err := r.pin(ctx)
	if err != nil {
		return nil, err
	}
	defer at.close()
	var out []*timeline.Row
	for _, s := range at.segments {
		if s.SeqHi <= after {
			continue
		}
		w := newWide(s)
		err := at.conn.each(ctx, w.sql(s.whereVisible("seq > ?")), []any{after}, func(q *result) error {
			w.show(q)
			for i := range q.n {
				out = append(out, w.row(i, r.names))
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read the newest rows of segment %d: %w", s.ID, err)
		}
	}
	return out, nil
}
