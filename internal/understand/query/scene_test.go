package query_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/platform/auth"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
	"kith/internal/understand/query"
	"kith/internal/understand/query/sandbox"
)

func TestMain(m *testing.M) {
	if sandbox.IsChild() {
		sandbox.Work()
	}
	os.Exit(m.Run())
}

// noon is when the tests' events happen, in Shanghai at eight in the evening.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// scene is a workspace that consumes its log.
type scene struct {
	t     *testing.T
	db    *db.DB
	w     *ingest.Workspace
	space *query.Space
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t}
	dir, ctx := t.TempDir(), context.Background()
	log := slog.New(slog.DiscardHandler)
	b, err := bus.Open(ctx, bus.Options{Dir: filepath.Join(dir, "log"), Logger: log})
	s.ok(err)
	s.db, err = db.Open(ctx, db.Options{Dir: dir})
	s.ok(err)
	s.ok(s.db.Migrate(ctx, "identity", identity.Migrations))
	s.ok(s.db.Migrate(ctx, "quarantine", quarantine.Migrations))
	s.ok(s.db.Migrate(ctx, "query", query.Migrations))
	engine, err := ingest.Open(ctx, ingest.Options{Dir: dir, DB: s.db, Bus: b, Quarantine: quarantine.New(s.db, quarantine.Options{}), Logger: log},
		[]workspace.Workspace{{ID: 1, Slug: "main", Zone: "Asia/Shanghai"}})
	s.ok(err)
	s.w, err = engine.Workspace("main")
	s.ok(err)
	run, stop := context.WithCancel(ctx)
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(run) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ran, engine.Close(), b.Close(ctx), s.db.Close()); err != nil {
			t.Error(err)
		}
	})
	s.space = &query.Space{ID: 1, Zone: "Asia/Shanghai", Sources: map[uint32]string{7: "web"}, Table: s.w.Table, CatchUp: s.w.CatchUp}
	return s
}

func (s *scene) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// event happens some minutes after noon.
func event(id, name, user, anonymous string, minutes int, props ...kith.Property) kith.Event {
	return kith.Event{MessageID: id, Name: name, UserID: user, AnonymousID: anonymous, Time: noon.Add(time.Duration(minutes) * time.Minute).UnixMicro(), Props: props}
}

func prop(name string, v any) kith.Property {
	switch v := v.(type) {
	case int:
		return kith.Property{Name: name, Value: kith.NumberValue(float64(v))}
	case bool:
		return kith.Property{Name: name, Value: kith.BoolValue(v)}
	case []byte:
		return kith.Property{Name: name, Value: kith.JSONValue(string(v))}
	}
	return kith.Property{Name: name, Value: kith.StringValue(fmt.Sprint(v))}
}

func (s *scene) send(events ...kith.Event) {
	s.t.Helper()
	s.ok(s.w.Append(s.t.Context(), &kith.Batch{Source: 7, Received: noon.Add(time.Hour).UnixMicro(), Events: events}))
}

func (s *scene) seal() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	s.ok(s.w.Seal(ctx))
}

func desk(l query.Limits) *query.Desk {
	return query.NewDesk(l, func() time.Time { return noon.Add(2 * time.Hour) })
}

// caller is somebody to run statements for.
func caller(ctx context.Context, operator uint32) context.Context {
	return auth.With(ctx, auth.Caller{Kind: auth.ByOperator, Operator: operator, Roles: map[uint32]auth.Role{1: auth.Analyst}})
}
