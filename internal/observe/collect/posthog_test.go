package collect

import (
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

const (
	hogEvent   = `{"event":"Bought","distinct_id":"u1","uuid":"id1","properties":{"token":"wk","$lib":"web"}}`
	panelEvent = `{"event":"Bought","properties":{"token":"wk","distinct_id":"u1","$insert_id":"id1"}}`
	panelSet   = `{"$token":"wk","$distinct_id":"u1","$set":{"plan":"pro"}}`
)

func inForm(body string) string {
	return "data=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(body)))
}

func TestPostHogRoutes(t *testing.T) {
	s := newScene(t, Options{})
	for _, path := range []string{"/e", "/i/v0/e", "/batch", "/capture", "/track", "/engage"} {
		for _, end := range []string{"", "/"} {
			for _, body := range []string{hogEvent, "[" + hogEvent + "]", `{"api_key":"wk","batch":[` + hogEvent + `],"sent_at":"2026-01-02T12:00:00Z"}`} {
				for what, sent := range map[string]string{"plain": body, "gzip": packed(body), "form": inForm(body), "base64 alone": base64.StdEncoding.EncodeToString([]byte(body)), "form, gzip": inForm(packed(body))} {
					s.batches = nil
					w := s.ask("POST", path+end+"?compression=gzip-js&ver=1&_=1767355200000", sent, "Content-Type", "text/plain")
					if w.Code != 200 || len(s.events()) != 1 || s.batches[0].Wire != wires.PostHog || s.events()[0].MessageID != "id1" {
						t.Fatalf("%s%s %s: %d %s %+v", path, end, what, w.Code, w.Body, s.batches)
					}
					if want := `{"status":"Ok"}`; path != "/track" && path != "/engage" && w.Body.String() != want {
						t.Errorf("%s: %s", path, w.Body)
					}
				}
				s.batches = nil
				if w := s.ask("GET", path+end+"?"+inForm(body), ""); w.Code != 200 || len(s.events()) != 1 {
					t.Errorf("GET %s%s: %d %s", path, end, w.Code, w.Body)
				}
			}
			if w := s.ask("OPTIONS", path+end, "", "Origin", "https://shop.example"); w.Code != 204 {
				t.Errorf("OPTIONS %s%s: %d", path, end, w.Code)
			}
		}
	}
	if w := s.ask("GET", "/e/?img=1&"+inForm(hogEvent), ""); w.Header().Get("Content-Type") != "image/gif" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestWhoseEventsTheyAre(t *testing.T) {
	s := newScene(t, Options{})
	bare := `{"event":"e","distinct_id":"u"}`
	for _, c := range []struct {
		query, body string
		want        int
	}{
		{"", hogEvent, 200},
		{"?token=wk", bare, 200},
		{"?api_key=wk", bare, 200},
		{"", `{"api_key":"wk","batch":[` + bare + `]}`, 200},
		{"", `[` + hogEvent + `,` + strings.Replace(hogEvent, `"wk"`, `"off"`, 1) + `]`, 401},
		{"", `{"batch":[` + hogEvent + `,` + bare + `]}`, 200},
		{"", bare, 401},
		{"?token=phx_secret", bare, 401},
		{"", strings.Replace(hogEvent, `"wk"`, `"off"`, 1), 404},
		{"", "{", 400},
		{"", `{"api_key":"wk","batch":[]}`, 400},
	} {
		if w := s.ask("POST", "/e/"+c.query, c.body); w.Code != c.want {
			t.Errorf("%s %s: %d %s", c.query, c.body, w.Code, w.Body)
		}
	}
}

func TestMixpanelRoutes(t *testing.T) {
	s := newScene(t, Options{})
	group := `{"$token":"wk","$group_key":"company","$group_id":"acme","$set":{"name":"Acme"}}`
	for _, c := range []struct{ method, target, body, want, name string }{
		{"GET", "/track?ip=0&verbose=0&" + inForm(panelEvent), "", "1", "Bought"},
		{"POST", "/track/?verbose=1&ip=1&_=1767355200000", inForm("[" + panelEvent + "]"), `{"status":1,"error":null}`, "Bought"},
		{"POST", "/track", panelEvent, "1", "Bought"},
		{"POST", "/engage/?verbose=1", inForm("[" + panelSet + "]"), `{"status":1,"error":null}`, "$set"},
		{"GET", "/engage?" + inForm(panelSet), "", "1", "$set"},
		{"GET", "/groups?" + inForm(group), "", "1", "$group"},
		{"POST", "/groups/", inForm("[" + group + "]"), "1", "$group"},
		{"POST", "/import?strict=1", packed("[" + panelEvent + "]"), `{"code":200,"status":"OK"}`, "Bought"},
	} {
		s.batches = nil
		w := s.ask(c.method, c.target, c.body)
		if w.Code != 200 || w.Body.String() != c.want || len(s.events()) != 1 || s.events()[0].Name != c.name || s.batches[0].Wire != wires.Mixpanel {
			t.Errorf("%s %.40s: %d %s %+v", c.method, c.target, w.Code, w.Body, s.batches)
		}
	}
	basic := func(user string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":x")) }
	bare := `[{"event":"e","properties":{"distinct_id":"u"}}]`
	for _, c := range []struct {
		authorization, body string
		want                int
	}{{basic("wk"), bare, 200}, {basic("service.account"), "[" + panelEvent + "]", 200}, {basic("service.account"), bare, 401}} {
		if w := s.ask("POST", "/import", c.body, "Authorization", c.authorization); w.Code != c.want {
			t.Errorf("%+v: %d %s", c, w.Code, w.Body)
		}
	}
}

