package collect

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

func TestRudderSourceConfig(t *testing.T) {
	s := newScene(t, Options{})
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("wk:"))
	for _, path := range []string{"/sourceConfig", "/sourceConfig/"} {
		w := s.ask("GET", path+"?p=npm&v=3.34.1&build=legacy&writeKey=wk&lockIntegrationsVersion=true", "", "Authorization", basic, "Origin", "https://shop.example")
		var got struct {
			Source struct {
				ID, WriteKey string
				Enabled      bool
				Config       map[string]any
				Destinations []any
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if c := got.Source; w.Code != 200 || c.ID == "" || c.WriteKey != "wk" || !c.Enabled || c.Config == nil || c.Destinations == nil {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if w.Header().Get("Access-Control-Allow-Origin") == "" {
			t.Error("the page cannot read it")
		}
	}
	if w := s.ask("OPTIONS", "/sourceConfig/", "", "Access-Control-Request-Headers", "authorization"); w.Code != 204 {
		t.Errorf("OPTIONS: %d", w.Code)
	}
	if a, b, c := s.ask("GET", "/sourceConfig?writeKey=other", "").Code, s.ask("GET", "/sourceConfig?writeKey=off", "").Code, s.ask("GET", "/sourceConfig", "").Code; a != 401 || b != 404 || c != 401 {
		t.Errorf("unknown %d, disabled %d, none %d", a, b, c)
	}
}

func TestRudderPixel(t *testing.T) {
	s := newScene(t, Options{})
	query := "?writeKey=wk&anonymousId=a1&event=Mail+opened&properties.campaign=spring&properties.n=1&context.page.url=https://shop.example/a&context.page.referrer=$direct&context.locale=de-DE&context.library.name=AMP"
	for _, kind := range []string{"track", "page"} {
		s.batches = nil
		w := s.ask("GET", "/pixel/v1/"+kind+query, "")
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/gif" || len(s.events()) != 1 {
			t.Fatalf("%s: %d %s", kind, w.Code, w.Body)
		}
		e := s.events()[0]
		got := map[string]string{}
		for _, p := range e.Props {
			got[p.Name] = p.Value.Text()
		}
		want := map[string]string{"campaign": "spring", "n": "1", "$current_url": "https://shop.example/a", "$browser_language": "de-DE", "$lib": "AMP", "$ip": "192.0.2.1"}
		if e.Name != map[string]string{"track": "Mail opened", "page": "$pageview"}[kind] || e.AnonymousID != "a1" || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %+v", kind, e)
		}
	}
	for target, want := range map[string]int{
		"/pixel/v1/track?event=x&anonymousId=a": 401, "/pixel/v1/track?writeKey=other&event=x": 401,
		"/pixel/v1/track?writeKey=wk&" + strings.Repeat("a.", 8) + "b=1": 400,
		"/pixel/v1/track?writeKey=wk&event=x&a=1&a.b=2":                  200, // nobody: rejected, and kept
	} {
		if w := s.ask("GET", target, ""); w.Code != want {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}

// TestRudderEvents sends what RudderStack's clients add to Segment's wire.
func TestRudderEvents(t *testing.T) {
	s := newScene(t, Options{})
	body := `{"type":"track","event":"Bought","userId":"","anonymousId":"a1","messageId":"m1","channel":"web","originalTimestamp":"2026-01-02T11:59:30.000Z","sentAt":"2026-01-02T11:59:59.000Z",
		"context":{"sessionId":1767323041000,"sessionStart":true,"page":{"referrer":"$direct","initial_referrer":"$direct","initial_referring_domain":"","url":"https://shop.example/"}},"properties":{"x":1}}`
	w := s.ask("POST", "/v1/track", packed(body), "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("wk:")), "Content-Type", "application/x-www-form-urlencoded",
		"Content-Encoding", "gzip", "AnonymousId", base64.StdEncoding.EncodeToString([]byte("a1")))
	if w.Code != 200 || len(s.events()) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	e := s.events()[0]
	got := map[string]string{}
	for _, p := range e.Props {
		got[p.Name] = p.Value.Text()
	}
	want := map[string]string{"x": "1", "$session_id": "1767323041000", "$session_start": "true", "$current_url": "https://shop.example/", "$ip": "192.0.2.1"}
	if e.UserID != "" || e.AnonymousID != "a1" || e.Time < noon.UnixMicro()-31e6 || e.Time > noon.UnixMicro()-29e6 || e.Server || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v", e)
	}
	// A server's fresh anonymous id beside a user is told from a device's.
	s.batches = nil
	s.ask("POST", "/v1/batch?writeKey=wk", `{"batch":[{"type":"track","event":"e","userId":"u","anonymousId":"fresh","channel":"server"}]}`)
	if e := s.events()[0]; !e.Server {
		t.Errorf("%+v", e)
	}
	// A merge cannot be kept; it is not lost either.
	s.batches = nil
	if w := s.ask("POST", "/v1/merge?writeKey=wk", `{"mergeProperties":[{"type":"email","value":"a@example.com"},{"type":"mobile","value":"138"}]}`); w.Code != 200 || s.batches[0].Rejected[0].Reason != string(wire.NotKept) {
		t.Errorf("%d %+v", w.Code, s.batches)
	}
}

func TestRudderHealthAndVersion(t *testing.T) {
	s := newScene(t, Options{Version: "1.2.3"})
	for path, want := range map[string]string{"/health": `{"server":"UP"}`, "/version": `{"Version":"1.2.3"}`} {
		if w := s.ask("GET", path, ""); w.Code != 200 || strings.TrimSpace(w.Body.String()) != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestDittofeedAddresses(t *testing.T) {
	s := newScene(t, Options{})
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("wk:"))
	for path, want := range map[string]string{"identify": "$identify", "track": "Bought", "page": "$pageview", "screen": "$screen", "group": "$group", "alias": "$alias", "batch": "Bought"} {
		s.batches = nil
		body := `{"userId":"u1","previousId":"u0","groupId":"g","event":"Bought","messageId":"m"}`
		if path == "batch" {
			body = `{"batch":[` + event + `]}`
		}
		w := s.ask("POST", "/api/public/apps/"+path, body, "Authorization", basic)
		if w.Code != 200 || len(s.events()) != 1 || s.events()[0].Name != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestWhatSegmentsBrowserSaysOfItselfIsAnsweredAndLeft(t *testing.T) {
	s := newScene(t, Options{})
	w := s.ask("POST", "/v1/m", `{"series":[{"type":"Counter","metric":"analytics_js.invoke","value":1}]}`, "Origin", "https://shop.example")
	if w.Code != 200 || len(s.batches) > 0 || w.Header().Get("Access-Control-Allow-Origin") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPixelBodyIsBounded(t *testing.T) {
	body, err := pixelBody(url.Values{"a.b.c": {"1"}, "a.b": {"lost or not"}, "writeKey": {"wk"}, "event": {"x", "y"}})
	var got map[string]any
	if err != nil || json.Unmarshal([]byte(body), &got) != nil || got["event"] != "x" || got["writeKey"] != nil {
		t.Errorf("%s %v", body, err)
	}
	if _, err := pixelBody(url.Values{strings.Repeat("a.", 20): {"1"}}); kith.CodeOf(err) != kith.Invalid {
		t.Errorf("%v", err)
	}
}
