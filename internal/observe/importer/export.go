package importer

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// IDs are a person's ids, the first of each kind; "" when there is none.
type IDs struct{ User, Anonymous string }

// Wanted says what an export has in it.
type Wanted struct {
	Format   string    // csv, jsonl or parquet
	Gzip     bool      // of csv and jsonl; Parquet is packed anyway
	From, To time.Time // of the events, [From, To); zero: no bound
	Events   []string  // names; none: all. Not with Parquet
	// Overrides give the persons that others were merged into; nil: raw numbers.
	Overrides *timeline.OverrideView
	// IDs looks ids up, in the order asked; nil leaves them out. Without them
	// what was exported cannot be imported again.
	IDs      func(ctx context.Context, persons []uint32) ([]IDs, error)
	Progress func(rows int64)
}

func (w *Wanted) check() error {
	switch {
	case !slices.Contains([]string{CSV, JSONL, Parquet}, w.Format):
		return invalid("format", "there is no format "+w.Format, "csv, jsonl or parquet")
	case w.Format == Parquet && (w.Gzip || len(w.Events) > 0):
		return invalid("format", "a Parquet file has all events of the time and is packed already", "leave events and gzip out, or take csv or jsonl")
	case !w.From.IsZero() && !w.To.IsZero() && !w.From.Before(w.To):
		return invalid("to", "the end is not after the beginning", "")
	}
	return nil
}

// bounds of the time in µs; to 0: none.
func (w *Wanted) bounds() (from, to int64) {
	from = -1 << 62
	if !w.From.IsZero() {
		from = w.From.UnixMicro()
	}
	if !w.To.IsZero() {
		to = w.To.UnixMicro()
	}
	return from, to
}

// Export writes events of the record to a file, some persons after the other,
// and returns how many (-1 for Parquet, which does not say). The file appears
// under its name when it is whole. Seal the workspace first: unsealed events
// are not in the record.
//
// CSV and JSON Lines have person (a number), user_id, anonymous_id, event,
// time and received (RFC 3339, UTC, µs), source, message (the hash by which the
// event is known) and properties, in CSV as JSON. For Parquet see
// record.ExportParquet.
func Export(ctx context.Context, from *record.Record, path string, w Wanted) (rows int64, err error) {
	if err := w.check(); err != nil {
		return 0, err
	}
	if w.Format == Parquet {
		e := record.Export{Overrides: w.Overrides}
		e.From, e.To = w.bounds()
		return -1, from.ExportParquet(ctx, path, e)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".kith-export-*")
	if err != nil {
		return 0, invalid("path", "no file can be made in "+filepath.Dir(path), "choose a folder that this user may write to")
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	if rows, err = write(ctx, from, file, w); err != nil {
		return rows, fmt.Errorf("export: %w", err)
	}
	if err = file.Sync(); err != nil {
		return rows, fmt.Errorf("export: %w", err)
	}
	if err := file.Close(); err != nil {
		return rows, errors.Join(fmt.Errorf("export: %w", err), os.Remove(file.Name()))
	}
	return rows, os.Rename(file.Name(), path)
}

// write streams the rows, packed if wanted, to out.
func write(ctx context.Context, from *record.Record, out io.Writer, w Wanted) (int64, error) {
	buffered := bufio.NewWriterSize(out, 1<<18)
	var packed *gzip.Writer
	var to io.Writer = buffered
	if w.Gzip {
		packed = gzip.NewWriter(buffered)
		to = packed
	}
	e := newExporting(ctx, from, &w, to)
	if err := e.run(); err != nil {
		return e.rows, err
	}
	if packed != nil {
		if err := packed.Close(); err != nil {
			return e.rows, err
		}
	}
	return e.rows, buffered.Flush()
}
