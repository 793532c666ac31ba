package people

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

// noon is a Monday's.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// scene is a workspace as the program runs it, and the room that looks at it.
type scene struct {
	testing.TB
	w     *ingest.Workspace
	room  *Room
	space *Space
	now   time.Time
	sent  int
}

func newScene(tb testing.TB, o ingest.Options) *scene {
	s := &scene{TB: tb, now: noon}
	ctx, dir := context.Background(), tb.TempDir()
	b, err := bus.Open(ctx, bus.Options{Dir: filepath.Join(dir, "log"), Logger: slog.New(slog.DiscardHandler)})
	s.ok(err)
	d, err := db.Open(ctx, db.Options{Dir: dir})
	s.ok(err)
	s.ok(d.Migrate(ctx, "identity", identity.Migrations))
	s.ok(d.Migrate(ctx, "quarantine", quarantine.Migrations))
	o.Dir, o.DB, o.Bus, o.Quarantine = dir, d, b, quarantine.New(d, quarantine.Options{})
	engine, err := ingest.Open(ctx, o, []workspace.Workspace{{ID: 1, Slug: "main", Zone: "Asia/Shanghai"}})
	s.ok(err)
	s.w, err = engine.Workspace("main")
	s.ok(err)
	running, stop := context.WithCancel(ctx)
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(running) }()
	tb.Cleanup(func() {
		stop()
		if err := errors.Join(<-ran, engine.Close(), b.Close(ctx), d.Close()); err != nil && !errors.Is(err, context.Canceled) {
			tb.Error(err)
		}
	})
	s.room = New(func() time.Time { return s.now })
	s.space = &Space{ID: 1, Zone: "Asia/Shanghai", Histories: s.w}
	return s
}

func (s *scene) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// event is at so long after noon; props are names and values in turn.
func (s *scene) event(name, user, device string, after time.Duration, props ...any) kith.Event {
	s.sent++
	e := kith.Event{MessageID: fmt.Sprint("m", s.sent), Name: name, UserID: user, AnonymousID: device, Time: noon.Add(after).UnixMicro()}
	for i := 0; i < len(props); i += 2 {
		v, is := props[i+1].(kith.Value)
		if !is {
			if n, is := props[i+1].(int); is {
				v = kith.NumberValue(float64(n))
			} else {
				v = valueOf(props[i+1])
			}
		}
		e.Props = append(e.Props, kith.Property{Name: props[i].(string), Value: v})
	}
	return e
}

// send takes events all the way: the next question knows them.
func (s *scene) send(events ...kith.Event) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
	defer cancel()
	s.ok(s.w.Append(ctx, &kith.Batch{Source: 1, Received: noon.UnixMicro() + int64(s.sent), Events: events}))
	s.ok(s.w.CatchUp(ctx))
}

func (s *scene) seal() {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
	defer cancel()
	s.ok(s.w.Seal(ctx))
}

// person is whom a user id or a device stands for.
func (s *scene) person(id string) uint32 {
	s.Helper()
	found := uint32(0)
	s.w.EachID(func(_ identity.Kind, text string, person uint32) bool {
		if text == id {
			found = s.w.Overrides().Canonical(person)
		}
		return found == 0
	})
	if found == 0 {
		s.Fatalf("nobody has the id %q", id)
	}
	return found
}

func (s *scene) search(q SearchRequest) *PersonsFound {
	s.Helper()
	out, err := s.room.Search(s.Context(), s.space, &q)
	s.ok(err)
	return out
}