// TestTwoWiresAtOneAddress sends what each client sends there.
func TestTwoWiresAtOneAddress(t *testing.T) {
	for body, want := range map[string]string{
		hogEvent: wires.PostHog, panelEvent: wires.Mixpanel, panelSet: wires.Mixpanel,
		`{"token":"wk","$distinct_id":"u1","$set":{"plan":"pro"}}`:                                              wires.PostHog,
		`{"event":"e","properties":{"token":"wk","distinct_id":"u1","$lib":"web"}}`:                             wires.PostHog,
		`{"event":"e","properties":{"token":"wk","distinct_id":"u1","mp_lib":"web"},"distinct_id_of_page":"x"}`: wires.Mixpanel,
		`{"event":"e","properties":{"token":"wk","distinct_id":"u1"},"offset":5}`:                               wires.PostHog,
		`{"$distinct_id":"u1","$set":{}}`:                                                                       wires.PostHog, `7`: wires.PostHog, `[]`: wires.PostHog,
	} {
		doc := &wire.Doc{}
		if err := doc.Scan(body); err != nil {
			t.Fatal(err)
		}
		if got := postHogOrMixpanel(doc.Root()); got != want {
			t.Errorf("%s: %s", body, got)
		}
	}
}

func TestALoadedDoorKeepsWhatPostHogSends(t *testing.T) {
	s := newScene(t, Options{})
	s.door.inFlight.used.Store(s.door.inFlight.limit)
	for _, path := range []string{"/e/", "/batch/", "/track", "/flags/"} {
		if w := s.ask("POST", path, hogEvent); w.Code != 503 || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := s.ask("GET", "/e/?"+inForm(hogEvent), ""); w.Code != 503 {
		t.Errorf("GET: %d", w.Code)
	}
	if w := s.ask("POST", "/v1/batch?writeKey=wk", event); w.Code != 429 {
		t.Errorf("Segment: %d", w.Code)
	}
	s.door.inFlight.used.Store(0)
	if w := s.ask("POST", "/batch/", strings.Repeat(" ", wire.MaxBody)+hogEvent); w.Code != 413 {
		t.Errorf("too large: %d", w.Code)
	}
	if got := s.door.Counts(); got.Refused[wire.Overloaded] != 6 || got.Refused[wire.BodyTooLarge] != 1 {
		t.Errorf("%v", got.Refused)
	}
}

func asked(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%d %s: %v", w.Code, w.Body, err)
	}
	return out
}

