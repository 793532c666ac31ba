package workspace_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
	"kith/internal/platform/workspace"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, d *db.DB) *workspace.Store {
	t.Helper()
	s, err := workspace.Open(t.Context(), d, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func refused(t *testing.T, err error, code kith.Code, field string) {
	t.Helper()
	var e *kith.Error
	if !errors.As(err, &e) || e.Code != code || e.Field != field || e.Hint == "" {
		t.Errorf("%v: want %s at %q with a hint", err, code, field)
	}
}

// TestStory follows a shop that signs up, sends from two sources and loses a key.
func TestStory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := open(t, d), t.Context()
		shop := must(s.Create(ctx, workspace.NewWorkspace{Slug: "tea-shop", Name: " 茶馆 ", Zone: "Asia/Shanghai"}))(t)
		if want := (workspace.Workspace{ID: 1, Slug: "tea-shop", Name: "茶馆", Zone: "Asia/Shanghai", Currency: "CNY", Language: "zh-CN", Created: noon}); shop != want {
			t.Fatalf("%+v", shop)
		}
		site := must(s.CreateSource(ctx, workspace.NewSource{Workspace: shop.ID, Name: "Site", Kind: "web"}))(t)
		if got, ok := s.Lookup(site.WriteKey); !ok || got != site || !got.Enabled() || !strings.HasPrefix(site.WriteKey, "wk_") || len(site.WriteKey) < 29 {
			t.Fatalf("%+v, %v", got, ok)
		}
		rotated := must(s.RotateKey(ctx, site.ID, 0))(t)
		if _, ok := s.Lookup(site.WriteKey); ok {
			t.Error("the old key still works")
		}
		if got, ok := s.Lookup(rotated.WriteKey); !ok || got != rotated {
			t.Error("the new key does not work")
		}
		off := must(s.DisableSource(ctx, site.ID))(t)
		if got, _ := s.Lookup(rotated.WriteKey); got.Enabled() || !off.DisabledAt.Equal(noon) {
			t.Errorf("%+v is not disabled", got)
		}
		must(s.EnableSource(ctx, site.ID))(t)
		must(s.RenameSource(ctx, site.ID, "Web"))(t)
		must(s.CreateSource(ctx, workspace.NewSource{Workspace: shop.ID, Name: "Site", Kind: "server"}))(t)
		zone, code, language := "Europe/Berlin", "EUR", "en"
		must(s.Update(ctx, shop.ID, workspace.Change{Zone: &zone, Currency: &code, Language: &language}))(t)

		again := open(t, d)
		if w, ok := again.BySlug("tea-shop"); !ok || w.Zone != zone || w.Currency != code || w.Language != language || w.Name != "茶馆" {
			t.Errorf("after a restart: %+v", w)
		}
		if list := again.Sources(shop.ID); len(list) != 2 || list[0].Name != "Web" || !list[0].Enabled() {
			t.Errorf("after a restart: %+v", list)
		}
	})
}

