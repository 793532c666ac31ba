package query_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/understand/query"
)

// serve answers for the scene's workspace; header Nobody calls without a name.
func (s *scene) serve(l query.Limits) *httptest.Server {
	mux, a := api.New("Test", "1")
	query.Routes(a, query.Room{Desk: desk(l), Store: query.NewStore(s.db, time.Now), Find: func(_ context.Context, slug string) (*query.Space, error) {
		if slug != "" && slug != "main" {
			return nil, &kith.Error{Code: kith.NotFound, Message: "There is no workspace " + slug}
		}
		return s.space, nil
	}})
	server := httptest.NewServer(api.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Nobody") == "" {
			r = r.WithContext(caller(r.Context(), 3))
		}
		mux.ServeHTTP(w, r)
	}), slog.New(slog.DiscardHandler), api.Limits{}))
	s.t.Cleanup(server.Close)
	return server
}

func TestHTTP(t *testing.T) {
	s := newScene(t)
	s.story(1)
	server := s.serve(query.Limits{Rows: 3, Time: 6 * time.Second})
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"POST", "/api/v1/sql", `{"sql":"SELECT event, count(*) n FROM events GROUP BY 1 ORDER BY 2 DESC"}`, 200, `"columns":[{"name":"event","type":"VARCHAR"},{"name":"n","type":"BIGINT"}],"rows":[["open",5],`},
		{"POST", "/api/v1/sql", `{"sql":"SELECT * FROM range(10)"}`, 200, `"count":3,"more":true`},
		{"POST", "/api/v1/sql", `{"sql":"DROP TABLE events"}`, 400, `{"error":{"code":"invalid","reason":"read_only"`},
		{"POST", "/api/v1/sql", `{"sql":"SELECT plattform FROM events"}`, 400, `"nearest":["platform"`},
		{"POST", "/api/v1/sql", `{"sql":"SELECT count(*) FROM range(1000000000000)"}`, 413, `"reason":"time"`},
		{"POST", "/api/v1/sql", `{"sql":"SELECT repeat('x', 2000000000)"}`, 413, `"reason":"memory"`},
		{"POST", "/api/v1/sql", `{"sql":"SELECT repeat('x', 9000000)"}`, 413, `"reason":"too_large"`},
		{"POST", "/api/v1/sql", `{"sql":"` + strings.Repeat("x", 70<<10) + `"}`, 413, `too_large`},
		{"POST", "/api/v1/sql", `{}`, 400, `"field":"sql"`},
		{"POST", "/api/v1/sql/export", `{"sql":"SELECT range n, 'a,b' FROM range(4)"}`, 200, "\ufeffn,\"'a,b'\"\r\n0,\"a,b\"\r\n1,"},
		{"POST", "/api/v1/sql/export", `{"sql":"DELETE FROM events"}`, 400, `"reason":"read_only"`},
		{"GET", "/api/v1/sql/schema", "", 200, `"name":"events","doc":"What happened`},
		{"POST", "/api/v1/sql/saved", `{"name":"A","sql":"SELECT 1","chart":{"kind":"bar"}}`, 201, `"owner":3,"revision":1`},
		{"PUT", "/api/v1/sql/saved/1", `{"name":"B","sql":"SELECT 2","revision":1}`, 200, `"revision":2`},
		{"PUT", "/api/v1/sql/saved/1", `{"name":"C","sql":"SELECT 3","revision":1}`, 409, `somebody else`},
		{"GET", "/api/v1/sql/saved/1", "", 200, `"name":"B"`},
		{"GET", "/api/v1/sql/saved", "", 200, `{"queries":[{"id":1,`},
		{"DELETE", "/api/v1/sql/saved/1", "", 204, ""},
		{"GET", "/api/v1/sql/saved/1", "", 404, `no saved query 1`},
	} {
		req, err := http.NewRequest(c.method, server.URL+c.path, strings.NewReader(c.body))
		s.ok(err)
		res, err := http.DefaultClient.Do(req)
		s.ok(err)
		text, err := io.ReadAll(res.Body)
		s.ok(err)
		res.Body.Close()
		if res.StatusCode != c.status || !strings.Contains(string(text), c.says) {
			t.Errorf("%s %s %.80s: %d %.400s", c.method, c.path, c.body, res.StatusCode, text)
		}
	}
}

