package source

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
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/bus"
	"kith/internal/platform/db/dbtest"
	"kith/internal/platform/workspace"
)

// noon is a quarter past the hour in a zone that is off by three quarters.
var noon = time.Date(2026, 3, 10, 12, 30, 30, 0, time.UTC)

func TestHowSourcesDo(t *testing.T) {
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d := dbtest.SQLite(t)
	ok(d.Migrate(t.Context(), "identity", identity.Migrations))
	ok(d.Migrate(t.Context(), "quarantine", quarantine.Migrations))
	dir := t.TempDir()
	log, err := bus.Open(t.Context(), bus.Options{Dir: filepath.Join(dir, "log"), Logger: slog.New(slog.DiscardHandler)})
	ok(err)
	kept := quarantine.New(d, quarantine.Options{})
	engine, err := ingest.Open(t.Context(), ingest.Options{Dir: dir, DB: d, Bus: log, Quarantine: kept}, []workspace.Workspace{{ID: 1, Slug: "main", Zone: "Asia/Kathmandu"}})
	ok(err)
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
	ok(err)
	n := 0
	come := func(source uint32, ago time.Duration, rejected int, events ...kith.Event) {
		for i := range events {
			n++
			events[i].MessageID, events[i].Time = fmt.Sprint(n), noon.Add(-ago).UnixMicro()
		}
		b := &kith.Batch{Source: source, Received: noon.Add(-ago).UnixMicro(), Events: events}
		for range rejected {
			b.Rejected = append(b.Rejected, kith.Rejected{Reason: "no_identity", Raw: []byte(`{}`)})
		}
		ok(space.Append(t.Context(), b))
	}
	lib := []kith.Property{{Name: "$lib", Value: kith.StringValue("analytics.js")}, {Name: "$lib_version", Value: kith.StringValue("1.84.3")}}
	come(1, 30*24*time.Hour, 0, kith.Event{Name: "bought", UserID: "ada", Props: lib})
	come(1, 19*time.Hour, 0, kith.Event{Name: "bought", UserID: "ada"}) // 17:30 UTC is 23:15 of the day before there
	come(1, 18*time.Hour, 0, kith.Event{Name: "bought", UserID: "ada"}) // and this is 0:15 of today
	come(1, 3*time.Minute, 2, kith.Event{Name: "looked", UserID: "ada"}, kith.Event{Name: "looked", AnonymousID: "phone", Props: []kith.Property{{Name: "$pathname", Value: kith.StringValue("/tea")}}})
	come(2, 0, 0, kith.Event{Name: "looked", AnonymousID: "tablet"})
	ok(space.CatchUp(t.Context()))

	room := New(kept, func() time.Time { return noon })
	w := &Workspace{ID: 1, Zone: "Asia/Kathmandu", Space: space,
		Sources: []workspace.Source{{ID: 1, Workspace: 1, Name: "Site"}, {ID: 2, Workspace: 1, Name: "App"}, {ID: 3, Workspace: 1, Name: "New"}},
		Tally: func(ctx context.Context) (*record.Tally, error) {
			c, err := space.Tally(ctx, nil)
			if err != nil {
				return nil, err
			}
			return c.Tally, nil
		},
		Titles: func(context.Context) (map[string]string, error) { return map[string]string{"bought": "下单"}, nil },
	}
	check := func() {
		t.Helper()
		rows, _, err := room.Rows(t.Context(), w)
		ok(err)
		site, app, fresh := rows[0], rows[1], rows[2]
		if site.Total != 5 || site.Today != 3 || site.Week != 4 || site.Days[5] != 1 || !site.First.Equal(noon.Add(-30*24*time.Hour)) || !site.Last.Equal(noon.Add(-3*time.Minute)) {
			t.Errorf("%+v", site)
		}
		if site.Minutes[56] != 2 || site.PerMinute != 0.4 || site.Rejected != 2 || site.RejectedShare != 2.0/6 {
			t.Errorf("%+v", site)
		}
		if len(site.Libraries) != 1 || site.Libraries[0].Name != "analytics.js" || site.Libraries[0].Version != "1.84.3" {
			t.Errorf("%+v", site.Libraries)
		}
		if app.Minutes[59] != 1 || app.PerMinute != 0 || app.RejectedShare != 0 || fresh.Total != 0 || !fresh.First.IsZero() {
			t.Errorf("%+v %+v", app, fresh)
		}
		detail, err := room.Detail(t.Context(), w, 1)
		ok(err)
		if len(detail.Events) != 2 || detail.Events[0].Title != "下单" || detail.Events[0].Sent != 3 || detail.RejectedMinutes[56] != 2 {
			t.Errorf("%+v", detail)
		}
		if detail.Latest == nil || detail.Latest.Page != "/tea" || detail.Latest.UserID != "" || detail.Known == nil || detail.Known.UserID != "ada" {
			t.Errorf("%+v %+v", detail.Latest, detail.Known)
		}
		if detail, err := room.Detail(t.Context(), w, 3); err != nil || detail.Latest != nil || len(detail.Events) != 0 {
			t.Errorf("%+v %v", detail, err)
		}
		if _, err := room.Detail(t.Context(), w, 9); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("%v", err)
		}
	}
	ok(space.Seal(t.Context()))
	check()
	room.known = map[uint32]*figures{}
	check()
}
