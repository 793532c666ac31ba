package workspace_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/db/dbtest"
	"kith/internal/platform/workspace"
)

// access lets nobody into the workspace 2.
type access struct{}

func (access) Permit(_ context.Context, id uint32) error {
	if id == 2 {
		return &kith.Error{Code: kith.Forbidden, Message: "not yours"}
	}
	return nil
}

func (access) Made(context.Context, uint32) error { return nil }

func TestHTTP(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	mux, a := api.New("Test", "1")
	workspace.Routes(a, s, access{})
	server := httptest.NewServer(api.Protect(mux, slog.New(slog.DiscardHandler), api.Limits{}))
	defer server.Close()
	var key string
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/api/workspaces", "", 200, "[]"},
		{"POST", "/api/workspaces", `{"slug":"tea","name":"Tea","zone":"Asia/Shangai"}`, 400, `no time zone \"Asia/Shangai\"`},
		{"POST", "/api/workspaces", `{"slug":"tea","name":"Tea","zone":"Asia/Shanghai"}`, 200, `"id":1`},
		{"POST", "/api/workspaces", `{"slug":"other","name":"Other","zone":"UTC"}`, 200, `"id":2`},
		{"GET", "/api/workspaces/1/sources", "", 200, "[]"},
		{"POST", "/api/workspaces/1/sources", `{"name":"Site","kind":"web"}`, 200, `"write_key":"wk_`},
		{"POST", "/api/workspaces/2/sources", `{"name":"Site","kind":"web"}`, 403, "not yours"},
		{"POST", "/api/workspaces/1/sources", `{"name":"Site","kind":"fridge"}`, 400, `"field":"kind"`},
		{"POST", "/api/sources/1/disable", "", 200, `"disabled_at":"2026-`},
		{"POST", "/api/sources/1/enable", "", 200, `"kind":"web"`},
		{"POST", "/api/sources/1/rotate-key", "", 200, `wk_`},
		{"PATCH", "/api/sources/1", `{"name":"Web"}`, 200, `"name":"Web"`},
		{"PATCH", "/api/sources/7", `{"name":"Web"}`, 404, "no source 7"},
		{"PATCH", "/api/workspaces/1", `{"zone":"UTC"}`, 200, `"zone":"UTC"`},
		{"PATCH", "/api/workspaces/1", `{"currency":"EUR","language":"en"}`, 200, `"currency":"EUR","language":"en"`},
		{"PATCH", "/api/workspaces/1", `{"currency":"BTC"}`, 400, `"field":"currency"`},
		{"PATCH", "/api/workspaces/1", `{"slug":"other"}`, 400, `"field":"slug"`},
		{"GET", "/api/workspaces", "", 200, `[{"id":1,`},
	} {
		req, err := http.NewRequest(c.method, server.URL+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != c.status || !strings.Contains(string(text), c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.path, res.StatusCode, text)
		}
		if c.path == "/api/sources/1/rotate-key" {
			var src workspace.Source
			if err := json.Unmarshal(text, &src); err != nil {
				t.Fatal(err)
			}
			key = src.WriteKey
		}
	}
	if src, ok := s.Lookup(key); !ok || src.Name != "Web" {
		t.Errorf("the key that was given out is not known: %+v", src)
	}
	if got := s.List(); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}