func TestRefusals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := open(t, d), t.Context()
		good := workspace.NewWorkspace{Slug: "a", Name: "A", Zone: "UTC"}
		must(s.Create(ctx, good))(t)
		_, err := s.Create(ctx, good)
		refused(t, err, kith.Conflict, "slug")
		for _, slug := range []string{"", "A", "a b", "-a", "a-", "茶", "e", "track", "api", strings.Repeat("a", 41)} {
			_, err := s.Create(ctx, workspace.NewWorkspace{Slug: slug, Name: "A", Zone: "UTC"})
			refused(t, err, kith.Invalid, "slug")
		}
		for _, zone := range []string{"", "Local", "CST", "Asia/Beijing2", "../etc/passwd", "Shanghai"} {
			_, err := s.Create(ctx, workspace.NewWorkspace{Slug: "b", Name: "B", Zone: zone})
			refused(t, err, kith.Invalid, "zone")
		}
		for _, name := range []string{"", "  ", "a\x00b", strings.Repeat("茶", 81)} {
			_, err := s.Create(ctx, workspace.NewWorkspace{Slug: "b", Name: name, Zone: "UTC"})
			refused(t, err, kith.Invalid, "name")
		}
		for _, code := range []string{"cny", "RMB", "CN", "XYZ1"} {
			_, err := s.Create(ctx, workspace.NewWorkspace{Slug: "b", Name: "B", Zone: "UTC", Currency: code})
			refused(t, err, kith.Invalid, "currency")
		}
		_, err = s.Create(ctx, workspace.NewWorkspace{Slug: "b", Name: "B", Zone: "UTC", Language: "de"})
		refused(t, err, kith.Invalid, "language")
		_, err = s.CreateSource(ctx, workspace.NewSource{Workspace: 9, Name: "x", Kind: "web"})
		refused(t, err, kith.NotFound, "")
		_, err = s.CreateSource(ctx, workspace.NewSource{Workspace: 1, Name: "x", Kind: "toaster"})
		refused(t, err, kith.Invalid, "kind")
		must(s.CreateSource(ctx, workspace.NewSource{Workspace: 1, Name: "x", Kind: "web"}))(t)
		_, err = s.CreateSource(ctx, workspace.NewSource{Workspace: 1, Name: "x", Kind: "web"})
		refused(t, err, kith.Conflict, "name")
		y := must(s.CreateSource(ctx, workspace.NewSource{Workspace: 1, Name: "y", Kind: "web"}))(t)
		_, err = s.RenameSource(ctx, y.ID, "x")
		refused(t, err, kith.Conflict, "name")
		_, err = s.RotateKey(ctx, 99, 0)
		refused(t, err, kith.NotFound, "")
		_, err = s.Update(ctx, 99, workspace.Change{})
		refused(t, err, kith.NotFound, "")
	})
}

func TestChangesOfAnotherProcessAreSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		here, there, ctx := open(t, d), open(t, d), t.Context()
		must(here.Create(ctx, workspace.NewWorkspace{Slug: "a", Name: "A", Zone: "UTC"}))(t)
		if len(there.List()) != 0 {
			t.Fatal("seen without looking")
		}
		if err := there.Refresh(ctx); err != nil || len(there.List()) != 1 {
			t.Errorf("%v, %v", there.List(), err)
		}
	})
}

func TestRolledBackChangeIsNotSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, stop := open(t, d), errors.New("stop")
		err := d.InTx(t.Context(), func(ctx context.Context) error {
			if _, err := s.Create(ctx, workspace.NewWorkspace{Slug: "a", Name: "A", Zone: "UTC"}); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) || len(s.List()) != 0 {
			t.Errorf("%v, %v", err, s.List())
		}
	})
}

func TestRunEndsWithItsContext(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- s.Run(ctx) }()
		synctest.Wait()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	s, err := workspace.Open(b.Context(), dbtest.SQLite(b), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	w, err := s.Create(b.Context(), workspace.NewWorkspace{Slug: "a", Name: "A", Zone: "UTC"})
	if err != nil {
		b.Fatal(err)
	}
	src, err := s.CreateSource(b.Context(), workspace.NewSource{Workspace: w.ID, Name: "x", Kind: "web"})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, ok := s.Lookup(src.WriteKey); !ok {
				b.Error("lost")
			}
		}
	})
}

func TestAnOldKeyWorksForTheGrace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := noon
		s := must(workspace.Open(t.Context(), d, func() time.Time { return now }))(t)
		shop := must(s.Create(t.Context(), workspace.NewWorkspace{Slug: "tea", Name: "Tea", Zone: "UTC"}))(t)
		first := must(s.CreateSource(t.Context(), workspace.NewSource{Workspace: shop.ID, Name: "Site", Kind: "web"}))(t)
		second := must(s.RotateKey(t.Context(), first.ID, 24*time.Hour))(t)
		works := func(key string) bool { _, ok := s.Lookup(key); return ok }
		if !works(first.WriteKey) || !works(second.WriteKey) || !second.PreviousUntil.Equal(noon.Add(24*time.Hour)) {
			t.Errorf("%+v", second)
		}
		now = noon.Add(24 * time.Hour)
		if works(first.WriteKey) || !works(second.WriteKey) {
			t.Error("the old key works beyond its grace, or the new one does not")
		}
		now = noon
		third := must(s.RotateKey(t.Context(), first.ID, 0))(t)
		if works(first.WriteKey) || works(second.WriteKey) || !works(third.WriteKey) || !third.PreviousUntil.IsZero() {
			t.Error("older keys work after a rotation without grace")
		}
	})
}
