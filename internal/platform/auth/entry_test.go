package auth_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

// emptySite is a server that nobody has set up.
func emptySite(t *testing.T, d *db.DB, named func(auth.Naming) error) site {
	t.Helper()
	c := &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	a, err := auth.Open(t.Context(), d, auth.Options{Now: c.now, WorkspaceExists: func(uint32) bool { return true },
		Places:    func() []auth.Place { return []auth.Place{{ID: 1, Slug: "main"}} },
		NameFirst: func(_ context.Context, n auth.Naming) (uint32, error) { return 1, named(n) }})
	if err != nil {
		t.Fatal(err)
	}
	mux, h := api.New("Test", "1")
	auth.Guard(h, func(huma.Context) (uint32, error) { return 1, nil })
	auth.Routes(h, a)
	s := httptest.NewServer(api.Protect(a.Require(mux), slog.New(slog.DiscardHandler), api.Limits{}))
	t.Cleanup(s.Close)
	return site{Server: s, auth: a, clock: c}
}

func setup(code, email string) string {
	return fmt.Sprintf(`{"code":%q,"email":%q,"password":"a long password","name":"Xu","language":"zh-CN","workspace":{"name":"茶馆","zone":"Asia/Shanghai","currency":"CNY","language":"zh-CN"}}`, code, email)
}

func TestSetUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var got auth.Naming
		s := emptySite(t, d, func(n auth.Naming) error { got = n; return nil })
		post := func(code string) (*http.Response, string) {
			return s.do(t, request{method: "POST", path: "/api/setup", body: setup(code, "xu@example.com")})
		}
		if res, text := post(""); res.StatusCode != 409 {
			t.Errorf("set up without an offer: %d %s", res.StatusCode, text)
		}
		code, done := auth.NewSetupCode(), 0
		s.auth.OfferSetup(auth.Offer{Code: code, Done: func() { done++ }})
		if _, text := s.do(t, request{method: "GET", path: "/api/setup"}); text != `{"open":true,"code":true}`+"\n" {
			t.Error(text)
		}
		if res, text := post("aaaa-bbbb-cccc"); res.StatusCode != 403 || !strings.Contains(text, `"tries_left":29`) || !strings.Contains(text, `"field":"code"`) {
			t.Errorf("a wrong code: %d %s", res.StatusCode, text)
		}
		if res, text := post(""); res.StatusCode != 403 {
			t.Errorf("no code: %d %s", res.StatusCode, text)
		}
		res, text := post(" " + strings.ToUpper(code.Reveal()))
		if res.StatusCode != 200 || len(res.Cookies()) != 1 || !strings.Contains(text, `"role":"owner"`) || got.Name != "茶馆" || done != 1 {
			t.Fatalf("%d %s %+v", res.StatusCode, text, got)
		}
		if n := s.call(t, res.Cookies()[0], "GET", "/api/workspaces/1/operators", "", nil); n != 200 {
			t.Errorf("the new owner: %d", n)
		}
		if res, text := post(code.Reveal()); res.StatusCode != 409 || !strings.Contains(text, "set up already") {
			t.Errorf("a second time: %d %s", res.StatusCode, text)
		}
		if _, text := s.do(t, request{method: "GET", path: "/api/setup"}); text != `{"open":false,"code":false}`+"\n" {
			t.Error(text)
		}
	})
}

// Of many who set up at once, one succeeds.
func TestSetUpRace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var named atomic.Int32
		s := emptySite(t, d, func(auth.Naming) error { named.Add(1); return nil })
		s.auth.OfferSetup(auth.Offer{Code: "c", Loopback: true})
		var won, late atomic.Int32
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				res, text := s.do(t, request{method: "POST", path: "/api/setup", body: setup("", fmt.Sprintf("xu%d@example.com", i))})
				switch res.StatusCode {
				case 200:
					won.Add(1)
				case 409:
					late.Add(1)
				default:
					t.Errorf("%d %s", res.StatusCode, text)
				}
			})
		}
		group.Wait()
		if all, err := s.auth.Operators(t.Context()); err != nil || len(all) != 1 || won.Load() != 1 || late.Load() != 7 || named.Load() != 1 {
			t.Errorf("%d won, %d late, %d operators, named %d times, %v", won.Load(), late.Load(), len(all), named.Load(), err)
		}
	})
}

