package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"kith/internal/kith"
	"kith/internal/observe/catalogue"
	"kith/internal/observe/channel"
	"kith/internal/observe/collect"
	"kith/internal/observe/importer"
	"kith/internal/observe/link"
	"kith/internal/observe/live"
	"kith/internal/observe/plan"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/source"
	"kith/internal/observe/table"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/workspace"
	"kith/internal/protect/privacy"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/dashboard/schedule"
	"kith/internal/understand/insight"
	"kith/internal/understand/people"
	"kith/internal/understand/query"
	"kith/internal/understand/saved"
	"kith/web/console"
	"kith/web/sdk"
)

func serveCommand(p *place) *cobra.Command {
	listen, proxies := "", []string(nil)
	c := &cobra.Command{
		Use:   "serve",
		Short: "Accept events and answer questions over HTTP",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, text := range proxies {
				proxy, err := netip.ParsePrefix(text)
				if err != nil {
					return &kith.Error{Code: kith.Invalid, Field: "--proxy", Message: text + " is not a range of addresses", Hint: "such as 127.0.0.1/32 or 10.0.0.0/8"}
				}
				p.proxies = append(p.proxies, proxy)
			}
			return p.serve(c.Context(), listen, nil)
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address; 0.0.0.0:8080 to be reached from elsewhere")
	c.Flags().StringVar(&p.maxUpload, "max-upload", "", "bytes of a file to be imported by the console, such as 512M; 2G when empty")
	p.mailFlags(c)
	c.Flags().StringSliceVar(&proxies, "proxy", nil, "addresses of proxies in front whose X-Forwarded-For and -Proto are believed: 127.0.0.1/32")
	return c
}

// A clean stop takes 10 s at most.
const (
	requestsEndWithin = 3 * time.Second
	sealEndsWithin    = 7 * time.Second
)

// serve is the product on one page. An event goes
//
//	HTTP → collect → log → ingest (identity → index, tail → record) → questions
//
// also runs along with it while it serves, when given.
func (p *place) serve(ctx context.Context, listen string, also func(context.Context, *house, net.Addr) error) error {
	logger := p.logger()
	// Listening comes first, so that a taken port is an error before any work.
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	begin := time.Now()
	p.makes = true
	h, err := p.open(ctx, logger)
	if err != nil {
		l.Close()
		return err
	}
	defer func() {
		if err := h.close(); err != nil {
			logger.Error("the data folder did not close cleanly", "error", err)
		}
	}()
	var ready atomic.Bool
	handler, err := h.handler(&ready, p.proxies)
	if err == nil {
		err = h.announce(l.Addr())
	}
	if err != nil {
		l.Close()
		return err
	}
	ready.Store(true)
	if also == nil { // what runs along, such as the demo, makes its own operator
		if err := h.offerSetup(ctx, l.Addr()); err != nil {
			l.Close()
			return err
		}
	}
	logger.Info("serving", "address", "http://"+l.Addr().String(), "data", p.data, "version", version, "ready_in", time.Since(begin).Round(time.Millisecond))

	err = h.run(ctx, l, handler, also)
	ready.Store(false)
	logger.Info("stopped")
	return err
}

// run serves until ctx ends or something fails, then closes the door before
// the consumers stop: what it acknowledged is in the log either way, but this
// way the last seal has it too.
func (h *house) run(ctx context.Context, l net.Listener, handler http.Handler, also func(context.Context, *house, net.Addr) error) error {
	consuming, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	consumed := make(chan error, 1)
	go func() {
		defer close(consumed)
		consumed <- h.engine.Run(consuming)
	}()
	door, ctx := errgroup.WithContext(ctx)
	door.Go(func() error { return api.Serve(ctx, l, handler, h.logger, requestsEndWithin) })
	door.Go(func() error { return h.workspaces.Run(ctx) })
	door.Go(func() error { return h.desk.Run(ctx) })
	door.Go(func() error { return h.mailing.Run(ctx) })
	door.Go(func() error { return h.links.Run(ctx) })
	door.Go(func() error { return h.outbox().Run(ctx) })
	door.Go(func() error { return h.privacy.Run(ctx) })
	door.Go(func() error {
		<-ctx.Done()
		h.live.Close() // streams have no end of their own
		return nil
	})
	if also != nil {
		door.Go(func() error { return also(ctx, h, l.Addr()) })
	}
	door.Go(func() error {
		select {
		case err := <-consumed:
			return fmt.Errorf("a consumer stopped: %w", err)
		case <-ctx.Done():
			return nil
		}
	})
	err := ended(door.Wait())
	stop()
	select {
	case last := <-consumed:
		return errors.Join(err, ended(last))
	case <-time.After(sealEndsWithin):
		h.logger.Warn("the last seal takes too long; the log has what it would have sealed")
	}
	return err
}

// handler puts the doors together: events, API, pages, and what operates it.
func (h *house) handler(ready *atomic.Bool, proxies []netip.Prefix) (http.Handler, error) {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), workspaceMetrics{h.engine})
	door, err := collect.New(collect.Options{Sources: sources{h.workspaces}, Log: logs{h}, Now: time.Now, Rules: h.rules, Registry: metrics, Version: version})
	if err != nil {
		return nil, err
	}

	mux := h.api()
	root := http.NewServeMux()
	door.Register(root)
	root.Handle("/l/{code}", h.follow())
	root.Handle("/api/", h.auth.Require(mux, "GET "+api.OpenAPIPath))
	root.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	root.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := h.db.Ping(r.Context()); err != nil || !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, "not ready")
			return
		}
		fmt.Fprintln(w, "ready")
	})
	root.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	root.Handle("/unsubscribe", h.mailing.Stop())
	root.Handle("GET /sdk.js", sdk.Handler())
	root.Handle("/", console.Handler())
	return api.Protect(root, h.logger, api.Limits{Proxies: proxies}), nil
}

// api registers every room's operations.
func (h *house) api() *http.ServeMux {
	mux, a := api.New("Kith", version)
	auth.Guard(a, h.workspaceOf) // first: it guards what is registered after it
	auth.Routes(a, h.auth)
	workspace.Routes(a, h.workspaces, access{h.auth})
	insight.Routes(a, h.find)
	quarantine.Routes(a, h.quarantine, time.Now, h.findQuarantine)
	link.Routes(a, h.links, h.findID, h.base)
	channel.Routes(a, h.channels, h.findID)
	table.Routes(a, h.tables, h.findTables)
	saved.Routes(a, h.saved, h.findID, h.usesOfInsight)
	dashboard.Routes(a, h.dashboardRoom())
	schedule.Routes(a, h.mailing)
	catalogue.Routes(a, h.catalogue, h.findCatalogue)
	plan.Routes(a, h.plans, time.Now, h.findPlan)
	live.Routes(a, h.live, h.findLive)
	source.Routes(a, h.sources, h.findSources)
	people.Routes(a, people.New(time.Now), h.findPeople)
	importer.Routes(a, h.desk, h.findImports)
	query.Routes(a, h.sqlRoom())
	privacy.Routes(a, h.privacy, h.findPrivacy)
	operations(a, h)
	local(mux, h)
	return mux
}

// announce tells commands on this machine where the server is and how to be let in.
func (h *house) announce(addr net.Addr) error {
	if err := h.local.Write(h.dir); err != nil {
		return err
	}
	h.reachedAt(addr)
	text, err := json.Marshal(running{Address: "http://" + reachable(addr), PID: os.Getpid()})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(h.dir, runningFile), text, 0o600)
}
