package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
	"kith/internal/platform/workspace"
	"kith/internal/simulate"
)

// The demo's operator. It listens on this machine only, with invented data.
const (
	demoEmail    = "demo@kith.example"
	demoPassword = "kith-demo-2026"
)

func demoCommand(p *place) *cobra.Command {
	listen, persons, events, fresh := "", 0, 0, false
	c := &cobra.Command{
		Use:   "demo",
		Short: "Build a living demo workspace and open it",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !c.Flags().Changed("data") {
				p.data = demoDir()
			}
			p.workspace, p.zone = "demo", "Asia/Shanghai"
			if fresh {
				if err := os.RemoveAll(p.data); err != nil {
					return err
				}
			}
			return p.serve(c.Context(), listen, func(ctx context.Context, h *house, addr net.Addr) error {
				return h.demo(ctx, addr, simulate.Params{Persons: persons, Events: events})
			})
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address")
	p.mailFlags(c)
	c.Flags().IntVar(&persons, "persons", 50_000, "simulated persons")
	c.Flags().IntVar(&events, "events", 3_000_000, "simulated events, about")
	c.Flags().BoolVar(&fresh, "fresh", false, "throw the demo's data away and build it anew")
	return c
}

// demoDir is a known place: the user's cache folder.
func demoDir() string {
	if dir, err := os.UserCacheDir(); err == nil {
		return filepath.Join(dir, "kith-demo")
	}
	return "kith-demo"
}

// demo fills an empty workspace with a past, and then goes on living.
func (h *house) demo(ctx context.Context, addr net.Addr, params simulate.Params) error {
	operator, err := h.auth.EnsureOperator(ctx, demoEmail, demoPassword, "Demo")
	if err != nil {
		return err
	}
	if w, ok := h.workspaces.BySlug("demo"); ok {
		if err := h.auth.Grant(ctx, operator.ID, w.ID, auth.Owner); err != nil {
			return err
		}
		if w.Name == w.Slug { // nobody has named it
			if _, err := h.workspaces.Update(ctx, w.ID, workspace.Change{Name: new("青禾书房")}); err != nil {
				return err
			}
		}
	}
	if err := h.keepDemoInsights(ctx, operator.ID); err != nil {
		return err
	}
	source, err := h.source(ctx, "demo", "web")
	if err != nil {
		return err
	}
	space, err := h.engine.Workspace("demo")
	if err != nil {
		return err
	}
	params.Source, params.Seed = source.ID, 20260101
	params.LiveRate = 0.5 // near the history's own pace, and still something to see
	if params.Now, err = h.demoBegan(); err != nil {
		return err
	}
	done := filepath.Join(h.dir, "demo.built")
	product := simulate.New(params)
	if _, err := os.Stat(done); err != nil {
		if err := h.buildDemo(ctx, product, space, params.Events); err != nil {
			return err
		}
		if err := space.CatchUp(ctx); err != nil {
			return err
		}
		if err := os.WriteFile(done, nil, 0o600); err != nil {
			return err
		}
	}
	if err := h.keepDemoDashboards(ctx, operator.ID); err != nil {
		return err
	}
	fmt.Printf("\n  Kith demo  http://%s\n  sign in    %s  %s\n  write key  %s\n\n  Stop with Ctrl-C; --fresh builds it anew.\n\n", reachable(addr), demoEmail, demoPassword, source.WriteKey)
	return ended(product.Live(ctx, time.Now, func(b *kith.Batch) error { return space.Append(ctx, b) }))
}

// demoBegan is the moment that divides the demo's past from its life. It is
// kept from the first start on: with it a build that was cut off goes on with
// the same events, and those that are there already are dropped.
func (h *house) demoBegan() (time.Time, error) {
	path := filepath.Join(h.dir, "demo.began")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		now := time.Now().Truncate(time.Second)
		return now, os.WriteFile(path, []byte(now.Format(time.RFC3339)), 0o600)
	}
	if err != nil {
		return time.Time{}, err
	}
	began, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return began, fmt.Errorf("read when the demo began; --fresh builds it anew: %w", err)
	}
	return began, nil
}

// buildDemo sends the past through the log like any other events, many batches
// at once so that they share its disk writes.
func (h *house) buildDemo(ctx context.Context, product *simulate.Product, space *ingest.Workspace, total int) error {
	bar := newBar(os.Stderr, "building the demo", total)
	defer bar.done()
	sending := newSending(ctx, 16, func(ctx context.Context, payload []byte) error {
		_, err := space.AppendEncoded(ctx, payload)
		return err
	})
	product.History(func(b *kith.Batch) bool {
		n := len(b.Events)
		return sending.send(b, func() { bar.add(n) })
	})
	return sending.wait()
}
