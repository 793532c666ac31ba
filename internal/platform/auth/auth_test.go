package auth_test

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

const password = auth.Secret("correct horse battery")

// clock is a time that the test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) forward(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

func open(t *testing.T, d *db.DB) (*auth.Auth, *clock, auth.LocalToken) {
	t.Helper()
	c, local := &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}, auth.NewLocal()
	a, err := auth.Open(t.Context(), d, auth.Options{Now: c.now, Local: local, WorkspaceExists: func(id uint32) bool { return id <= 2 },
		Places: func() []auth.Place { return []auth.Place{{ID: 1, Slug: "tea"}, {ID: 2, Slug: "books"}} }, Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	return a, c, local
}

func withOperator(t *testing.T, a *auth.Auth) auth.Operator {
	t.Helper()
	o, err := a.EnsureOperator(t.Context(), " Ops@Example.com", password, "Ops")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Adopt(t.Context(), []uint32{1, 2}); err != nil {
		t.Fatal(err)
	}
	return o
}

func credentials(email string, p auth.Secret) auth.Credentials {
	return auth.Credentials{Email: email, Password: p, Browser: auth.Browser{Address: netip.MustParseAddr("192.0.2.1"), Remember: true}}
}

func TestOperators(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, c, _ := open(t, d)
		o := withOperator(t, a)
		if want := (auth.Operator{ID: 1, Email: "ops@example.com", Name: "Ops", Created: c.now(), Theme: "system"}); o != want {
			t.Fatalf("%+v", o)
		}
		again, err := a.EnsureOperator(t.Context(), "OPS@example.com", "another password", "Other")
		if err != nil || again != o {
			t.Errorf("a second time: %+v, %v", again, err)
		}
		if _, err := a.SignIn(t.Context(), credentials("ops@example.com", password)); err != nil {
			t.Errorf("the first password stays: %v", err)
		}
		for _, bad := range []struct{ email, password, field string }{
			{"nobody", "long enough password", "email"}, {"Ops <x@example.com>", "long enough password", "email"}, {"x@example.com", "short", "password"},
		} {
			_, err := a.EnsureOperator(t.Context(), bad.email, auth.Secret(bad.password), "")
			var e *kith.Error
			if !errors.As(err, &e) || e.Code != kith.Invalid || e.Field != bad.field || e.Hint == "" {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		if list, err := a.Operators(t.Context()); err != nil || len(list) != 1 || list[0] != o {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func TestSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, c, _ := open(t, d)
		withOperator(t, a)
		_, wrong := a.SignIn(t.Context(), credentials("ops@example.com", "wrong"))
		_, unknown := a.SignIn(t.Context(), credentials("who@example.com", "wrong"))
		if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() || kith.CodeOf(wrong) != kith.Unauthorized {
			t.Errorf("the answers tell who exists: %v, %v", wrong, unknown)
		}
		s, err := a.SignIn(t.Context(), credentials(" OPS@example.com ", password))
		if err != nil || s.Expires.Sub(c.now()) != 30*24*time.Hour {
			t.Fatalf("%v, until %s", err, s.Expires)
		}
		var stored string
		if err := d.NewRaw("SELECT token_hash FROM operator_sessions").Scan(t.Context(), &stored); err != nil || stored == s.Token.Reveal() || len(stored) != 64 {
			t.Errorf("stored %q, %v", stored, err)
		}
		if err := a.SetPassword(t.Context(), "ops@example.com", "a new password, longer"); err != nil {
			t.Fatal(err)
		}
		if n, _ := d.NewSelect().Table("operator_sessions").Count(t.Context()); n != 0 {
			t.Error("a new password leaves sessions open")
		}
		if _, err := a.SignIn(t.Context(), credentials("ops@example.com", password)); kith.CodeOf(err) != kith.Unauthorized {
			t.Errorf("the old password: %v", err)
		}
		if err := a.SetPassword(t.Context(), "who@example.com", password); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("%v", err)
		}
	})
}

func TestGuessingIsHeldBack(t *testing.T) {
	a, c, _ := open(t, dbtest.SQLite(t))
	withOperator(t, a)
	var err error
	tries := 0
	for ; tries < 50 && kith.CodeOf(err) != kith.TooMany; tries++ {
		_, err = a.SignIn(t.Context(), credentials("ops@example.com", "wrong"))
	}
	var later *api.Later
	if tries != 11 || !errors.As(err, &later) || later.After != 30*time.Second {
		t.Fatalf("%d tries, %v", tries, err)
	}
	other := credentials("ops@example.com", password)
	other.Address = netip.MustParseAddr("198.51.100.7")
	if _, err := a.SignIn(t.Context(), other); kith.CodeOf(err) != kith.TooMany {
		t.Errorf("from another address: %v", err)
	}
	c.forward(30 * time.Second)
	if _, err := a.SignIn(t.Context(), other); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if _, err := a.SignIn(t.Context(), other); err != nil {
		t.Errorf("success gives the attempts back: %v", err)
	}
}

func TestTokens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, _, _ := open(t, d)
		ctx := t.Context()
		tok, secret, err := a.CreateToken(ctx, auth.NewToken{Workspace: 2, Name: " nightly export ", Operator: 1})
		if err != nil || tok.Name != "nightly export" || tok.Role != auth.Analyst || !strings.HasPrefix(secret.Reveal(), "kt_") || !strings.HasSuffix(secret.Reveal(), tok.Ending) {
			t.Fatalf("%+v, %v", tok, err)
		}
		if _, _, err := a.CreateToken(ctx, auth.NewToken{Workspace: 9, Name: "x"}); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("%v", err)
		}
		if _, _, err := a.CreateToken(ctx, auth.NewToken{Workspace: 1, Name: " "}); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("%v", err)
		}
		if list, err := a.Tokens(ctx, 2); err != nil || len(list) != 1 || list[0] != tok {
			t.Errorf("%+v, %v", list, err)
		}
		if err := a.RevokeToken(ctx, 1, tok.ID); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("revoked through another workspace: %v", err)
		}
		if err := a.RevokeToken(ctx, 2, tok.ID); err != nil {
			t.Error(err)
		}
		if list, _ := a.Tokens(ctx, 2); len(list) != 0 {
			t.Errorf("%+v", list)
		}
	})
}

