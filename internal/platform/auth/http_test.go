package auth_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

// site is the whole ground floor as a browser or program meets it.
type site struct {
	*httptest.Server
	auth  *auth.Auth
	clock *clock
	local auth.LocalToken
	log   *bytes.Buffer
}

func newSite(t *testing.T, d *db.DB) site {
	t.Helper()
	a, c, local := open(t, d)
	withOperator(t, a)
	mux, h := api.New("Test", "1")
	auth.Guard(h, func(r huma.Context) (uint32, error) {
		id, err := strconv.ParseUint(r.Param("workspace"), 10, 32)
		return uint32(id), err
	})
	auth.Routes(h, a)
	var log bytes.Buffer
	front := api.Protect(a.Require(mux, "GET "+api.OpenAPIPath), slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), api.Limits{})
	s := httptest.NewServer(front)
	t.Cleanup(s.Close)
	return site{s, a, c, local, &log}
}

type request struct {
	method, path, body string
	cookie             *http.Cookie
	header             map[string]string
}

func (s site) do(t *testing.T, q request) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(q.method, s.URL+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatal(err)
	}
	if q.cookie != nil {
		req.AddCookie(q.cookie)
	}
	for k, v := range q.header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(text)
}

func (s site) signIn(t *testing.T) *http.Cookie {
	t.Helper()
	res, text := s.do(t, request{method: "POST", path: "/api/session", body: `{"email":"ops@example.com","password":"` + password.Reveal() + `","remember":true}`})
	if res.StatusCode != 200 || len(res.Cookies()) != 1 {
		t.Fatalf("%d %s", res.StatusCode, text)
	}
	return res.Cookies()[0]
}

func bearer(secret auth.Secret) map[string]string {
	return map[string]string{"Authorization": "Bearer " + secret.Reveal()}
}

// TestBrowser follows an operator from signing in to signing out.
func TestBrowser(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		me := request{method: "GET", path: "/api/session"}
		if res, text := s.do(t, me); res.StatusCode != 200 || text != "{\"kind\":\"\",\"memberships\":[]}\n" {
			t.Errorf("%d %s", res.StatusCode, text)
		}
		me.cookie = s.signIn(t)
		if c := me.cookie; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Path != "/" {
			t.Errorf("%+v", c)
		}
		res, text := s.do(t, me)
		if res.StatusCode != 200 || !strings.Contains(text, `"email":"ops@example.com"`) || !strings.Contains(text, `"kind":"operator"`) || strings.Contains(text, "argon") {
			t.Errorf("%d %s", res.StatusCode, text)
		}
		if res.Header.Get("Cache-Control") != "private, no-store" || len(res.Cookies()) != 0 {
			t.Errorf("%v", res.Header)
		}
		s.clock.forward(20 * 24 * time.Hour)
		if res, _ := s.do(t, me); len(res.Cookies()) != 1 || res.Cookies()[0].Value != me.cookie.Value {
			t.Error("use does not prolong the session")
		}
		s.clock.forward(20 * 24 * time.Hour)
		if res, _ := s.do(t, me); res.StatusCode != 200 {
			t.Error("a session in use ended")
		}
		s.clock.forward(31 * 24 * time.Hour)
		if res, text := s.do(t, me); res.StatusCode != 200 || !strings.Contains(text, `"kind":""`) {
			t.Error("an unused session did not end")
		}
		if res, _ := s.do(t, request{method: "GET", path: "/api/workspaces/1/tokens", cookie: me.cookie}); res.StatusCode != 401 {
			t.Errorf("an ended session lists tokens: %d", res.StatusCode)
		}
		me.cookie = s.signIn(t)
		out := request{method: "DELETE", path: "/api/session", cookie: me.cookie}
		if res, text := s.do(t, out); res.StatusCode != 204 || res.Cookies()[0].MaxAge != -1 {
			t.Errorf("%d %s %v", res.StatusCode, text, res.Cookies())
		}
		if _, text := s.do(t, me); !strings.Contains(text, `"kind":""`) {
			t.Error("still signed in")
		}
		if log := s.log.String(); strings.Contains(log, "correct horse") || strings.Contains(log, me.cookie.Value) {
			t.Errorf("the log holds secrets:\n%s", log)
		}
	})
}

