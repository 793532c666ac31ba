package ingest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

// noon is when the tests' events happen, give or take some days.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// scene is a data folder with one workspace, opened as the program opens it.
type scene struct {
	tb         testing.TB
	dir        string
	options    Options // Dir, DB, Bus and Quarantine are filled in by open
	db         *db.DB
	bus        *bus.Bus
	quarantine *quarantine.Store
	engine     *Engine
	w          *Workspace

	stop context.CancelFunc // of the consumers, when they run
	ran  chan error
}

func newScene(tb testing.TB, o Options) *scene {
	s := &scene{tb: tb, dir: tb.TempDir(), options: o}
	s.open()
	tb.Cleanup(s.close)
	return s
}

func (s *scene) ok(err error) {
	s.tb.Helper()
	if err != nil {
		s.tb.Fatal(err)
	}
}

func (s *scene) open() {
	s.tb.Helper()
	s.ok(s.tryOpen(context.Background()))
}

func (s *scene) tryOpen(ctx context.Context) (err error) {
	if s.bus, err = bus.Open(ctx, bus.Options{Dir: filepath.Join(s.dir, "log"), Logger: slog.New(slog.DiscardHandler)}); err != nil {
		return err
	}
	if s.db, err = db.Open(ctx, db.Options{Dir: s.dir}); err != nil {
		return err
	}
	if err = s.db.Migrate(ctx, "identity", identity.Migrations); err != nil {
		return err
	}
	if err = s.db.Migrate(ctx, "quarantine", quarantine.Migrations); err != nil {
		return err
	}
	s.quarantine = quarantine.New(s.db, quarantine.Options{})
	o := s.options
	o.Dir, o.DB, o.Bus, o.Quarantine = s.dir, s.db, s.bus, s.quarantine
	if s.engine, err = Open(ctx, o, []workspace.Workspace{{ID: 1, Slug: "main", Zone: "UTC"}}); err != nil {
		return err
	}
	s.w, err = s.engine.Workspace("main")
	return err
}

// run starts the consumers.
func (s *scene) run() {
	var ctx context.Context
	ctx, s.stop = context.WithCancel(context.Background())
	s.ran = make(chan error, 1)
	go func(engine *Engine) { s.ran <- engine.Run(ctx) }(s.engine)
}

// close stops the consumers, when they run, and closes everything. A scene
// whose consumers do not run is left as a crash would leave it: unsealed.
func (s *scene) close() {
	s.tb.Helper()
	var errs []error
	if s.stop != nil {
		s.stop()
		errs = append(errs, <-s.ran)
		s.stop = nil
	}
	if s.engine != nil {
		errs = append(errs, s.engine.Close())
	}
	if s.bus != nil {
		errs = append(errs, s.bus.Close(context.Background()))
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	s.engine, s.bus, s.db = nil, nil, nil
	if err := errors.Join(errs...); err != nil {
		s.tb.Errorf("close: %v", err)
	}
}

func (s *scene) restart() {
	s.tb.Helper()
	s.close()
	s.open()
	s.run()
}

func (s *scene) append(batches ...*kith.Batch) {
	s.tb.Helper()
	for _, b := range batches {
		s.ok(s.w.Append(s.tb.Context(), b))
	}
}

func (s *scene) catchUp() {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(s.tb.Context(), time.Minute)
	defer cancel()
	s.ok(s.w.CatchUp(ctx))
}

func (s *scene) seal() {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(s.tb.Context(), time.Minute)
	defer cancel()
	s.ok(s.w.Seal(ctx))
}

func (s *scene) status() Status {
	s.tb.Helper()
	status, err := s.w.Status(s.tb.Context())
	s.ok(err)
	return status
}

// rows reads every row there is, of the record and the tail, by ordinal.
func (s *scene) rows() map[uint64]*timeline.Row {
	s.tb.Helper()
	most := s.w.applied.Load().seq
	var persons []uint32
	for p := range uint32(s.w.identity.Len() + 100) {
		persons = append(persons, p+1)
	}
	rows, err := s.w.record.Rows(s.tb.Context(), record.Page{Persons: persons, MaxSeq: most, Tail: s.w.tail.rows(), Limit: int(most) + 10})
	s.ok(err)
	out := make(map[uint64]*timeline.Row, len(rows))
	for _, r := range rows {
		if out[r.Seq] != nil {
			s.tb.Fatalf("row %d is there twice", r.Seq)
		}
		out[r.Seq] = r
	}
	if uint64(len(out))+s.w.record.Hidden() != most {
		s.tb.Fatalf("%d rows can be read, %d are said to be there", len(out), most)
	}
	return out
}

// rejected lists the quarantine, all of it.
func (s *scene) rejected() (all []quarantine.Entry) {
	s.tb.Helper()
	query := quarantine.Query{Workspace: 1, Limit: 200}
	for {
		page, next, err := s.quarantine.List(s.tb.Context(), query)
		s.ok(err)
		all = append(all, page...)
		if next == nil {
			return all
		}
		query.Before = next
	}
}

// canonical is the person that an id stands for now.
func (s *scene) canonical(kind identity.Kind, id string) uint32 {
	s.tb.Helper()
	raw, ok := s.w.identity.Find(kind, id)
	if !ok {
		s.tb.Fatalf("there is no %s %q", kind, id)
	}
	return s.w.overrides.View().Canonical(raw)
}

func damage(tb testing.TB, path string) {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	data[len(data)/2] ^= 0xff
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
}
