package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/importer"
	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
)

type exportRequest struct {
	Workspace string    `json:"workspace"`
	File      string    `json:"file"`
	Format    string    `json:"format"`
	Gzip      bool      `json:"gzip"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Events    []string  `json:"events"`
}

type exportResult struct {
	Rows int64 `json:"rows"`
}

func exportCommand(p *place) *cobra.Command {
	in, from, to := exportRequest{}, "", ""
	c := &cobra.Command{
		Use:   "export FILE",
		Short: "Export events to .csv, .jsonl or .parquet, also with .gz",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) (err error) {
			if in.File, err = filepath.Abs(args[0]); err != nil {
				return err
			}
			in.Workspace = p.workspace
			name := strings.ToLower(in.File)
			if rest, ok := strings.CutSuffix(name, ".gz"); ok {
				in.Gzip, name = true, rest
			}
			if in.Format == "" {
				in.Format = strings.TrimPrefix(filepath.Ext(name), ".")
			}
			if in.From, err = day("--from", from, 0); err != nil {
				return err
			}
			if in.To, err = day("--to", to, 1); err != nil {
				return err
			}
			result, err := run(c.Context(), p, "export", in, exportJob, func(text json.RawMessage) {
				fmt.Fprintf(c.ErrOrStderr(), "\r%s events", text)
			})
			if err != nil {
				return err
			}
			if result.Rows >= 0 {
				fmt.Fprintf(c.OutOrStdout(), "\r%d events are in %s\n", result.Rows, in.File)
				return nil
			}
			fmt.Fprintf(c.OutOrStdout(), "the events are in %s\n", in.File)
			return nil
		},
	}
	c.Flags().StringVar(&in.Format, "format", "", "csv, jsonl or parquet; by the file's name when empty")
	c.Flags().StringVar(&from, "from", "", "first day (UTC), 2026-01-01")
	c.Flags().StringVar(&to, "to", "", "last day (UTC)")
	c.Flags().StringSliceVar(&in.Events, "event", nil, "only events of these names; not for Parquet")
	return c
}

func day(flag, text string, add int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, &kith.Error{Code: kith.Invalid, Field: flag, Message: fmt.Sprintf("%q is not a date", text), Hint: "2026-01-31"}
	}
	return t.AddDate(0, 0, add), nil
}

// exportJob runs where the data folder is open.
func exportJob(ctx context.Context, h *house, in exportRequest, progress func(any)) (exportResult, error) {
	space, _, err := h.space(auth.With(ctx, auth.Caller{Kind: auth.ByLocal}), in.Workspace)
	if err != nil {
		return exportResult{}, err
	}
	if err := space.Seal(ctx); err != nil {
		return exportResult{}, err
	}
	last := time.Time{}
	rows, err := importer.Export(ctx, space.Record(), in.File, importer.Wanted{
		Format: in.Format, Gzip: in.Gzip, From: in.From, To: in.To, Events: in.Events,
		Overrides: space.Overrides(),
		IDs: func(ctx context.Context, persons []uint32) ([]importer.IDs, error) {
			return firstIDs(ctx, space, persons)
		},
		Progress: func(rows int64) {
			if time.Since(last) > 200*time.Millisecond {
				last = time.Now()
				progress(rows)
			}
		},
	})
	return exportResult{rows}, err
}

// firstIDs gives the first id of each kind.
func firstIDs(ctx context.Context, space *ingest.Workspace, persons []uint32) ([]importer.IDs, error) {
	all, err := space.IDsOf(ctx, persons)
	if err != nil {
		return nil, err
	}
	out := make([]importer.IDs, len(all))
	for i, ids := range all {
		for _, id := range ids {
			switch {
			case id.Kind == identity.User && out[i].User == "":
				out[i].User = id.ID
			case id.Kind == identity.Anonymous && out[i].Anonymous == "":
				out[i].Anonymous = id.ID
			}
		}
	}
	return out, nil
}
