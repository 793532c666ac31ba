package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/bench"
	"kith/internal/kith"
	"kith/internal/platform/auth"
)

// benchCommand measures in a folder of its own; the data folder is not touched.
func benchCommand(*place) *cobra.Command {
	var o bench.Options
	only, out, ingest := "", "", true
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure questions against SQL, the index, ingestion",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if o.Only, err = regexp.Compile(only); err != nil {
				return &kith.Error{Code: kith.Invalid, Field: "--only", Message: "Not a regular expression", Err: err}
			}
			if ingest {
				if o.Program, err = thisProgram(); err != nil {
					return err
				}
			}
			begin := time.Now()
			o.Progress = func(what string) {
				fmt.Fprintf(c.ErrOrStderr(), "%5.0f s  %s\n", time.Since(begin).Seconds(), what)
			}
			report, err := bench.Run(c.Context(), o)
			if err != nil {
				return err
			}
			return writeReport(report, c.OutOrStdout(), out)
		},
	}
	flags := c.Flags()
	flags.IntVar(&o.Events, "events", 10_000_000, "events of the questions and the index")
	flags.StringVar(&only, "only", "", "measure only what matches this regular expression: a question's name, memory, kinds, ingestion or wires")
	flags.StringVar(&out, "out", "", "also write the report to this file")
	flags.BoolVar(&ingest, "ingest", true, "measure ingestion over HTTP as well")
	flags.DurationVar(&o.Duration, "duration", 30*time.Second, "how long to ingest in batches")
	return c
}

func writeReport(r *bench.Report, w io.Writer, path string) error {
	if _, err := r.WriteTo(w); err != nil || path == "" {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	defer f.Close()
	if _, err := r.WriteTo(f); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return f.Close()
}

// thisProgram lets the bench run this executable again.
func thisProgram() (*bench.Program, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return &bench.Program{Path: path, Prepare: prepareBench, Find: findServer}, nil
}

func prepareBench(ctx context.Context, dir string) (string, error) {
	p := &place{data: dir, workspace: "main", makes: true}
	h, err := p.open(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return "", err
	}
	source, err := h.source(ctx, p.workspace, "web")
	if err != nil {
		h.close()
		return "", err
	}
	return source.WriteKey, h.close()
}

// findServer reads what a server announces of itself.
func findServer(dir string, pid int) (address, token string, ok bool) {
	text, err := os.ReadFile(filepath.Join(dir, runningFile))
	if err != nil {
		return "", "", false
	}
	var r running
	if json.Unmarshal(text, &r) != nil || r.PID != pid {
		return "", "", false
	}
	secret, err := auth.ReadLocal(dir)
	return strings.TrimPrefix(r.Address, "http://"), secret.Reveal(), err == nil
}

// benchLoadCommand is the load generator, which bench runs as a process.
func benchLoadCommand() *cobra.Command {
	var o bench.LoadOptions
	c := &cobra.Command{
		Use:    "bench-load",
		Short:  "Send events to a server as fast as it takes them",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			result, err := bench.Load(c.Context(), o)
			if err != nil {
				return err
			}
			return json.NewEncoder(c.OutOrStdout()).Encode(result)
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.Address, "address", "127.0.0.1:8080", "host and port of the server")
	flags.StringVar(&o.WriteKey, "write-key", "", "write key of a source")
	flags.StringVar(&o.Wire, "wire", "", "whose format: segment, posthog, mixpanel or sensors")
	flags.IntVar(&o.Batch, "batch", 100, "events a request")
	flags.IntVar(&o.Connections, "connections", 8, "connections")
	flags.DurationVar(&o.Duration, "duration", 30*time.Second, "how long")
	return c
}
