package table

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
	"kith/internal/observe/timeline"
	"kith/internal/platform/bus"
	"kith/internal/platform/db"
	"kith/internal/platform/workspace"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// shop is a data folder with one workspace whose tables are written.
type shop struct {
	tb    testing.TB
	dir   string
	db    *db.DB
	now   time.Time
	store *Store
	bus   *bus.Bus
	e     *ingest.Engine
	w     *ingest.Workspace
	stop  context.CancelFunc
	ran   chan error
	// afterAppend, when set, fails a drain between log and database.
	afterAppend error
}

func newShop(tb testing.TB, d *db.DB) *shop {
	tb.Helper()
	s := &shop{tb: tb, dir: tb.TempDir(), db: d, now: noon}
	s.ok(d.Migrate(tb.Context(), "identity", identity.Migrations))
	s.ok(d.Migrate(tb.Context(), "quarantine", quarantine.Migrations))
	s.ok(d.Migrate(tb.Context(), "table", Migrations))
	s.open()
	tb.Cleanup(s.close)
	return s
}

func (s *shop) ok(err error) {
	s.tb.Helper()
	if err != nil {
		s.tb.Fatal(err)
	}
}

func (s *shop) open() {
	s.tb.Helper()
	var err error
	quiet := slog.New(slog.DiscardHandler)
	s.bus, err = bus.Open(context.Background(), bus.Options{Dir: filepath.Join(s.dir, "log"), Logger: quiet})
	s.ok(err)
	s.e, err = ingest.Open(context.Background(), ingest.Options{Dir: s.dir, DB: s.db, Bus: s.bus, Quarantine: quarantine.New(s.db, quarantine.Options{}), Logger: quiet}, []workspace.Workspace{{ID: 1, Slug: "main", Zone: "UTC"}})
	s.ok(err)
	s.w, err = s.e.Workspace("main")
	s.ok(err)
	s.store = New(s.db, func() time.Time { return s.now })
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.ran = stop, make(chan error, 1)
	go func() { s.ran <- s.e.Run(ctx) }()
}

func (s *shop) close() {
	s.stop()
	if err := <-s.ran; err != nil && !errors.Is(err, context.Canceled) {
		s.tb.Error(err)
	}
	if err := errors.Join(s.e.Close(), s.bus.Close(context.Background())); err != nil {
		s.tb.Error(err)
	}
}

// AppendEncoded lets a crash come right after the log has the events.
type crashing struct {
	*ingest.Workspace
	then error
}

func (c crashing) AppendEncoded(ctx context.Context, payload []byte) (uint64, error) {
	seq, err := c.Workspace.AppendEncoded(ctx, payload)
	return seq, errors.Join(err, c.then)
}

func (s *shop) drain() error {
	o := Outbox{Store: s.store, Logger: slog.New(slog.DiscardHandler), Open: func(context.Context, int64) (Space, uint32, error) {
		return crashing{s.w, s.afterAppend}, 9, nil
	}}
	return o.Drain(context.Background())
}

func (s *shop) put(t Table, quiet bool, rows ...map[string]any) []Outcome {
	s.tb.Helper()
	u := Upsert{Workspace: 1, Table: t, Quiet: quiet}
	for _, fields := range rows {
		r, err := t.Parse(fields, time.UTC, s.now)
		s.ok(err)
		u.Rows = append(u.Rows, r)
	}
	out, err := s.store.Upsert(context.Background(), u)
	s.ok(err)
	return out
}

// client sends an event as a client of the shop does.
func (s *shop) client(id, name, user string, props ...kith.Property) {
	s.tb.Helper()
	s.ok(s.w.Append(context.Background(), &kith.Batch{Source: 3, Received: s.now.UnixMicro(), Events: []kith.Event{{MessageID: id, Name: name, UserID: user, Time: s.now.UnixMicro(), Props: props}}}))
}

// timeline lists the events of a user, by name and order or subscription.
func (s *shop) timeline(user string) []string {
	s.tb.Helper()
	s.ok(s.w.CatchUp(context.Background()))
	person, ok := s.w.UserPerson(user)
	if !ok {
		return nil
	}
	snap, err := s.w.Snapshot(context.Background(), []string{"order_id", "subscription_id"})
	s.ok(err)
	defer snap.Close()
	var out []string
	s.ok(snap.One(context.Background(), person, func(v *timeline.View) {
		for i, code := range v.Codes {
			out = append(out, fmt.Sprintf("%s %s%s", snap.Names().Events.Name(uint32(code)), snap.Dict(0).Values()[v.Cols[0].At(i)].Text(), snap.Dict(1).Values()[v.Cols[1].At(i)].Text()))
		}
	}))
	return out
}
