package record

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kith/internal/observe/timeline"
)

// schema holds what is not in segments. The one row of position is written in
// the transaction of the seal that reaches it.
const schema = `
CREATE TABLE IF NOT EXISTS position (log_seq UBIGINT NOT NULL, next_seq UBIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS name (kind UTINYINT NOT NULL, number UINTEGER NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS segment (
	id UBIGINT NOT NULL, row_count BIGINT NOT NULL,
	person_lo UINTEGER NOT NULL, person_hi UINTEGER NOT NULL,
	seq_lo UBIGINT NOT NULL, seq_hi UBIGINT NOT NULL,
	time_lo BIGINT NOT NULL, time_hi BIGINT NOT NULL,
	received_lo BIGINT NOT NULL, received_hi BIGINT NOT NULL,
	properties VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS withdrawal (source UINTEGER NOT NULL, row_count BIGINT NOT NULL, made BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS withdrawn (segment UBIGINT NOT NULL, source UINTEGER NOT NULL, row_count BIGINT NOT NULL);
`

// kinds of name
const (
	eventName    = 0
	propertyName = 1
)

func readPosition(ctx context.Context, c *conn) (timeline.Position, error) {
	pos := timeline.Position{NextSeq: 1}
	q, err := c.query(ctx, "SELECT log_seq, next_seq FROM position")
	if err != nil {
		return pos, err
	}
	defer q.close()
	more, err := q.next()
	if more {
		pos = timeline.Position{LogSeq: column[uint64](q, 0)[0], NextSeq: column[uint64](q, 1)[0]}
	}
	return pos, err
}

func writePosition(ctx context.Context, c *conn, pos timeline.Position) error {
	if err := c.exec(ctx, "DELETE FROM position"); err != nil {
		return err
	}
	return c.exec(ctx, "INSERT INTO position VALUES (?, ?)", pos.LogSeq, pos.NextSeq)
}

// readNames fills names in the order of their numbers.
func readNames(ctx context.Context, c *conn, names *timeline.Names) error {
	q, err := c.query(ctx, "SELECT kind, number, name FROM name ORDER BY kind, number")
	if err != nil {
		return err
	}
	defer q.close()
	for {
		more, err := q.next()
		if err != nil || !more {
			return err
		}
		kinds, numbers, texts := column[uint8](q, 0), column[uint32](q, 1), column[text](q, 2)
		for i := range kinds {
			to := &names.Events
			if kinds[i] == propertyName {
				to = &names.Properties
			}
			name := string(texts[i].bytes())
			if n, ok := to.Add(name); !ok || n != numbers[i] {
				return fmt.Errorf("name %d is stored as number %d", n, numbers[i])
			}
		}
	}
}

// writeNames adds the names from number from on, many to a statement.
func writeNames(ctx context.Context, c *conn, kind int, all []string, from int) error {
	const most = 200
	for from < len(all) {
		to := min(from+most, len(all))
		var args []any
		for i := from; i < to; i++ {
			args = append(args, kind, i, all[i])
		}
		values := strings.Repeat(", (?, ?, ?)", to-from)[2:]
		if err := c.exec(ctx, "INSERT INTO name VALUES "+values, args...); err != nil {
			return err
		}
		from = to
	}
	return nil
}

func readSegments(ctx context.Context, c *conn) ([]*segment, error) {
	q, err := c.query(ctx, `SELECT id, row_count, person_lo, person_hi, seq_lo, seq_hi,
		time_lo, time_hi, received_lo, received_hi, properties FROM segment ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer q.close()
	var out []*segment
	for {
		more, err := q.next()
		if err != nil || !more {
			return out, err
		}
		for i := range q.n {
			s := &segment{
				ID: column[uint64](q, 0)[i], Rows: int(column[int64](q, 1)[i]),
				PersonLo: column[uint32](q, 2)[i], PersonHi: column[uint32](q, 3)[i],
				SeqLo: column[uint64](q, 4)[i], SeqHi: column[uint64](q, 5)[i],
				TimeLo: column[int64](q, 6)[i], TimeHi: column[int64](q, 7)[i],
				ReceivedLo: column[int64](q, 8)[i], ReceivedHi: column[int64](q, 9)[i],
			}
			if err := json.Unmarshal(column[text](q, 10)[i].bytes(), &s.Properties); err != nil {
				return nil, fmt.Errorf("read the properties of segment %d: %w", s.ID, err)
			}
			out = append(out, s)
		}
	}
}

func writeSegment(ctx context.Context, c *conn, s *segment) error {
	properties, err := json.Marshal(s.Properties)
	if err != nil {
		return err
	}
	return c.exec(ctx, "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		s.ID, s.Rows, s.PersonLo, s.PersonHi, s.SeqLo, s.SeqHi,
		s.TimeLo, s.TimeHi, s.ReceivedLo, s.ReceivedHi, string(properties))
}

func dropSegment(ctx context.Context, c *conn, s *segment) error {
	if err := c.exec(ctx, "DELETE FROM segment WHERE id = ?", s.ID); err != nil {
		return err
	}
	if err := c.exec(ctx, "DELETE FROM withdrawn WHERE segment = ?", s.ID); err != nil {
		return err
	}
	return c.exec(ctx, "DROP TABLE "+s.table())
}

// orphans are segment tables without a catalogue row.
func orphans(ctx context.Context, c *conn) ([]string, error) {
	q, err := c.query(ctx, `SELECT table_name FROM duckdb_tables()
		WHERE schema_name = 'main' AND regexp_full_match(table_name, 's[0-9]+')
		AND table_name NOT IN (SELECT 's' || id FROM segment)`)
	if err != nil {
		return nil, err
	}
	defer q.close()
	var out []string
	for {
		more, err := q.next()
		if err != nil || !more {
			return out, err
		}
		for i, names := 0, column[text](q, 0); i < len(names); i++ {
			out = append(out, string(names[i].bytes()))
		}
	}
}