// Without the code only those get in who are on the machine itself.
func TestSetUpWithoutCode(t *testing.T) {
	s := emptySite(t, dbtest.SQLite(t), func(auth.Naming) error {
		return &kith.Error{Code: kith.Invalid, Field: "zone", Message: "there is no such zone", Hint: "x"}
	})
	for name, c := range map[string]struct {
		listens bool
		header  map[string]string
		host    string
		status  int
	}{
		"here":                  {true, nil, "", 400}, // the workspace is looked at next
		"here, by name":         {true, nil, "localhost:8080", 400},
		"listens everywhere":    {false, nil, "", 403},
		"behind a proxy":        {true, map[string]string{"X-Forwarded-For": "203.0.113.9"}, "", 403},
		"behind another":        {true, map[string]string{"Via": "1.1 x"}, "", 403},
		"by a name of another":  {true, nil, "kith.example.com", 403},
		"a name made to fit us": {true, nil, "127.0.0.1.example.com", 403},
	} {
		s.auth.OfferSetup(auth.Offer{Code: "c", Loopback: c.listens})
		req, err := http.NewRequest("POST", s.URL+"/api/setup", strings.NewReader(setup("", "xu@example.com")))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = c.host
		for k, v := range c.header {
			req.Header.Set(k, v)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != c.status {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
	_, text := s.do(t, request{method: "POST", path: "/api/setup", body: setup("c", "xu@example.com")})
	if !strings.Contains(text, `"field":"workspace.zone"`) {
		t.Error(text)
	}
	if all, _ := s.auth.Operators(t.Context()); len(all) != 0 {
		t.Errorf("an operator without a workspace: %+v", all)
	}
}

// TestOwnProfile follows somebody who changes how they are called, and their password.
func TestOwnProfile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		here := s.signIn(t)
		s.clock.forward(time.Minute)
		res, _ := s.do(t, request{method: "POST", path: "/api/session", header: map[string]string{"User-Agent": "Phone"}, body: `{"email":"ops@example.com","password":"` + password.Reveal() + `"}`})
		phone := res.Cookies()[0]
		if !phone.Expires.IsZero() || phone.MaxAge != 0 {
			t.Errorf("a session that is not remembered outlives the browser: %+v", phone)
		}
		var o auth.Operator
		if n := s.call(t, here, "PATCH", "/api/profile", `{"name":" 林 ","language":"zh-CN","theme":"dark"}`, &o); n != 200 || o.Name != "林" || o.Theme != "dark" || o.Language != "zh-CN" {
			t.Errorf("%d %+v", n, o)
		}
		for _, bad := range []string{`{"name":" "}`, `{"language":"de"}`, `{"theme":"pink"}`, `{"email":"x@example.com"}`} {
			if n := s.call(t, here, "PATCH", "/api/profile", bad, nil); n != 400 {
				t.Errorf("%s: %d", bad, n)
			}
		}
		var list []auth.OwnSession
		if s.call(t, here, "GET", "/api/profile/sessions", "", &list); len(list) != 2 || list[0].Agent != "Phone" || list[0].Current || !list[1].Current || list[0].Remember || list[0].Address != "127.0.0.1" {
			t.Fatalf("%+v", list)
		}
		if strings.Contains(phone.Value, list[0].ID) {
			t.Error("a session's id is a part of its secret")
		}
		s.clock.forward(11 * time.Hour)
		s.call(t, phone, "GET", "/api/session", "", nil) // use
		s.clock.forward(11 * time.Hour)
		if n := s.call(t, phone, "GET", "/api/profile/sessions", "", nil); n != 200 {
			t.Errorf("a session in use ended: %d", n)
		}
		if n := s.call(t, here, "DELETE", "/api/profile/sessions/"+list[0].ID, "", nil); n != 204 {
			t.Error(n)
		}
		if n := s.call(t, phone, "GET", "/api/profile/sessions", "", nil); n != 401 {
			t.Errorf("an ended session lives: %d", n)
		}
		other := s.signIn(t)
		if res, text := s.do(t, request{method: "POST", path: "/api/profile/password", body: `{"current":"nonsense","new":"another long one"}`, cookie: here}); res.StatusCode != 400 || !strings.Contains(text, `"tries_left":9`) || !strings.Contains(text, `"field":"current"`) {
			t.Errorf("%d %s", res.StatusCode, text)
		}
		if n := s.call(t, here, "POST", "/api/profile/password", `{"current":"`+password.Reveal()+`","new":"another long one"}`, nil); n != 204 {
			t.Error(n)
		}
		if n := s.call(t, here, "GET", "/api/profile/sessions", "", nil); n != 200 {
			t.Errorf("changing the password signs oneself out: %d", n)
		}
		if n := s.call(t, other, "GET", "/api/profile/sessions", "", nil); n != 401 {
			t.Errorf("changing the password leaves others in: %d", n)
		}
		if _, err := s.auth.SignIn(t.Context(), credentials("ops@example.com", "another long one")); err != nil {
			t.Error(err)
		}
	})
}

// A session that is not remembered ends 12 hours after its last use.
func TestPlainSessionEnds(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	res, _ := s.do(t, request{method: "POST", path: "/api/session", body: `{"email":"ops@example.com","password":"` + password.Reveal() + `"}`})
	s.clock.forward(12 * time.Hour)
	if n := s.call(t, res.Cookies()[0], "GET", "/api/profile/sessions", "", nil); n != 401 {
		t.Errorf("%d", n)
	}
}
