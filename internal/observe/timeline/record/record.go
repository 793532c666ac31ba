package record

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Record is an open record. All methods may be called at the same time.
type Record struct {
	opts  Options
	db    *database
	file  *os.File // for Backup; see there why it stays open
	names *timeline.Names
	wake  chan struct{} // a seal happened: look whether to merge

	// commit is held by whoever changes what is committed, so that Backup can
	// hold everything still.
	commit   sync.Mutex
	stored   [2]int // names on disk, by kind
	lastID   atomic.Uint64
	position atomic.Pointer[timeline.Position]
	numbered numbered
	tallies  tallies

	withdrawals atomic.Pointer[withdrawals]

	// view guards the segments against being dropped while readers, which
	// hold it for reading, list them and start their queries.
	view     sync.RWMutex
	segments []*segment // replaced, never written
	closed   bool
}

const (
	FileName = "record.duckdb" // in the folder
	tempName = "tmp"           // spilled and exported files on their way
)

// Open opens or creates the record in a folder, which it locks.
func Open(ctx context.Context, opts Options) (*Record, error) {
	opts.fill()
	if err := os.MkdirAll(filepath.Join(opts.Dir, tempName), 0o700); err != nil {
		return nil, fmt.Errorf("make the record's folder: %w", err)
	}
	path := filepath.Join(opts.Dir, FileName)
	db, err := openDatabase(path, settings(&opts))
	if err != nil {
		return nil, openError(err)
	}
	if err := removeExports(opts.Dir); err != nil {
		db.close()
		return nil, fmt.Errorf("remove unfinished exports: %w", err)
	}
	r := &Record{opts: opts, db: db, names: timeline.NewNames(), wake: make(chan struct{}, 1)}
	if r.file, err = os.Open(path); err != nil {
		db.close()
		return nil, fmt.Errorf("open the record's file: %w", err)
	}
	if err := r.load(ctx); err != nil {
		r.Close()
		return nil, fmt.Errorf("load the record: %w", err)
	}
	return r, nil
}

// removeExports removes what a killed export left. The folder is ours by now.
func removeExports(dir string) error {
	left, err := os.ReadDir(filepath.Join(dir, tempName))
	if err != nil {
		return err
	}
	for _, file := range left {
		if strings.HasPrefix(file.Name(), exportPrefix) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, tempName, file.Name())))
		}
	}
	return err
}

func openError(err error) error {
	if strings.Contains(err.Error(), "Could not set lock") {
		return &kith.Error{
			Code: kith.Conflict, Message: "The record is in use by another process.",
			Hint: "stop the other kith process that serves this data folder", Retry: true, Err: err,
		}
	}
	return fmt.Errorf("open the record: %w", err)
}

func (r *Record) load(ctx context.Context) error {
	c, err := r.db.connect()
	if err != nil {
		return err
	}
	defer c.close()
	if err := confine(ctx, c, filepath.Join(r.opts.Dir, tempName)); err != nil {
		return fmt.Errorf("confine to the data folder: %w", err)
	}
	if err := c.transact(ctx, func() error { return createSchema(ctx, c) }); err != nil {
		return fmt.Errorf("create the catalogue: %w", err)
	}
	pos, err := readPosition(ctx, c)
	if err != nil {
		return fmt.Errorf("read the position: %w", err)
	}
	r.position.Store(&pos)
	if err := readNames(ctx, c, r.names); err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	r.stored = [2]int{r.names.Events.Len(), r.names.Properties.Len()}
	if r.segments, err = readSegments(ctx, c); err != nil {
		return fmt.Errorf("read segments: %w", err)
	}
	if err := r.loadWithdrawals(ctx, c); err != nil {
		return fmt.Errorf("read what was withdrawn: %w", err)
	}
	for _, s := range r.segments {
		r.lastID.Store(max(r.lastID.Load(), s.ID))
	}
	if err := c.exec(ctx, "DROP TABLE IF EXISTS "+scrubTable); err != nil {
		return fmt.Errorf("drop what a scrub left: %w", err)
	}
	return r.dropOrphans(ctx, c)
}

// confine lets DuckDB touch no file but the record and those of one folder.
func confine(ctx context.Context, c *conn, dir string) error {
	for _, sql := range []string{
		"SET allowed_directories = [" + quote(dir) + "]",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	} {
		if err := c.exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

func createSchema(ctx context.Context, c *conn) error {
	for sql := range strings.SplitSeq(schema, ";") {
		if sql = strings.TrimSpace(sql); sql == "" {
			continue
		}
		if err := c.exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// dropOrphans removes tables that no catalogue row speaks of. None should ever
// be left, as both are written in one transaction; it says so when there are.
func (r *Record) dropOrphans(ctx context.Context, c *conn) error {
	tables, err := orphans(ctx, c)
	if err != nil {
		return fmt.Errorf("look for orphan tables: %w", err)
	}
	for _, name := range tables {
		r.opts.Logger.Warn("record: dropping an orphan table", "table", name)
		if err := c.exec(ctx, "DROP TABLE "+name); err != nil {
			return fmt.Errorf("drop orphan table %s: %w", name, err)
		}
	}
	return nil
}

// quote makes an SQL string literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quoteName makes an SQL identifier.
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// Names are the workspace's names. One goroutine adds to them; Seal stores
// what is new.
func (r *Record) Names() *timeline.Names { return r.names }

// Position is that of the last committed seal; NextSeq is 1 at first.
func (r *Record) Position() timeline.Position { return *r.position.Load() }

// errClosed is returned by every operation after Close.
var errClosed = errors.New("the record is closed")

// Close ends the record. Streams must have been closed and Run have returned.
func (r *Record) Close() error {
	r.commit.Lock()
	defer r.commit.Unlock()
	r.view.Lock()
	defer r.view.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	r.segments = nil
	r.db.close()
	if r.file != nil {
		return r.file.Close()
	}
	return nil
}
