package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/observe/ingest"
)

// finding is one thing that was looked at.
type finding struct {
	what, is, advice string
	bad              bool
}

func doctorCommand(p *place) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look whether everything is well: disk, memory, data, the running server",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			findings := append(p.machine(), p.stored(c.Context())...)
			return report(c.OutOrStdout(), findings)
		},
	}
}

func report(w io.Writer, findings []finding) error {
	bad := 0
	for _, f := range findings {
		mark := "ok  "
		if f.bad {
			mark = "BAD "
			bad++
		}
		fmt.Fprintf(w, "%s %-22s %s\n", mark, f.what, f.is)
		if f.bad && f.advice != "" {
			fmt.Fprintf(w, "     %-22s → %s\n", "", f.advice)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d things need attention", bad, len(findings))
	}
	return nil
}

func (p *place) machine() []finding {
	var out []finding
	var fs syscall.Statfs_t
	dir := p.data
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Dir(dir)
	}
	if err := syscall.Statfs(dir, &fs); err == nil {
		free := int64(fs.Bavail) * int64(fs.Bsize)
		out = append(out, finding{"disk", fmt.Sprintf("%.1f GB free", float64(free)/1e9), "free some: below 256 MB events are refused, and a merge needs room for a copy", free < 2e9})
	}
	out = append(out, finding{"memory", fmt.Sprintf("%.1f GB in the machine", float64(machineMemory())/1e9), "1 GB is little: questions will read from disk", machineMemory() < 1e9})
	probe := filepath.Join(p.data, ".doctor")
	if _, err := os.Stat(p.data); errors.Is(err, os.ErrNotExist) {
		return append(out, finding{"data folder", p.data + " does not exist yet", "", false})
	}
	begin := time.Now()
	err := syncedWrite(probe)
	took := time.Since(begin)
	os.Remove(probe)
	if err != nil {
		return append(out, finding{"data folder", err.Error(), "the user that runs kith must be able to write there", true})
	}
	return append(out, finding{"durable write", took.Round(10 * time.Microsecond).String(), "this disk is slow to sync: each acknowledged request waits for it", took > 100*time.Millisecond})
}

func syncedWrite(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString("kith")
	return errors.Join(err, f.Sync(), f.Close())
}

// stored looks at the data: by the server that runs on it, or by opening it.
func (p *place) stored(ctx context.Context) []finding {
	if c := p.client(ctx); c != nil {
		var all []ingest.Status
		if err := c.call(ctx, http.MethodGet, "/api/v1/status", nil, &all); err != nil {
			return []finding{{"server", err.Error(), "look at its log", true}}
		}
		return append([]finding{{"server", "runs at " + c.address, "", false}}, states(all)...)
	}
	out := []finding{{"server", "none runs on " + p.data, "", false}}
	if _, err := os.Stat(filepath.Join(p.data, "workspaces")); err != nil {
		return out
	}
	var all []ingest.Status
	err := p.during(ctx, func(ctx context.Context, h *house) error {
		for _, w := range h.engine.All() {
			if err := w.CatchUp(ctx); err != nil {
				return err
			}
			s, err := w.Status(ctx)
			if err != nil {
				return err
			}
			all = append(all, s)
		}
		return nil
	})
	if err != nil {
		return append(out, finding{"data", err.Error(), "restore a backup if this stays", true})
	}
	return append(out, states(all)...)
}

func states(all []ingest.Status) []finding {
	var out []finding
	for _, s := range all {
		out = append(out,
			finding{s.Workspace, fmt.Sprintf("%d events, %d ids, record %.1f MB in %d segments", s.Rows, s.IDs, float64(s.Record.Bytes)/1e6, s.Record.Segments), "", false},
			finding{s.Workspace + " record", fmt.Sprintf("%d rows sealed, %d unsealed", s.Record.Rows, s.Unsealed),
				"rows are missing or doubled: restore a backup and send the log to us", s.Behind == 0 && (s.Rows < s.Record.Rows || s.Rows > s.Record.Rows+uint64(s.Unsealed))},
			finding{s.Workspace + " log", fmt.Sprintf("%.1f MB, %d entries behind", float64(s.Log.Bytes)/1e6, s.Behind), "the consumer is slower than what comes in", s.Behind > 10_000},
			finding{s.Workspace + " quarantine", fmt.Sprintf("%d rejected and %d duplicate events since start", s.Rejected, s.Duplicates), "look at why", s.Rejected > 0 && s.Rejected > s.Recorded/10},
		)
		if s.IndexBytes == 0 && s.Rows > 0 {
			out = append(out, finding{s.Workspace + " index", "not in memory (see --memory): questions read the record", "raise --memory for faster answers", false})
		}
	}
	return out
}
