package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// walSuffix names DuckDB's log beside its file.
const walSuffix = ".wal"

// Backup writes a consistent copy of the record as of its position to a new
// file at dst. Readers go on; seals and the end of a merge wait until the file
// is copied.
//
// The copy takes DuckDB's file and log as they are, while nothing commits:
// that needs no checkpoint, which readers could hold up. Then the copy is
// opened, which proves that it can be, and its log is brought into it.
func (r *Record) Backup(ctx context.Context, dst string) error {
	if err := r.backup(ctx, dst); err != nil {
		return errors.Join(fmt.Errorf("back up the record: %w", err), removeCopy(dst))
	}
	return nil
}

func (r *Record) backup(ctx context.Context, dst string) error {
	if _, err := os.Stat(dst); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", filepath.Base(dst), fs.ErrExist)
	}
	part := dst + partSuffix
	if err := removeCopy(dst); err != nil {
		return err
	}
	if err := r.copyStill(ctx, part); err != nil {
		return err
	}
	if err := settle(ctx, part); err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, dst); err != nil {
		return err
	}
	return syncFile(filepath.Dir(dst))
}

const partSuffix = ".part"

func removeCopy(dst string) error {
	return removeFiles(dst+partSuffix, dst+partSuffix+walSuffix)
}

// copyStill copies while nothing commits. The file is read through a
// descriptor that stays open until Close: closing any descriptor of a file
// ends the process's POSIX lock on it, which is DuckDB's.
func (r *Record) copyStill(ctx context.Context, to string) error {
	r.commit.Lock()
	defer r.commit.Unlock()
	if r.closed {
		return errClosed
	}
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	if err := copyFile(ctx, io.NewSectionReader(r.file, 0, info.Size()), to); err != nil {
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
	return copyFile(ctx, wal, to+walSuffix)
}

func copyFile(ctx context.Context, from io.Reader, to string) error {
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{out}, checked{ctx, from}, make([]byte, 1<<20))
	return errors.Join(err, out.Close())
}

// checked stops reading when its context ends.
type checked struct {
	ctx  context.Context
	from io.Reader
}

func (c checked) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.from.Read(p)
}

// settle brings the copy's log into its file.
func settle(ctx context.Context, path string) error {
	db, err := openDatabase(path, map[string]string{"threads": "1", "memory_limit": "512MB"})
	if err != nil {
		return err
	}
	defer db.close()
	c, err := db.connect()
	if err != nil {
		return err
	}
	defer c.close()
	if _, err := readSegments(ctx, c); err != nil {
		return err
	}
	return c.exec(ctx, "CHECKPOINT")
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
