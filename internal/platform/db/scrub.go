package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"kith/internal/kith"
)

// Scrub writes the database anew, so that nothing of deleted rows is left in
// its files. Writers wait meanwhile.
func (d *DB) Scrub(ctx context.Context) error {
	if err := d.engine.scrub(ctx, d); err != nil {
		return fmt.Errorf("write the database anew: %w", err)
	}
	return nil
}

// Holds reports which of some texts are anywhere in the database: in its files
// where it has files of its own, else in any column of any table.
func (d *DB) Holds(ctx context.Context, texts []string) ([]bool, error) {
	return d.engine.holds(ctx, d, texts)
}

func (s *sqlite) scrub(ctx context.Context, d *DB) error {
	if _, err := d.bun.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	// A reader of before holds the write-ahead log up.
	for wait := 20 * time.Millisecond; wait < 10*time.Second; wait *= 2 {
		var busy, pages, moved int
		if err := d.bun.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
			return err
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	return &kith.Error{Code: kith.Unavailable, Retry: true, Message: "The database is being read and could not be written to its file"}
}

// holds reads the file by a descriptor that stays open: closing any descriptor
// of a file ends the process's POSIX locks on it, which are SQLite's. Its log
// has none.
func (s *sqlite) holds(ctx context.Context, _ *DB, texts []string) ([]bool, error) {
	found := make([]bool, len(texts))
	s.looking.Lock()
	defer s.looking.Unlock()
	if s.file == nil {
		var err error
		if s.file, err = os.Open(s.path); err != nil {
			return nil, err
		}
	}
	info, err := s.file.Stat()
	if err != nil {
		return nil, err
	}
	if err := Search(ctx, io.NewSectionReader(s.file, 0, info.Size()), texts, found); err != nil {
		return nil, err
	}
	wal, err := os.Open(s.path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	defer wal.Close()
	return found, Search(ctx, wal, texts, found)
}

// Search looks for texts in a stream, a megabyte at a time.
func Search(ctx context.Context, from io.Reader, texts []string, found []bool) error {
	longest := 1
	for _, t := range texts {
		longest = max(longest, len(t))
	}
	buf := make([]byte, 1<<20+longest)
	kept := 0
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(from, buf[kept:])
		window := string(buf[:kept+n])
		for i, t := range texts {
			found[i] = found[i] || t != "" && strings.Contains(window, t)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
		kept = copy(buf, buf[kept+n-(longest-1):kept+n])
	}
}

func (postgres) scrub(ctx context.Context, d *DB) error {
	tables, err := d.tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := d.bun.ExecContext(ctx, "VACUUM FULL "+t.name); err != nil {
			return err
		}
	}
	return nil
}

type table struct {
	name    string
	columns []string
}

// tables lists the schema's tables with the columns that hold texts or bytes,
// quoted.
func (d *DB) tables(ctx context.Context) ([]table, error) {
	rows, err := d.bun.QueryContext(ctx, `SELECT quote_ident(c.table_name), quote_ident(c.column_name), c.data_type
		FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY 1, c.ordinal_position`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []table
	for rows.Next() {
		var name, column, kind string
		if err := rows.Scan(&name, &column, &kind); err != nil {
			return nil, err
		}
		if len(out) == 0 || out[len(out)-1].name != name {
			out = append(out, table{name: name})
		}
		t := &out[len(out)-1]
		switch kind {
		case "text", "character varying", "json", "jsonb":
			t.columns = append(t.columns, "position(convert_to(?, 'UTF8') in convert_to("+column+"::text, 'UTF8')) > 0")
		case "bytea":
			t.columns = append(t.columns, "position(convert_to(?, 'UTF8') in "+column+") > 0")
		}
	}
	return out, rows.Err()
}

func (postgres) holds(ctx context.Context, d *DB, texts []string) ([]bool, error) {
	tables, err := d.tables(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]bool, len(texts))
	for _, t := range tables {
		if len(t.columns) == 0 {
			continue
		}
		for i, text := range texts {
			if found[i] || text == "" {
				continue
			}
			args := make([]any, len(t.columns))
			for k := range args {
				args[k] = text
			}
			var one int
			err := d.bun.NewRaw("SELECT 1 FROM "+t.name+" WHERE "+strings.Join(t.columns, " OR ")+" LIMIT 1", args...).Scan(ctx, &one)
			switch {
			case err == nil:
				found[i] = true
			case !errors.Is(err, sql.ErrNoRows):
				return nil, fmt.Errorf("look into %s: %w", t.name, err)
			}
		}
	}
	return found, nil
}
