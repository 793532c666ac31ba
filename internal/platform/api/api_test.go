package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/platform/api"
)

type where struct {
	City string `json:"city,omitempty"`
}

// Audit is exported, for huma does not see the fields of an embedded type that is not.
type Audit struct {
	Reason string `json:"reason,omitempty"`
}

type petBody struct {
	Audit
	Name  string            `json:"name" minLength:"1"`
	Age   int               `json:"age,omitempty"`
	Home  *where            `json:"home,omitempty"`
	Walks []where           `json:"walks,omitempty"`
	Notes map[string]string `json:"notes,omitempty"`
	Free  json.RawMessage   `json:"free,omitempty"`
}

// logged is a handler under Protect and what it logs.
type logged struct {
	*httptest.Server
	log *bytes.Buffer
}

func serve(t *testing.T, limits api.Limits, register func(*http.ServeMux, huma.API)) logged {
	t.Helper()
	mux, a := api.New("Test", "1")
	register(mux, a)
	var buf bytes.Buffer
	log := slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := httptest.NewServer(api.Protect(mux, log, limits))
	t.Cleanup(s.Close)
	return logged{s, &buf}
}

func pets(_ *http.ServeMux, a huma.API) {
	huma.Register(a, huma.Operation{OperationID: "add-pet", Method: http.MethodPost, Path: "/api/pets"},
		func(_ context.Context, in *struct {
			Loud bool `query:"loud"`
			Body petBody
		}) (*struct{ Body petBody }, error) {
			return &struct{ Body petBody }{in.Body}, nil
		})
}

type answer struct {
	Error struct {
		Code, Message, Hint, Field string
		Retry                      bool
	} `json:"error"`
}

func send(t *testing.T, method, url, contentType, body string) (*http.Response, answer) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
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
	var a answer
	if res.StatusCode >= 400 {
		if err := json.Unmarshal(text, &a); err != nil {
			t.Fatalf("%d answer %q: %v", res.StatusCode, text, err)
		}
	}
	return res, a
}