func TestEveryOperationAsksWhoCalls(t *testing.T) {
	server := newScene(t).serve(query.Limits{})
	for _, op := range []string{"POST /api/v1/sql", "POST /api/v1/sql/export", "GET /api/v1/sql/schema", "GET /api/v1/sql/saved", "GET /api/v1/sql/saved/1", "POST /api/v1/sql/saved", "PUT /api/v1/sql/saved/1", "DELETE /api/v1/sql/saved/1"} {
		method, path, _ := strings.Cut(op, " ")
		req, err := http.NewRequest(method, server.URL+path, strings.NewReader(`{"sql":"SELECT 1","name":"a"`+map[bool]string{true: `,"revision":1`}[method == "PUT"]+`}`))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, "sql") || strings.HasSuffix(path, "export") {
			req.Body = io.NopCloser(strings.NewReader(`{"sql":"SELECT 1"}`))
			req.ContentLength = -1
		}
		req.Header.Set("Nobody", "1")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %d", op, res.StatusCode)
		}
	}
}

// A file that is cut off must not look whole.
func TestAnExportThatFailsLaterBreaksOff(t *testing.T) {
	s := newScene(t)
	server := s.serve(query.Limits{})
	// The cast fails in a row far behind the first that are sent.
	body := `{"sql":"SELECT CASE WHEN range = 900000 THEN 'x' ELSE range::VARCHAR END::INTEGER FROM range(1000000)"}`
	res, err := http.Post(server.URL+"/api/v1/sql/export", "application/json", strings.NewReader(body))
	s.ok(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if res.StatusCode != 200 || err == nil || len(text) < 1000 {
		t.Errorf("%d, %d bytes, %v", res.StatusCode, len(text), err)
	}
}

func TestALongExportSaysWhetherItIsCut(t *testing.T) {
	s := newScene(t)
	server := s.serve(query.Limits{ExportRows: 50_000})
	for rows, more := range map[int]string{50_000: "", 50_001: "true"} {
		res, err := http.Post(server.URL+"/api/v1/sql/export", "application/json", strings.NewReader(fmt.Sprintf(`{"sql":"SELECT * FROM range(%d)"}`, rows)))
		s.ok(err)
		text, err := io.ReadAll(res.Body)
		s.ok(err)
		res.Body.Close()
		if lines := strings.Count(string(text), "\r\n"); lines != 50_001 || res.Trailer.Get("X-Kith-More") != more {
			t.Errorf("%d rows: %d lines, more %q", rows, lines, res.Trailer.Get("X-Kith-More"))
		}
	}
}

// Whoever leaves makes room for others at once.
func TestLeavingStopsTheStatement(t *testing.T) {
	s := newScene(t)
	server := s.serve(query.Limits{Each: 1, Wait: 20 * time.Second, Time: time.Minute})
	ctx, leave := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer leave()
	req, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/api/v1/sql", strings.NewReader(`{"sql":"SELECT count(*) FROM range(1000000000000)"}`))
	s.ok(err)
	if _, err := http.DefaultClient.Do(req); err == nil {
		t.Fatal("an endless statement was answered")
	}
	begun := time.Now()
	res, err := http.Post(server.URL+"/api/v1/sql", "application/json", strings.NewReader(`{"sql":"SELECT 1"}`))
	s.ok(err)
	res.Body.Close()
	if res.StatusCode != 200 || time.Since(begun) > 10*time.Second {
		t.Errorf("%d after %s", res.StatusCode, time.Since(begun))
	}
}