func TestNoFlags(t *testing.T) {
	s := newScene(t, Options{})
	body := `{"token":"wk","distinct_id":"u1","person_properties":{}}`
	for _, c := range []struct{ target, body, has, config string }{
		{"/flags/?v=2", body, "flags", ""},
		{"/flags?v=2&config=true", packed(body), "flags", "config"},
		{"/flags/?v=2", `{"api_key":"wk","distinct_id":"u1"}`, "flags", ""},
		{"/flags/?v=2&token=wk", "", "flags", ""},
		{"/decide/?v=4", body, "flags", "config"},
		{"/decide/?v=3", inForm(body), "featureFlags", "config"},
		{"/decide", body, "featureFlags", "config"},
	} {
		out := asked(t, s.ask("POST", c.target, c.body, "Content-Type", "text/plain", "Origin", "https://shop.example"))
		if _, ok := out[c.has]; !ok || out["errorsWhileComputingFlags"] != false || out["requestId"] == "" || out["evaluatedAt"] == nil {
			t.Errorf("%s: %v", c.target, out)
		}
		if _, ok := out["supportedCompression"]; ok != (c.config != "") {
			t.Errorf("%s: %v", c.target, out)
		}
	}
	for _, c := range []struct {
		body string
		want int
	}{{`{"token":"other"}`, 401}, {`{}`, 401}, {`{"token":"off"}`, 404}, {"", 400}} {
		if w := s.ask("POST", "/flags/?v=2", c.body); w.Code != c.want {
			t.Errorf("%s: %d", c.body, w.Code)
		}
	}
	if len(s.batches) > 0 || s.door.Counts().InFlight != 0 {
		t.Error("asking for flags is no event")
	}
}

func TestWhatPostHogsClientsAskFor(t *testing.T) {
	s := newScene(t, Options{})
	w := s.ask("GET", "/array/wk/config.js", "", "Origin", "https://shop.example")
	if got := w.Body.String(); w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") ||
		!strings.HasPrefix(got, `(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{})["wk"]={"config":{`) || !strings.Contains(got, `"hasFeatureFlags":false`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), got)
	}
	if out := asked(t, s.ask("GET", "/array/wk/config", "")); out["hasFeatureFlags"] != false {
		t.Errorf("%v", out)
	}
	for path, member := range map[string]string{
		"/api/surveys/": "surveys", "/api/early_access_features/": "earlyAccessFeatures", "/api/web_experiments/": "experiments",
		"/flags/definitions": "flags", "/api/feature_flag/local_evaluation/": "flags",
	} {
		out := asked(t, s.ask("GET", path+"?token=wk&send_cohorts", "", "Authorization", "Bearer phx_own"))
		if list, ok := out[member].([]any); !ok || len(list) > 0 {
			t.Errorf("%s: %v", path, out)
		}
		if w := s.ask("GET", path+"?token=wk", "", "If-None-Match", `"none"`); w.Code != 304 || w.Body.Len() > 0 {
			t.Errorf("%s again: %d", path, w.Code)
		}
		if w := s.ask("GET", path+"?token=other", ""); w.Code != 401 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if a, b := s.ask("GET", "/array/other/config.js", "").Code, s.ask("GET", "/array/off/config", "").Code; a != 401 || b != 404 {
		t.Errorf("%d %d", a, b)
	}
}

func TestTheAddressIsNotKeptWhenAsked(t *testing.T) {
	s := newScene(t, Options{})
	for query, want := range map[string]bool{"": true, "?ip=1": true, "?ip=0": false} {
		s.batches = nil
		s.ask("POST", "/e/"+query, hogEvent)
		if got := has(s.events()[0], "$ip"); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}

func has(e kith.Event, name string) bool {
	for _, p := range e.Props {
		if p.Name == name {
			return true
		}
	}
	return false
}
