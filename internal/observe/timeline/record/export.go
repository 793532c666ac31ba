package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"kith/internal/observe/timeline"
)

// Export says what goes into a Parquet file.
type Export struct {
	From, To  int64                  // event time, µs UTC, [From, To); To 0: no bound
	Overrides *timeline.OverrideView // gives the canonical persons; nil: raw numbers
}

// ExportParquet writes rows to a zstd-compressed Parquet file at dst, replacing
// what is there. Its columns: person (canonical), event, time, received,
// message (hash of the message id), source, seq, then the frequent properties by
// their names, typed by the kind of most of their values, then properties: a
// JSON object of all that has no column or is of another kind than its column.
// A property whose name is taken, letters' case aside, has its number appended.
//
// The rows are put together in a file beside the record first, which takes
// about as much room as they take there.
func (r *Record) ExportParquet(ctx context.Context, dst string, e Export) (err error) {
	if e.To == 0 {
		e.To = math.MaxInt64
	}
	id := r.lastID.Add(1)
	name := exportPrefix + strconv.FormatUint(id, 10)
	path := filepath.Join(r.opts.Dir, tempName, name)
	defer func() { err = errors.Join(err, removeFiles(path+".duckdb", path+".duckdb"+walSuffix, path+".parquet")) }()
	if err := r.export(ctx, id, name, path, e); err != nil {
		return fmt.Errorf("export to Parquet: %w", err)
	}
	if err := os.Chmod(path+".parquet", 0o600); err != nil {
		return fmt.Errorf("export to Parquet: %w", err)
	}
	if err := moveFile(ctx, path+".parquet", dst); err != nil {
		return fmt.Errorf("move the Parquet file to its place: %w", err)
	}
	return nil
}

// exportPrefix begins the names of an export's files, which Open removes.
const exportPrefix = "export-"

func (r *Record) export(ctx context.Context, id uint64, name, path string, e Export) (err error) {
	c, sources, err := r.exportSources(ctx, e)
	if err != nil {
		return err
	}
	defer c.close()
	var parts []*segment
	for _, src := range sources {
		parts = append(parts, src.(*wide).segment)
	}
	s := union(id, parts)
	s.catalog = name
	s.Properties.plan(s.Rows, r.opts.ColumnShare, r.opts.MaxColumns)
	if err := c.exec(ctx, "ATTACH "+quote(path+".duckdb")+" AS "+quoteName(name)); err != nil {
		closeAll(sources)
		return err
	}
	defer func() {
		err = errors.Join(err, c.exec(context.WithoutCancel(ctx), "DETACH "+quoteName(name)))
	}()
	err = c.transact(ctx, func() error { return r.pour(ctx, c, s, sources, e.Overrides) })
	if err != nil {
		return err
	}
	return c.exec(ctx, r.copySQL(s, path+".parquet"))
}

// exportSources opens the segments that may have rows of the time.
func (r *Record) exportSources(ctx context.Context, e Export) (*conn, []source, error) {
	sel := selection{maxSeq: math.MaxUint64}
	sources, _, err := r.open(&sel, func(s *segment) (source, error) {
		if s.TimeHi < e.From || s.TimeLo >= e.To {
			return nil, nil
		}
		return r.openWide(ctx, s, s.whereVisible("ts >= ? AND ts < ?"), e.From, e.To)
	})
	if err != nil {
		return nil, nil, err
	}
	c, err := r.db.connect()
	if err != nil {
		closeAll(sources)
	}
	return c, sources, err
}

func (r *Record) copySQL(s *segment, path string) string {
	columns := []string{
		"person", "n.name AS event", "make_timestamptz(ts) AS time", "make_timestamptz(received) AS received",
		"mid AS message", "source", "seq",
	}
	taken := map[string]bool{"properties": true}
	for _, name := range []string{"person", "event", "time", "received", "message", "source", "seq"} {
		taken[name] = true
	}
	for _, p := range s.Properties.columns() {
		name := r.names.Properties.Name(p.Key)
		if name == "" || taken[strings.ToLower(name)] {
			name += "_" + strconv.FormatUint(uint64(p.Key), 10)
		}
		taken[strings.ToLower(name)] = true
		columns = append(columns, columnName(p.Key)+" AS "+quoteName(name))
	}
	return "COPY (SELECT " + strings.Join(columns, ", ") + ", tail AS properties FROM " + s.table() +
		" LEFT JOIN (SELECT number, name FROM name WHERE kind = " + strconv.Itoa(eventName) + ") n ON n.number = code" +
		") TO " + quote(path) + " (FORMAT parquet, COMPRESSION zstd)"
}

func removeFiles(paths ...string) error {
	var all error
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}

// moveFile also works from one file system to another.
func moveFile(ctx context.Context, from, to string) error {
	if err := syncFile(from); err != nil {
		return err
	}
	err := os.Rename(from, to)
	if !errors.Is(err, syscall.EXDEV) {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	part := to + partSuffix
	if err := removeFiles(part); err != nil {
		return err
	}
	if err := errors.Join(copyFile(ctx, in, part), syncFile(part)); err != nil {
		return errors.Join(err, removeFiles(part))
	}
	return os.Rename(part, to)
}