func TestLocalToken(t *testing.T) {
	dir := t.TempDir()
	if _, err := auth.ReadLocal(dir); kith.CodeOf(err) != kith.Unavailable {
		t.Errorf("without a server: %v", err)
	}
	for range 2 { // a second run replaces the first one's
		if err := auth.NewLocal().Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	secret, err := auth.ReadLocal(dir)
	if err != nil || !strings.HasPrefix(secret.Reveal(), "kl_") {
		t.Errorf("%v", err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 1 {
		t.Fatalf("%v", files)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestMay(t *testing.T) {
	bound := auth.Caller{Kind: auth.ByToken, Workspace: 2}
	for _, c := range []struct {
		caller    auth.Caller
		workspace uint32
		want      kith.Code
	}{
		{auth.Caller{}, 1, kith.Unauthorized}, {auth.Caller{Kind: auth.ByOperator}, 1, kith.Forbidden}, {auth.Caller{Kind: auth.ByOperator, Roles: map[uint32]auth.Role{1: auth.Viewer}}, 1, ""}, {auth.Caller{Kind: auth.ByLocal}, 0, ""},
		{bound, 2, ""}, {bound, 1, kith.Forbidden}, {bound, 0, kith.Forbidden},
	} {
		err := auth.May(auth.With(context.Background(), c.caller), c.workspace)
		if (err == nil) != (c.want == "") || err != nil && kith.CodeOf(err) != c.want {
			t.Errorf("%+v in %d: %v", c.caller, c.workspace, err)
		}
	}
}
