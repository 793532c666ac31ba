package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Erase hides every row of raw persons, for good, as Withdraw hides those of a
// source: the rows are said to have come from origin, which is the erasure's
// own, and origin is withdrawn. It may be repeated, and returns how many rows
// went, then too. Settle and Scrub take them off the disk.
func (r *Record) Erase(ctx context.Context, origin uint32, raw []uint32) (uint64, error) {
	persons := slices.Compact(slices.Sorted(slices.Values(raw)))
	return r.withdraw(ctx, origin, func(c *conn, s *segment) error {
		for some := range slices.Chunk(persons, 1000) {
			if some[len(some)-1] < s.PersonLo || some[0] > s.PersonHi {
				continue
			}
			// What is hidden already is counted by what hid it.
			sql := "UPDATE " + s.table() + " SET source = " + number(origin) + s.whereVisible("person IN ("+numbers(some)+")")
			if err := c.exec(ctx, sql); err != nil {
				return fmt.Errorf("mark rows of segment %d: %w", s.ID, err)
			}
		}
		return nil
	})
}

func number(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

func numbers(all []uint32) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = number(n)
	}
	return strings.Join(texts, ", ")
}

// withdrawnRows is how many rows went with a source that was withdrawn.
func (r *Record) withdrawnRows(ctx context.Context, source uint32) (rows uint64, err error) {
	c, err := r.db.connect()
	if err != nil {
		return 0, err
	}
	defer c.close()
	err = c.each(ctx, "SELECT row_count FROM withdrawal WHERE source = ?", []any{source}, func(q *result) error {
		rows = uint64(column[int64](q, 0)[0])
		return nil
	})
	return rows, err
}

// Settle waits until no segment has rows that nobody is to see. Run writes
// them again meanwhile.
func (r *Record) Settle(ctx context.Context) error {
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for slices.ContainsFunc(r.list(), func(s *segment) bool { return len(s.gone) > 0 }) {
		select {
		case r.wake <- struct{}{}:
		default:
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// scrubTable is dropped when the record is opened: a kill may have left it.
const scrubTable = "scrub"

// Scrub overwrites what DuckDB has given up in its file. A block that is free
// keeps its bytes until it is used again, so a table of random numbers is made
// that takes every free block: the file grows only when none is left, so when
// it has grown all of them are overwritten. Readers and seals go on meanwhile,
// but they can hold up what is to become free; then the error can be retried.
func (r *Record) Scrub(ctx context.Context) error {
	c, err := r.db.connect()
	if err != nil {
		return err
	}
	defer c.close()
	// What one checkpoint gives up can be used after it; the second gives up
	// what the first had to keep.
	for range 2 {
		if err := r.mustCheckpoint(ctx, c); err != nil {
			return err
		}
	}
	before, err := measureFile(ctx, c)
	if err != nil {
		return err
	}
	if err := c.exec(ctx, "DROP TABLE IF EXISTS "+scrubTable); err != nil {
		return err
	}
	if err := c.exec(ctx, "CREATE TABLE "+scrubTable+" (a UBIGINT)"); err != nil {
		return err
	}
	defer func() {
		if c.exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+scrubTable) == nil {
			r.checkpoint(ctx)
		}
	}()
	for try := range 5 {
		// Numbers that do not compress, for all that is free and a little more.
		free, seed := before.free+8, time.Now().UnixNano()
		if try > 0 {
			free = 32
		}
		rows := free * before.block / 8
		if err := c.exec(ctx, "INSERT INTO "+scrubTable+" SELECT hash(i + ?) FROM range(?) t(i)", seed%1e15, rows); err != nil {
			return fmt.Errorf("overwrite what is free: %w", err)
		}
		if err := r.mustCheckpoint(ctx, c); err != nil {
			return err
		}
		after, err := measureFile(ctx, c)
		if err != nil {
			return err
		}
		if after.total > before.total {
			return nil
		}
	}
	return &kith.Error{Code: kith.Unavailable, Retry: true, Message: "The record's file has free blocks that were not overwritten yet"}
}

type fileMeasure struct{ block, total, free int64 }

func measureFile(ctx context.Context, c *conn) (m fileMeasure, err error) {
	err = c.each(ctx, "SELECT block_size, total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = current_database()", nil, func(q *result) error {
		m = fileMeasure{column[int64](q, 0)[0], column[int64](q, 1)[0], column[int64](q, 2)[0]}
		return nil
	})
	if err != nil {
		return m, fmt.Errorf("measure the record's file: %w", err)
	}
	return m, nil
}

// mustCheckpoint waits for readers that hold a checkpoint up.
func (r *Record) mustCheckpoint(ctx context.Context, c *conn) error {
	var err error
	for wait := 20 * time.Millisecond; wait < 5*time.Second; wait *= 2 {
		r.commit.Lock()
		err = c.exec(ctx, "CHECKPOINT")
		r.commit.Unlock()
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	return &kith.Error{Code: kith.Unavailable, Retry: true, Message: "The record is being read and could not be written to its file", Err: err}
}

// Holds reports which of some texts are in the record's files as bytes. What
// DuckDB has packed does not show: what is free was overwritten by Scrub, and
// rows that are there can be asked for by Mentions.
func (r *Record) Holds(ctx context.Context, texts []string, found []bool) error {
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	if err := db.Search(ctx, io.NewSectionReader(r.file, 0, info.Size()), texts, found); err != nil {
		return err
	}
	wal, err := os.Open(filepath.Join(r.opts.Dir, FileName) + walSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer wal.Close()
	return db.Search(ctx, wal, texts, found)
}

// Mentions counts the rows that are to be seen in which a property's text holds
// a text.
func (r *Record) Mentions(ctx context.Context, text string) (rows uint64, err error) {
	at, err := r.pin(ctx)
	if err != nil {
		return 0, err
	}
	defer at.close()
	for _, s := range at.segments {
		var holds []string
		var args []any
		for _, p := range s.Properties.columns() {
			if p.Column == kith.String || p.Column == kith.JSON {
				holds, args = append(holds, "contains("+columnName(p.Key)+", ?)"), append(args, text)
			}
		}
		holds, args = append(holds, "contains(tail, ?)"), append(args, text)
		sql := "SELECT count(*) FROM " + s.table() + s.whereVisible("("+strings.Join(holds, " OR ")+")")
		err := at.conn.each(ctx, sql, args, func(q *result) error {
			rows += uint64(column[int64](q, 0)[0])
			return nil
		})
		if err != nil {
			return 0, fmt.Errorf("look for a text in segment %d: %w", s.ID, err)
		}
	}
	return rows, nil
}
