package catalogue

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/platform/bus"
	"kith/internal/platform/db/dbtest"
	"kith/internal/platform/workspace"
)

// noon is when the tests ask, in Shanghai.
var noon = time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)

// scene is a workspace as the program opens it, its consumer running, and a
// catalogue whose clock the test holds.
type scene struct {
	*testing.T
	now       time.Time
	catalogue *Catalogue
	w         *Workspace
}

func newScene(t *testing.T) *scene {
	d := dbtest.SQLite(t)
	s := &scene{T: t, now: noon}
	s.ok(d.Migrate(t.Context(), "identity", identity.Migrations))
	s.ok(d.Migrate(t.Context(), "quarantine", quarantine.Migrations))
	s.ok(d.Migrate(t.Context(), "catalogue", Migrations))
	dir := t.TempDir()
	log, err := bus.Open(t.Context(), bus.Options{Dir: filepath.Join(dir, "log"), Logger: slog.New(slog.DiscardHandler)})
	s.ok(err)
	engine, err := ingest.Open(t.Context(), ingest.Options{Dir: dir, DB: d, Bus: log, Quarantine: quarantine.New(d, quarantine.Options{})},
		[]workspace.Workspace{{ID: 1, Slug: "main", Zone: "Asia/Shanghai"}})
	s.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ran, engine.Close(), log.Close(context.Background())); err != nil {
			t.Error(err)
		}
	})
	space, err := engine.Workspace("main")
	s.ok(err)
	s.catalogue = Open(New(d, func() time.Time { return s.now }))
	s.w = &Workspace{ID: 1, Zone: "Asia/Shanghai", Space: space}
	return s
}

func (s *scene) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// come lets events come and be in answers.
func (s *scene) come(events ...kith.Event) {
	s.Helper()
	s.ok(s.w.Space.Append(s.Context(), &kith.Batch{Source: 1, Received: s.now.UnixMicro(), Events: events}))
	s.ok(s.w.Space.CatchUp(s.Context()))
}

var ids int

func event(name, user string, ago time.Duration, props ...kith.Property) kith.Event {
	ids++
	return kith.Event{MessageID: time.Duration(ids).String(), Name: name, UserID: user, Time: noon.Add(-ago).UnixMicro(), Props: props}
}

func text(name, value string) kith.Property {
	return kith.Property{Name: name, Value: kith.StringValue(value)}
}

func number(name string, value float64) kith.Property {
	return kith.Property{Name: name, Value: kith.NumberValue(value)}
}
