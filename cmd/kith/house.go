package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/catalogue"
	"kith/internal/observe/identity"
	"kith/internal/observe/importer"
	"kith/internal/observe/ingest"
	"kith/internal/observe/link"
	"kith/internal/observe/live"
	"kith/internal/observe/plan"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/source"
	"kith/internal/platform/auth"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/dashboard/schedule"
	"kith/internal/understand/query"
	"kith/internal/understand/saved"
)

// house is a data folder, opened: everything that serving, importing and
// asking stand on.
type house struct {
	dir        string
	logger     *slog.Logger
	db         *db.DB
	bus        *bus.Bus
	workspaces *workspace.Store
	auth       *auth.Auth
	local      auth.LocalToken
	quarantine *quarantine.Store
	catalogue  *catalogue.Catalogue
	live       *live.Hub
	plans      *plan.Store
	sources    *source.Room
	desk       *importer.Desk
	saved      *saved.Store
	links      *link.Store
	dashboards *dashboard.Store
	mailing    *schedule.Room
	console    atomic.Pointer[string] // where the console is reached, for links in mails
	engine     *ingest.Engine
}

// open opens the data folder and loads what is in it; the workspace asked for
// is made when there is none of its name. Only one process has a folder open.
func (p *place) open(ctx context.Context, logger *slog.Logger) (h *house, err error) {
	memory, err := parseBytes(p.memory)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(p.data); err != nil && !p.makes {
		return nil, &kith.Error{Code: kith.NotFound, Field: "--data", Message: "there is no data folder " + p.data, Hint: "kith serve and kith import make one", Err: err}
	}
	if err := p.belongs(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	h = &house{dir: p.data, logger: logger, local: auth.NewLocal()}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close())
		}
	}()
	// The log's folder lock comes first: whoever has it has the data folder.
	if h.bus, err = bus.Open(ctx, bus.Options{Dir: filepath.Join(p.data, "log"), Logger: logger}); err != nil {
		return h, err
	}
	options := db.Options{Dir: p.data}
	if p.database != "" {
		options = db.Options{URL: p.database}
	}
	if h.db, err = db.Open(ctx, options); err != nil {
		return h, err
	}
	if h.workspaces, err = workspace.Open(ctx, h.db, time.Now); err != nil {
		return h, err
	}
	known := func(id uint32) bool { _, ok := h.workspaces.Workspace(id); return ok }
	if h.auth, err = auth.Open(ctx, h.db, auth.Options{Now: time.Now, Local: h.local, WorkspaceExists: known, Places: h.places, NameFirst: h.nameFirst, Version: version}); err != nil {
		return h, err
	}
	if err = h.db.Migrate(ctx, "identity", identity.Migrations); err != nil {
		return h, err
	}
	if err = h.db.Migrate(ctx, "quarantine", quarantine.Migrations); err != nil {
		return h, err
	}
	if err = h.db.Migrate(ctx, "importer", importer.Migrations); err != nil {
		return h, err
	}
	if err = h.db.Migrate(ctx, "catalogue", catalogue.Migrations); err != nil {
		return h, err
	}
	if err = h.db.Migrate(ctx, "plan", plan.Migrations); err != nil {
		return h, err
	}
	if h.plans, err = plan.Open(ctx, h.db, time.Now); err != nil {
		return h, err
	}
	h.catalogue = catalogue.Open(catalogue.New(h.db, time.Now))
	if err = h.db.Migrate(ctx, "query", query.Migrations); err != nil {
		return h, err
	}
	h.quarantine = quarantine.New(h.db, quarantine.Options{})
	h.live = live.New(h.quarantine, time.Now)
	h.sources = source.New(h.quarantine, time.Now)
	if h.desk, err = h.newDesk(p.maxUpload); err != nil {
		return h, err
	}
	if err = h.db.Migrate(ctx, "saved", saved.Migrations); err != nil {
		return h, err
	}
	h.saved = saved.New(h.db, time.Now)
	if err = h.db.Migrate(ctx, "link", link.Migrations); err != nil {
		return h, err
	}
	h.links = link.New(h.db, time.Now)
	if err = h.openDashboards(ctx, p); err != nil {
		return h, err
	}
	if err = h.ensureWorkspace(ctx, p.workspace, cmp.Or(p.zone, localZone()), p.makes); err != nil {
		return h, err
	}
	if err = h.adopt(ctx); err != nil {
		return h, err
	}
	h.engine, err = ingest.Open(ctx, ingest.Options{Dir: p.data, DB: h.db, Bus: h.bus, Quarantine: h.quarantine, Memory: memory, Logger: logger}, h.workspaces.List())
	return h, err
}

