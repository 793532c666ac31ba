package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

type backupRequest struct {
	Dir string `json:"dir"`
}

type backupResult struct {
	Dir    string        `json:"dir"`
	Events uint64        `json:"events"`
	Took   time.Duration `json:"took"`
}

func backupCommand(p *place) *cobra.Command {
	return &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy all data to a new folder, also while serving",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			result, err := run(c.Context(), p, "backup", backupRequest{dir}, backupJob, func(text json.RawMessage) {
				fmt.Fprintln(c.ErrOrStderr(), string(text))
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%d events and everything about them are in %s (%s)\n", result.Events, result.Dir, result.Took.Round(time.Millisecond))
			return nil
		},
	}
}

// backupJob copies records first and the database last, so that the database
// knows every id that a record speaks of. What is acknowledged before the call
// is in the backup; it needs no copy of the log.
func backupJob(ctx context.Context, h *house, in backupRequest, progress func(any)) (backupResult, error) {
	begin := time.Now()
	result := backupResult{Dir: in.Dir}
	if _, err := os.Lstat(in.Dir); !errors.Is(err, fs.ErrNotExist) {
		return result, &kith.Error{Code: kith.Conflict, Message: in.Dir + " exists already", Hint: "name a folder that does not"}
	}
	part := in.Dir + ".part"
	if err := os.MkdirAll(part, 0o700); err != nil {
		return result, fmt.Errorf("make the backup's folder: %w", err)
	}
	defer os.RemoveAll(part)
	for _, w := range h.engine.All() {
		progress("workspace " + w.Slug())
		if err := w.Seal(ctx); err != nil {
			return result, err
		}
		dir := ingest.Dir(part, w.Slug())
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return result, err
		}
		if err := w.Record().Backup(ctx, filepath.Join(dir, record.FileName)); err != nil {
			return result, err
		}
		result.Events += w.Record().Position().NextSeq - 1
	}
	progress("database")
	if err := h.db.Backup(ctx, filepath.Join(part, db.FileName)); err != nil {
		return result, err
	}
	if err := os.Rename(part, in.Dir); err != nil {
		return result, err
	}
	result.Took = time.Since(begin)
	return result, nil
}

func restoreCommand(p *place) *cobra.Command {
	return &cobra.Command{
		Use:   "restore DIR",
		Short: "Make the data folder anew from a backup; the folder must be empty or absent",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := p.restore(c.Context(), args[0]); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is restored from %s\n", p.data, args[0])
			return nil
		},
	}
}

func (p *place) restore(ctx context.Context, from string) error {
	if _, err := os.Stat(filepath.Join(from, db.FileName)); err != nil {
		return &kith.Error{Code: kith.NotFound, Message: from + " is not a backup: it has no " + db.FileName, Err: err}
	}
	data, err := filepath.Abs(p.data) // without a slash at its end, for the name beside it
	if err != nil {
		return err
	}
	if entries, err := os.ReadDir(data); err == nil && len(entries) > 0 {
		return &kith.Error{Code: kith.Conflict, Message: "the data folder " + p.data + " is not empty", Hint: "move it away, or name another with --data"}
	}
	part := data + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	// The copies get the usual modes; the folder around them keeps others out.
	if err := os.MkdirAll(part, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if err := os.CopyFS(part, os.DirFS(from)); err != nil {
		return errors.Join(fmt.Errorf("copy the backup: %w", err), os.RemoveAll(part))
	}
	if err := level(ctx, part); err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	if err := os.Remove(data); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(part, data)
}

// level moves each record's position on to the log entry that the ids in the
// database include: they may be from a moment later, and there is no log from
// which the record could read what lies between.
func level(ctx context.Context, data string) error {
	d, err := db.Open(ctx, db.Options{Dir: data})
	if err != nil {
		return err
	}
	defer d.Close()
	spaces, err := workspace.Open(ctx, d, time.Now)
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx, "identity", identity.Migrations); err != nil {
		return err
	}
	for _, w := range spaces.List() {
		ids, err := identity.Open(ctx, d, int64(w.ID), identity.Options{})
		if err != nil {
			return err
		}
		r, err := record.Open(ctx, record.Options{Dir: ingest.Dir(data, w.Slug)})
		if err != nil {
			return err
		}
		pos := r.Position()
		pos.LogSeq = max(pos.LogSeq, ids.Position())
		if err := errors.Join(r.Seal(ctx, nil, timeline.Position(pos)), r.Close()); err != nil {
			return err
		}
	}
	return nil
}