func TestOtherSitesCannotUseTheCookie(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	cookie := s.signIn(t)
	create := request{method: "POST", path: "/api/workspaces/1/tokens", body: `{"name":"x"}`, cookie: cookie}
	for name, c := range map[string]struct {
		header map[string]string
		status int
	}{
		"our page":           {map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		"our page, old":      {map[string]string{"Origin": s.URL}, 200},
		"no browser":         {nil, 200},
		"another site":       {map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"a sibling":          {map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		"another site, old":  {map[string]string{"Origin": "https://evil.example"}, 403},
		"a sandboxed frame":  {map[string]string{"Origin": "null"}, 403},
		"forged to our name": {map[string]string{"Origin": s.URL + ".evil.example"}, 403},
	} {
		create.header = c.header
		if res, text := s.do(t, create); res.StatusCode != c.status {
			t.Errorf("%s: %d %s", name, res.StatusCode, text)
		}
	}
	login := request{method: "POST", path: "/api/session", body: `{}`, header: map[string]string{"Sec-Fetch-Site": "cross-site"}}
	if res, _ := s.do(t, login); res.StatusCode != 403 {
		t.Errorf("another site signs somebody in: %d", res.StatusCode)
	}
}

func TestPrograms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		_, text := s.do(t, request{method: "POST", path: "/api/workspaces/2/tokens", body: `{"name":"export","role":"admin"}`, cookie: s.signIn(t)})
		var made struct {
			ID       uint32
			Secret   auth.Secret
			Operator uint32
		}
		if err := json.Unmarshal([]byte(text), &made); err != nil || made.Operator != 1 {
			t.Fatalf("%s: %v", text, err)
		}
		who := request{method: "GET", path: "/api/session", header: bearer(made.Secret)}
		who.header["Sec-Fetch-Site"] = "cross-site" // a token is proof enough
		if res, text := s.do(t, who); res.StatusCode != 200 || !strings.Contains(text, `"rights":["view","analyse","query","operate","integrate"]`) || strings.Contains(text, "tea") {
			t.Errorf("%d %s", res.StatusCode, text)
		}
		list := request{method: "GET", path: "/api/workspaces/2/tokens", cookie: s.signIn(t)}
		if res, text := s.do(t, list); res.StatusCode != 200 || !strings.Contains(text, `"last_used":"2026-03-01T12:00:00Z"`) || strings.Contains(text, made.Secret.Reveal()) {
			t.Errorf("%d %s", res.StatusCode, text)
		}
		list = request{method: "GET", path: "/api/workspaces/2/tokens", header: bearer(made.Secret)}
		if res, text := s.do(t, list); res.StatusCode != 403 || !strings.Contains(text, "an API token cannot") {
			t.Errorf("a token lists tokens: %d %s", res.StatusCode, text)
		}
		list.path = "/api/workspaces/1/tokens"
		if res, text := s.do(t, list); res.StatusCode != 403 || !strings.Contains(text, "another workspace") {
			t.Errorf("%d %s", res.StatusCode, text)
		}
		more := request{method: "POST", path: "/api/workspaces/2/tokens", body: `{"name":"x"}`, header: bearer(made.Secret)}
		if res, _ := s.do(t, more); res.StatusCode != 403 {
			t.Errorf("a token makes tokens: %d", res.StatusCode)
		}
		for name, header := range map[string]map[string]string{
			"unknown": bearer("kt_nothing"), "an earlier run's": bearer("kl_nothing"), "basic": {"Authorization": "Basic eDp5"}, "empty": {"Authorization": "Bearer "},
		} {
			res, text := s.do(t, request{method: "GET", path: "/api/session", header: header})
			if res.StatusCode != 401 || !strings.Contains(text, `"hint":"`) || res.Header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: %d %s", name, res.StatusCode, text)
			}
		}
		dir := t.TempDir()
		if err := s.local.Write(dir); err != nil {
			t.Fatal(err)
		}
		secret, err := auth.ReadLocal(dir)
		if err != nil {
			t.Fatal(err)
		}
		if res, text := s.do(t, request{method: "GET", path: "/api/session", header: bearer(secret)}); res.StatusCode != 200 || !strings.Contains(text, `"kind":"local"`) || !strings.Contains(text, `"version":"1.2.3"`) {
			t.Errorf("the command line: %d %s", res.StatusCode, text)
		}
		if res, _ := s.do(t, request{method: "GET", path: api.OpenAPIPath}); res.StatusCode != 200 {
			t.Errorf("the public document: %d", res.StatusCode)
		}
	})
}

func TestHeldBackOverHTTP(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	q := request{method: "POST", path: "/api/session", body: `{"email":"ops@example.com","password":"wrong"}`}
	for i := range 10 {
		if res, text := s.do(t, q); res.StatusCode != 401 || !strings.Contains(text, fmt.Sprintf(`"tries_left":%d`, 9-i)) {
			t.Fatalf("%d %s", res.StatusCode, text)
		}
	}
	if res, text := s.do(t, q); res.StatusCode != 429 || res.Header.Get("Retry-After") != "30" || !strings.Contains(text, `"retry":true,"retry_after":30`) {
		t.Errorf("%d %s", res.StatusCode, text)
	}
}