// ensureWorkspace makes the first workspace, and a source to send to. Beyond
// the first, only a command that was told to makes one: a typo must not.
func (h *house) ensureWorkspace(ctx context.Context, slug, zone string, make bool) error {
	if _, ok := h.workspaces.BySlug(slug); ok {
		return nil
	}
	if all := h.workspaces.List(); len(all) > 0 && !make {
		names := []string{}
		for _, w := range all {
			names = append(names, w.Slug)
		}
		return &kith.Error{Code: kith.NotFound, Field: "--workspace", Message: fmt.Sprintf("there is no workspace %q", slug), Hint: "there are: " + strings.Join(names, ", ")}
	}
	w, err := h.workspaces.Create(ctx, workspace.NewWorkspace{Slug: slug, Name: slug, Zone: zone})
	if err != nil {
		return err
	}
	if err := h.auth.Made(ctx, w.ID); err != nil {
		return err
	}
	s, err := h.workspaces.CreateSource(ctx, workspace.NewSource{Workspace: w.ID, Name: "web", Kind: "web"})
	if err != nil {
		return err
	}
	h.logger.Info("made a workspace", "workspace", slug, "zone", w.Zone, "source", s.Name, "write_key", s.WriteKey)
	return nil
}

// belongs refuses a folder with events but without the database that knows
// whose they are: another one, such as PostgreSQL, was meant.
func (p *place) belongs() error {
	_, events := os.Stat(filepath.Join(p.data, "workspaces"))
	_, known := os.Stat(filepath.Join(p.data, db.FileName))
	if p.database == "" && events == nil && known != nil {
		return &kith.Error{Code: kith.Conflict, Field: "--database", Message: fmt.Sprintf("%s has events but no %s", p.data, db.FileName), Hint: "name the database that this folder was served with: --database postgres://…"}
	}
	return nil
}

// localZone is the machine's IANA zone, by TZ or by what /etc/localtime links
// to; UTC when neither tells.
func localZone() string {
	if name := time.Local.String(); name != "Local" && name != "" {
		return name
	}
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(target, "zoneinfo/"); ok {
			if _, err := time.LoadLocation(name); err == nil {
				return name
			}
		}
	}
	return "UTC"
}

// source returns the workspace's first source of the kind, made when missing.
func (h *house) source(ctx context.Context, slug, kind string) (workspace.Source, error) {
	w, ok := h.workspaces.BySlug(slug)
	if !ok {
		return workspace.Source{}, &kith.Error{Code: kith.NotFound, Message: "There is no workspace " + slug}
	}
	for _, s := range h.workspaces.Sources(w.ID) {
		if s.Kind == kind {
			return s, nil
		}
	}
	return h.workspaces.CreateSource(ctx, workspace.NewSource{Workspace: w.ID, Name: kind, Kind: kind})
}

func (h *house) close() error {
	var errs []error
	if h.engine != nil {
		errs = append(errs, h.engine.Close())
	}
	if h.bus != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		errs = append(errs, h.bus.Close(ctx))
	}
	if h.db != nil {
		errs = append(errs, h.db.Close())
	}
	return errors.Join(errs...)
}

// during opens the house, runs its consumers while do works, and closes it.
func (p *place) during(ctx context.Context, do func(context.Context, *house) error) error {
	h, err := p.open(ctx, p.logger())
	if err != nil {
		return err
	}
	run, stop := context.WithCancel(ctx)
	defer stop()
	ran := make(chan error, 1)
	go func() { ran <- h.engine.Run(run) }()
	work, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan error, 1)
	go func() { done <- do(work, h) }()
	select {
	case err = <-done:
		stop()
		err = errors.Join(err, ended(<-ran))
	case err = <-ran: // a consumer failed: the work cannot go on
		cancel(err)
		<-done
		err = ended(err)
	}
	return errors.Join(err, h.close())
}

// ended is nil for an end that was asked for.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// parseBytes reads 512M, 4G and plain numbers; half of the machine's memory
// when empty.
func parseBytes(s string) (int64, error) {
	if s == "" {
		return machineMemory() / 2, nil
	}
	unit := int64(1)
	switch strings.ToUpper(s[len(s)-1:]) {
	case "K":
		unit = 1 << 10
	case "M":
		unit = 1 << 20
	case "G":
		unit = 1 << 30
	}
	text := s
	if unit > 1 {
		text = s[:len(s)-1]
	}
	n, err := strconv.ParseInt(text, 10, 40)
	if err != nil || n <= 0 {
		return 0, &kith.Error{Code: kith.Invalid, Field: "--memory", Message: fmt.Sprintf("%q is not an amount of memory", s), Hint: "use 512M, 4G or bytes"}
	}
	return n * unit, nil
}

// machineMemory reads Linux's own count; 8 GiB where there is none.
func machineMemory() int64 {
	text, err := os.ReadFile("/proc/meminfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "MemTotal:"); ok {
				if n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64); err == nil {
					return n << 10
				}
			}
		}
	}
	return 8 << 30
}
