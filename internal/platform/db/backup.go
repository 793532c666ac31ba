package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kith/internal/kith"
)

// backup copies from one snapshot, so writers go on meanwhile, and
// gives the copy its name only when it is whole and on disk.
func (s *sqlite) backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("%s exists already", path), Hint: "name a file that does not", Err: err}
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".kith-backup-*") // mode 0600
	if err != nil {
		return &kith.Error{Code: kith.Unavailable, Message: fmt.Sprintf("no file can be made in %s", filepath.Dir(path)), Hint: "name a folder that exists and may be written to", Err: err}
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := s.copyTo(ctx, part.Name()); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	if err := part.Sync(); err != nil {
		return fmt.Errorf("put the backup on disk: %w", err)
	}
	// A link, unlike a rename, does not replace what appeared meanwhile.
	if err := os.Link(part.Name(), path); err != nil {
		return fmt.Errorf("name the backup: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

// copyTo fills an existing, empty file. The connection is its own: readers are
// not allowed this statement, and the writer must not wait for it.
func (s *sqlite) copyTo(ctx context.Context, path string) error {
	conn, err := sql.Open("sqlite3", sqliteDSN(s.path, ""))
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "VACUUM INTO "+quoted(path))
	return err
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open %s: %w", dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("put %s on disk: %w", dir, err)
	}
	return nil
}

func (postgres) backup(context.Context, string) error {
	return &kith.Error{Code: kith.Invalid, Message: "a PostgreSQL database is not backed up by kith", Hint: "use pg_dump, or your provider's snapshots"}
}
