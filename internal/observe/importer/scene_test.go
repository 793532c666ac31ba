package importer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zeebo/xxh3"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

func textSource(name, s string) Source {
	return Source{Name: name, Size: int64(len(s)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(s))), nil }}
}

// shelf is a sink that keeps events and, if told so, fails.
type shelf struct {
	mu     sync.Mutex
	events map[string]kith.Event
	mids   map[uint64]bool
	got    int // events, doubles included
	fail   int // after so many appends; 0: never
}

var errShelf = errors.New("the shelf is full")

func newShelf() *shelf { return &shelf{events: map[string]kith.Event{}, mids: map[uint64]bool{}} }

func hashOf(source uint32, id string) uint64 { return xxh3.HashStringSeed(id, uint64(source)) }

func (s *shelf) Append(_ context.Context, b *kith.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail > 0 {
		if s.fail--; s.fail == 0 {
			return errShelf
		}
	}
	for _, e := range b.Events {
		s.got++
		s.events[e.MessageID] = e
		s.mids[hashOf(b.Source, e.MessageID)] = true
	}
	return nil
}

func (s *shelf) Has(_ context.Context, mids []uint64) ([]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]bool, len(mids))
	for i, mid := range mids {
		out[i] = s.mids[mid]
	}
	return out, nil
}

func (s *shelf) to() To { return To{Workspace: 1, Source: 7, Sink: s, MID: hashOf} }

// house is a data folder with one workspace, its consumers running.
type house struct {
	db *db.DB
	w  *ingest.Workspace
}

func newHouse(t *testing.T) *house {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d, err := db.Open(ctx, db.Options{Dir: dir})
	ok(err)
	ok(d.Migrate(ctx, "identity", identity.Migrations))
	ok(d.Migrate(ctx, "quarantine", quarantine.Migrations))
	ok(d.Migrate(ctx, "importer", Migrations))
	b, err := bus.Open(ctx, bus.Options{Dir: filepath.Join(dir, "log"), Logger: slog.New(slog.DiscardHandler)})
	ok(err)
	engine, err := ingest.Open(ctx, ingest.Options{Dir: dir, DB: d, Bus: b, Quarantine: quarantine.New(d, quarantine.Options{})},
		[]workspace.Workspace{{ID: 1, Slug: "main", Zone: "UTC"}})
	ok(err)
	running, stop := context.WithCancel(ctx)
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(running) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ran, engine.Close(), b.Close(ctx), d.Close()); err != nil {
			t.Error(err)
		}
	})
	w, err := engine.Workspace("main")
	ok(err)
	return &house{d, w}
}

func (h *house) to() To { return To{Workspace: 1, Source: 7, Sink: h.w, MID: ingest.MID} }

// ids looks up the first id of each kind.
func (h *house) ids(ctx context.Context, persons []uint32) ([]IDs, error) {
	all, err := h.w.IDsOf(ctx, persons)
	out := make([]IDs, len(all))
	for i, ids := range all {
		for _, id := range ids {
			if id.Kind == identity.User && out[i].User == "" {
				out[i].User = id.ID
			}
			if id.Kind == identity.Anonymous && out[i].Anonymous == "" {
				out[i].Anonymous = id.ID
			}
		}
	}
	return out, err
}

// dataFile finds a file of the shared data sets, or skips the test and says so.
func dataFile(t testing.TB, name string) string {
	t.Helper()
	dirs := []string{os.Getenv("KITH_DATA")}
	for dir, _ := os.Getwd(); dirs[0] == "" && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		dirs = append(dirs, filepath.Join(dir, "..", "shared", "data"))
	}
	for _, dir := range dirs {
		if dir != "" {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return filepath.Join(dir, name)
			}
		}
	}
	t.Skipf("NOT TESTED ON REAL DATA: there is no %s; set KITH_DATA to the folder of data sets", name)
	return ""
}

// noon is the now of tests.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// nowhere is a sink that forgets, for benchmarks.
type nowhere struct{}

func (nowhere) Append(context.Context, *kith.Batch) error { return nil }
func (nowhere) Has(_ context.Context, mids []uint64) ([]bool, error) {
	return make([]bool, len(mids)), nil
}