func TestBadRequestsSayWhatWhereAndWhatToDo(t *testing.T) {
	s := serve(t, api.Limits{}, pets)
	for _, c := range []struct {
		name, query, body string
		status            int
		code, field, says string
	}{
		{"good", "", `{"name":"Mochi","reason":"x","free":{"any":[1]},"notes":{"any":"thing"}}`, 200, "", "", ""},
		{"unknown", "", `{"name":"Mochi","colour":1}`, 400, "invalid", "colour", "not a field"},
		{"unknown by case", "", `{"name":"Mochi","Age":1}`, 400, "invalid", "Age", "not a field"},
		{"unknown nested", "", `{"name":"Mochi","home":{"city":"x","zip":1}}`, 400, "invalid", "home.zip", "not a field"},
		{"unknown in a list", "", `{"name":"Mochi","walks":[{},{"zip":1}]}`, 400, "invalid", "walks[1].zip", "not a field"},
		{"embedded struct's name", "", `{"name":"Mochi","Audit":{}}`, 400, "invalid", "Audit", "not a field"},
		{"embedded field", "", `{"name":"Mochi","reason":1}`, 400, "invalid", "reason", "must be a string"},
		{"wrong type", "", `{"name":7}`, 400, "invalid", "name", "must be a string"},
		{"fraction", "", `{"name":"Mochi","age":1.5}`, 400, "invalid", "age", "whole number"},
		{"huge", "", `{"name":"Mochi","age":1e300}`, 400, "invalid", "", "does not fit"},
		{"missing", "", `{"age":1}`, 400, "invalid", "name", "is missing"},
		{"empty name", "", `{"name":""}`, 400, "invalid", "name", "at least 1 char"},
		{"several", "", `{"age":"x","zap":1}`, 400, "invalid", "age", "also: name is missing; zap is not"},
		{"not an object", "", `[]`, 400, "invalid", "", "must be an object"},
		{"broken", "", "{\n \"name\": Mochi}", 400, "invalid", "", "line 2, column 10"},
		{"cut", "", `{"name":"Mo`, 400, "invalid", "", "unexpected end"},
		{"two values", "", `{"name":"Mochi"} {}`, 400, "invalid", "", "not valid JSON"},
		{"nothing", "", ``, 400, "invalid", "", "body is required"},
		{"too large", "", `{"name":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "too_large", "", "too large"},
		{"unknown parameter", "?lout=1", `{"name":"Mochi"}`, 400, "invalid", "query.lout", "unknown query"},
		{"bad parameter", "?loud=maybe", `{"name":"Mochi"}`, 400, "invalid", "query.loud", "boolean"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, a := send(t, "POST", s.URL+"/api/pets"+c.query, "application/json", c.body)
			e := a.Error
			if res.StatusCode != c.status || e.Code != c.code || e.Field != c.field || !strings.Contains(e.Message+" "+e.Hint, c.says) {
				t.Errorf("%d %+v", res.StatusCode, e)
			}
			if c.code != "" && (e.Hint == "" || e.Message == "") {
				t.Errorf("says too little: %+v", e)
			}
		})
	}
	if res, a := send(t, "POST", s.URL+"/api/pets", "text/plain", `{"name":"Mochi"}`); res.StatusCode != 400 || !strings.Contains(a.Error.Hint, "application/json") {
		t.Errorf("%d %+v", res.StatusCode, a)
	}
	if strings.Contains(s.log.String(), "Mo") {
		t.Error("the log holds what a body said")
	}
}

func TestUnknownAddressAndMethod(t *testing.T) {
	s := serve(t, api.Limits{}, pets)
	if res, a := send(t, "GET", s.URL+"/api/nothing", "", ""); res.StatusCode != 404 || a.Error.Code != "not_found" {
		t.Errorf("%d %+v", res.StatusCode, a)
	}
	if res, a := send(t, "DELETE", s.URL+"/api/pets", "", ""); res.StatusCode != 404 || res.Header.Get("Allow") != "POST" || a.Error.Hint != "use POST" {
		t.Errorf("%d %s %+v", res.StatusCode, res.Header.Get("Allow"), a)
	}
}

func TestErrorsOfRooms(t *testing.T) {
	bad := &kith.Error{Code: kith.Conflict, Message: "taken", Hint: "choose another", Field: "name", Err: errors.New("secret cause")}
	errs := map[string]error{
		"conflict": fmt.Errorf("create: %w", bad),
		"internal": errors.New("disk on fire"),
		"busy":     &kith.Error{Code: kith.Unavailable, Message: "busy"},
		"slow":     fmt.Errorf("fold: %w", context.DeadlineExceeded),
		"wait":     &api.Later{Err: &kith.Error{Code: kith.TooMany, Message: "too often"}, After: 90e9},
		"hidden":   &kith.Error{Code: kith.Internal, Message: "inner detail"},
	}
	s := serve(t, api.Limits{}, func(_ *http.ServeMux, a huma.API) {
		huma.Register(a, huma.Operation{OperationID: "fail", Method: http.MethodGet, Path: "/api/fail/{how}"},
			func(_ context.Context, in *struct {
				How string `path:"how"`
			}) (*struct{}, error) {
				return nil, errs[in.How]
			})
	})
	for _, c := range []struct {
		how    string
		status int
		code   string
		retry  string
	}{
		{"conflict", 409, "conflict", ""}, {"internal", 500, "internal", ""}, {"hidden", 500, "internal", ""},
		{"busy", 503, "unavailable", "5"}, {"slow", 503, "unavailable", "5"}, {"wait", 429, "too_many", "90"},
	} {
		res, a := send(t, "GET", s.URL+"/api/fail/"+c.how, "", "")
		e := a.Error
		if res.StatusCode != c.status || e.Code != c.code || res.Header.Get("Retry-After") != c.retry || e.Retry != (c.retry != "") {
			t.Errorf("%s: %d, Retry-After %q, %+v", c.how, res.StatusCode, res.Header.Get("Retry-After"), e)
		}
		if said := e.Message + e.Hint; strings.Contains(said, "secret") || strings.Contains(said, "fire") || strings.Contains(said, "inner") {
			t.Errorf("%s: the client learns the cause: %q", c.how, said)
		}
		if c.code == "internal" && !strings.Contains(e.Hint, res.Header.Get("X-Request-Id")) {
			t.Errorf("%s: the hint %q lacks the request's id", c.how, e.Hint)
		}
	}
	if log := s.log.String(); !strings.Contains(log, "disk on fire") || !strings.Contains(log, "secret cause") || strings.Count(log, "level=ERROR") != 2 {
		t.Errorf("log:\n%s", log)
	}
}

func TestOpenAPIDocument(t *testing.T) {
	s := serve(t, api.Limits{}, pets)
	res, err := http.Get(s.URL + api.OpenAPIPath)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ Responses map[string]any }
		Components struct{ Schemas map[string]any }
	}
	if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" || doc.Paths["/api/pets"]["post"].Responses["default"] == nil || doc.Components.Schemas["Failure"] == nil || doc.Components.Schemas["Api_testPetBody"] == nil || len(doc.Paths) != 1 {
		t.Errorf("%+v", doc)
	}
}
