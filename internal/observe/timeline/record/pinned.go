package record

import (
	"context"
	"fmt"
)

// pinned is a state of the record on one connection, for several queries in
// turn: its segments can be read even when a merge has dropped them since.
// While it is open DuckDB frees nothing, so it should not be open for long.
type pinned struct {
	conn     *conn
	segments []*segment
	sealed   uint64 // ordinal of the last row
}

func (r *Record) pin(ctx context.Context) (*pinned, error) {
	r.view.RLock()
	defer r.view.RUnlock()
	if r.closed {
		return nil, errClosed
	}
	c, err := r.db.connect()
	if err != nil {
		return nil, err
	}
	// A transaction begins to see at its first statement that looks at a table.
	for _, sql := range []string{"BEGIN TRANSACTION", "SELECT next_seq FROM position"} {
		if err := c.exec(ctx, sql); err != nil {
			c.close()
			return nil, fmt.Errorf("pin the record: %w", err)
		}
	}
	return &pinned{conn: c, segments: r.segments, sealed: r.Position().NextSeq - 1}, nil
}

// close ends the transaction, which has written nothing, with the connection.
func (p *pinned) close() { p.conn.close() }

// each runs a query and calls fn for each of its chunks.
func (c *conn) each(ctx context.Context, sql string, args []any, fn func(*result) error) error {
	q, err := c.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer q.close()
	for {
		more, err := q.next()
		if err != nil || !more {
			return err
		}
		if err := fn(q); err != nil {
			return err
		}
	}
}
