package collect

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

func TestEveryRoute(t *testing.T) {
	s := newScene(t, Options{})
	for path, want := range map[string]string{
		"batch": "Bought", "b": "Bought", "import": "Bought", "t": "Bought", "track": "Bought", "p": "$pageview", "page": "$pageview", "s": "$screen", "screen": "$screen",
		"i": "$identify", "identify": "$identify", "g": "$group", "group": "$group", "a": "$alias", "alias": "$alias", "/beacon/v1/batch": "Bought",
	} {
		if !strings.HasPrefix(path, "/") {
			path = "/v1/" + path
		}
		for _, end := range []string{"", "/"} {
			body := `{"userId":"u1","previousId":"u0","groupId":"g","event":"Bought"}`
			if want == "Bought" {
				body = `{"batch":[` + event + `]}`
			}
			s.batches = nil
			w := s.ask("POST", path+end+"?writeKey=wk", body)
			if w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"success":true}` || len(s.events()) != 1 || s.events()[0].Name != want {
				t.Errorf("%s%s: %d %s %v", path, end, w.Code, w.Body, s.events())
			}
			if b := s.batches[0]; b.Source != 7 || b.Received != noon.UnixMicro() {
				t.Errorf("%s: source %d, received %d", path, b.Source, b.Received)
			}
			if w := s.ask("OPTIONS", path+end, ""); w.Code != 204 {
				t.Errorf("OPTIONS %s%s: %d", path, end, w.Code)
			}
		}
	}
	if w := s.ask("GET", "/v1/batch", ""); w.Code != 405 {
		t.Errorf("GET: %d", w.Code)
	}
}

func TestWhereTheWriteKeyMayStand(t *testing.T) {
	s := newScene(t, Options{})
	basic := func(key string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":")) }
	for _, c := range []struct {
		query, authorization, body string
		want                       int
	}{
		{"", basic("wk"), event, 200},
		{"", "Bearer wk", event, 200},
		{"", "bearer  wk ", event, 200},
		{"?writeKey=wk", "", event, 200},
		{"", "", `{"writeKey":"wk",` + event[1:], 200},
		{"", basic(""), `{"writeKey":"wk",` + event[1:], 200},
		{"", basic("wk"), `{"writeKey":"other",` + event[1:], 200},
		{"", "", event, 401},
		{"", basic("other"), event, 401},
		{"", "", `{"writeKey":"other",` + event[1:], 401},
		{"?writeKey=other", "", event, 401},
		{"", basic("off"), event, 404},
		{"", "", `{"writeKey":"off",` + event[1:], 404},
	} {
		w := s.ask("POST", "/v1/track"+c.query, c.body, "Authorization", c.authorization)
		if w.Code != c.want {
			t.Errorf("%+v: %d %s", c, w.Code, w.Body)
		}
	}
	if got := s.door.Counts().Refused; got[wire.NoWriteKey] != 1 || got[wire.UnknownWriteKey] != 3 || got[wire.SourceDisabled] != 2 {
		t.Errorf("counted %v", got)
	}
	if w := s.ask("POST", "/v1/track?writeKey=off", event); !strings.Contains(w.Body.String(), "source is disabled") {
		t.Error(w.Body)
	}
}

// TestBodiesAreKnownByLookingAtThem sends one event in every form that a client
// was seen to use, under headers that say something else.
func TestBodiesAreKnownByLookingAtThem(t *testing.T) {
	s := newScene(t, Options{})
	b64 := base64.StdEncoding.EncodeToString
	forms := map[string]string{
		"plain":                  event,
		"with white space":       " \r\n\t" + event + "\n",
		"with a byte order mark": "\uFEFF" + event,
		"gzip":                   packed(event),
		"gzip twice":             packed(packed(event)),
		"gzip in two members":    packed(event[:20]) + packed(event[20:]),
		"form":                   "data=" + url.QueryEscape(event),
		"form, base64":           "ext=crc%3D1&data=" + url.QueryEscape(b64([]byte(event))),
		"form, raw base64":       "data=" + b64([]byte(event)) + "&ext=1",
		"form, URL base64":       "data=" + base64.RawURLEncoding.EncodeToString([]byte(event)),
		"form, base64, gzip":     "data=" + url.QueryEscape(b64([]byte(packed(event)))),
		"gzip, form":             packed("data=" + url.QueryEscape(event)),
	}
	for what, body := range forms {
		for _, headers := range [][]string{{}, {"Content-Type", "text/plain"}, {"Content-Type", "application/x-www-form-urlencoded", "Content-Encoding", "gzip"}, {"Content-Type", "application/json"}} {
			s.batches = nil
			if w := s.ask("POST", "/v1/track?writeKey=wk", body, headers...); w.Code != 200 || len(s.events()) != 1 || s.events()[0].MessageID != "m1" {
				t.Errorf("%s %v: %d %s", what, headers, w.Code, w.Body)
			}
		}
	}
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	s := newScene(t, Options{})
	for _, c := range []struct {
		body    string
		code    int
		refusal wire.Refusal
		says    string
	}{
		{"", 400, wire.BadJSON, "the body is empty"},
		{"{", 400, wire.BadJSON, "at byte 1"},
		{`{"batch":[` + event + `,]}`, 400, wire.BadJSON, "invalid json"},
		{`"text"`, 400, wire.BadForm, "no field data"},
		{"hello", 400, wire.BadForm, "no field data"},
		{"data=%zz", 400, wire.BadForm, ""},
		{"data=!!!!", 400, wire.BadForm, ""},
		{"data=", 400, wire.BadForm, ""},
		{packed(event)[:30], 400, wire.BadGzip, "gzip"},
		{"\x1f\x8b\x08nonsense", 400, wire.BadGzip, "gzip"},
		{packed(packed(packed(packed(event)))), 400, wire.BadForm, ""},
		{`{"batch":[]}`, 400, wire.EmptyBatch, "empty batch payload"},
		{packed(strings.Repeat(" ", 16<<20)), 413, wire.UnpackedTooBig, "4194304"},
		{packed("{" + strings.Repeat(" ", wire.MaxBody)), 413, wire.UnpackedTooBig, "unpacked"},
		{strings.Repeat(" ", wire.MaxBody) + "{", 413, wire.BodyTooLarge, "4194304"},
		{"[" + strings.Repeat("[],", wire.MaxValues) + "[]]", 413, wire.TooManyValues, ""},
		{"[" + strings.Repeat("[],", wire.MaxEvents) + "[]]", 413, wire.TooManyEvents, "2,500"},
	} {
		before := s.door.Counts().Refused[c.refusal]
		w := s.ask("POST", "/v1/batch?writeKey=wk", c.body)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.says) || s.door.Counts().Refused[c.refusal] != before+1 {
			t.Errorf("%.30q: %d %s, want %d for %s", c.body, w.Code, w.Body, c.code, c.refusal)
		}
	}
	if len(s.batches) > 0 || s.door.Counts().InFlight != 0 {
		t.Errorf("%d batches, %d bytes in flight", len(s.batches), s.door.Counts().InFlight)
	}
}

func TestABodyOfTheLimitIsTaken(t *testing.T) {
	s := newScene(t, Options{})
	body := event + strings.Repeat(" ", wire.MaxBody-len(event))
	for _, b := range []string{body, packed(body)} {
		if w := s.ask("POST", "/v1/track?writeKey=wk", b); w.Code != 200 {
			t.Errorf("%d bytes: %d %s", len(b), w.Code, w.Body)
		}
	}
}

func TestABodyOfUnknownLength(t *testing.T) {
	s := newScene(t, Options{})
	for body, want := range map[string]int{event: 200, event + strings.Repeat(" ", wire.MaxBody): 413} {
		r := httptest.NewRequest("POST", "/v1/t?writeKey=wk", io.MultiReader(strings.NewReader(body)))
		w := httptest.NewRecorder()
		if s.mux.ServeHTTP(w, r); r.ContentLength != -1 || w.Code != want {
			t.Errorf("%d bytes: %d %s", len(body), w.Code, w.Body)
		}
	}
	if got := s.door.Counts(); got.InFlight != 0 || got.Refused[wire.BodyTooLarge] != 1 {
		t.Errorf("%+v", got)
	}
}

func TestMoreEventsThanRecommendedAreTaken(t *testing.T) {
	s := newScene(t, Options{})
	body := `{"batch":[` + strings.Repeat(event+",", 2999) + `5]}`
	if w := s.ask("POST", "/v1/batch?writeKey=wk", body); w.Code != 200 || len(s.events()) != 2999 || len(s.batches[0].Rejected) != 1 {
		t.Errorf("%d %s, %d events", w.Code, w.Body, len(s.events()))
	}
}

func TestAnyPageMaySend(t *testing.T) {
	s := newScene(t, Options{})
	w := s.ask("OPTIONS", "/v1/t", "", "Origin", "https://shop.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "anonymousid,authorization,content-type,sentat")
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "https://shop.example", "Access-Control-Allow-Credentials": "true", "Access-Control-Max-Age": "86400",
		"Access-Control-Allow-Headers": "anonymousid,authorization,content-type,sentat",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, key := range []string{"wk", "other"} { // errors too, or the page cannot read them
		w := s.ask("POST", "/v1/t?writeKey="+key, event, "Origin", "https://shop.example")
		if w.Header().Get("Access-Control-Allow-Origin") != "https://shop.example" || w.Header().Get("Vary") != "Origin" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
	}
	if w := s.ask("POST", "/v1/t?writeKey=wk", event); w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("an origin is allowed that was not named")
	}
}

func TestTheLogCannotStore(t *testing.T) {
	for _, c := range []struct {
		err     error
		code    int
		refusal wire.Refusal
	}{
		{&kith.Error{Code: kith.Unavailable, Message: "the disk of the log is nearly full", Retry: true}, 503, wire.NotStored},
		{errors.New("secret detail"), 503, wire.NotStored},
		{&kith.Error{Code: kith.TooLarge, Message: "too large"}, 413, wire.EntryTooLarge},
	} {
		s := newScene(t, Options{Log: logFunc(func(context.Context, string, []byte) (uint64, error) { return 0, c.err })})
		w := s.ask("POST", "/v1/t?writeKey=wk", event)
		if w.Code != c.code || s.door.Counts().Refused[c.refusal] != 1 || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%v: %d %s", c.err, w.Code, w.Body)
		}
		if c.code == 503 && w.Header().Get("Retry-After") != "1" {
			t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
		}
		if got := s.door.Counts(); got.Accepted != 0 || got.Requests != 0 || got.InFlight != 0 {
			t.Errorf("counted %+v", got)
		}
	}
}

func TestLoadIsRefusedBeforeItIsRead(t *testing.T) {
	entered, leave := make(chan bool), make(chan bool)
	s := newScene(t, Options{MaxInFlight: 1, Log: logFunc(func(context.Context, string, []byte) (uint64, error) {
		entered <- true
		<-leave
		return 1, nil
	})})
	big := event[:len(event)-1] + `,"x":"` + strings.Repeat("x", 1<<19) + `"}`
	limit := s.door.inFlight.limit // never below one body
	done := make(chan int)
	n := int(limit) / len(big)
	for range n {
		go func() { done <- s.ask("POST", "/v1/t?writeKey=wk", big).Code }()
		<-entered
	}
	w := s.ask("POST", "/v1/t?writeKey=wk", big)
	if w.Code != 429 || w.Header().Get("Retry-After") != "1" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	for range n {
		leave <- true
		if code := <-done; code != 200 {
			t.Errorf("an early one: %d", code)
		}
	}
	if got := s.door.Counts(); got.InFlight != 0 || got.Refused[wire.Overloaded] != 1 {
		t.Errorf("%+v", got)
	}
}

func TestSettings(t *testing.T) {
	s := newScene(t, Options{})
	w := s.ask("GET", "http://kith.example:8080/v1/projects/wk/settings", "", "Origin", "https://shop.example")
	var got struct {
		Integrations map[string]map[string]string
		Plan         map[string]map[string]struct{ Enabled bool }
		Metrics      map[string]float64
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(map[string]string{"apiKey": "wk", "apiHost": "kith.example:8080/v1", "protocol": "http"})
	if fmt.Sprint(got.Integrations["Segment.io"]) != want || !got.Plan["track"]["__default"].Enabled || got.Metrics["sampleRate"] != 0 {
		t.Errorf("%s", w.Body)
	}
	if w.Header().Get("Access-Control-Allow-Origin") == "" {
		t.Error("the page cannot read it")
	}
	if w := s.ask("GET", "https://kith.example/v1/projects/wk/settings/", ""); !strings.Contains(w.Body.String(), `"protocol":"https"`) {
		t.Errorf("%s", w.Body)
	}
	if a, b := s.ask("GET", "/v1/projects/other/settings", "").Code, s.ask("GET", "/v1/projects/off/settings", "").Code; a != 401 || b != 404 {
		t.Errorf("unknown %d, disabled %d", a, b)
	}
}

func TestPixel(t *testing.T) {
	s := newScene(t, Options{})
	data := url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(`{"writeKey":"wk","userId":"u1","event":"Mail opened"}`)))
	w := s.ask("GET", "/v1/pixel/track?data="+data, "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/gif" || w.Header().Get("Cache-Control") != "no-store" || !strings.HasPrefix(w.Body.String(), "GIF89a") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := s.ask("GET", "/v1/pixel/page/?data="+data, ""); w.Code != 200 || len(s.events()) != 2 || s.events()[0].Name != "Mail opened" || s.events()[1].Name != "$pageview" {
		t.Errorf("%d %+v", w.Code, s.events())
	}
	if w := s.ask("HEAD", "/v1/pixel/track?data="+data, ""); len(s.events()) != 2 {
		t.Errorf("HEAD is an event: %d", w.Code)
	}
	if a, b := s.ask("GET", "/v1/pixel/track", "").Code, s.ask("GET", "/v1/pixel/track?data=e30=", "").Code; a != 400 || b != 401 {
		t.Errorf("without data %d, without key %d", a, b)
	}
}

func TestTheSendersAddressAndClock(t *testing.T) {
	s := newScene(t, Options{})
	body := `{"type":"track","event":"e","userId":"u","timestamp":"2026-01-02T10:59:00Z","sentAt":"2026-01-02T10:59:30Z"}`
	s.ask("POST", "/v1/t?writeKey=wk", body, "SentAt", "2026-01-02T11:00:00Z", "X-Forwarded-For", "203.0.113.1")
	e := s.events()[0]
	if want := noon.UnixMicro() - 60e6; e.Time != want {
		t.Errorf("time %d, want %d", e.Time, want)
	}
	if len(e.Props) != 1 || e.Props[0].Name != "$ip" || e.Props[0].Value.Str != "192.0.2.1" { // httptest's sender
		t.Errorf("%+v", e.Props)
	}
}

func TestCounters(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	s := newScene(t, Options{Registry: registry})
	body := `{"batch":[` + event + `,` + event + `,{"type":"track","event":"e"},7]}`
	s.ask("POST", "/v1/batch?writeKey=wk", body)
	s.ask("POST", "/v1/batch?writeKey=wk", "{")
	c := s.door.Counts()
	if c.Requests != 1 || c.Accepted != 2 || c.Bytes != uint64(len(body)) || c.Rejected[wire.NoIdentity] != 1 || c.Rejected[wire.NotAnObject] != 1 || c.Refused[wire.BadJSON] != 1 {
		t.Errorf("%+v", c)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			for _, l := range m.GetLabel() {
				name += ":" + l.GetValue()
			}
			found[name] = m.GetCounter().GetValue()
		}
	}
	if found["kith_collect_events_accepted_total"] != 2 || found["kith_collect_events_rejected_total:no_identity"] != 1 || found["kith_collect_requests_refused_total:bad_json"] != 1 {
		t.Errorf("%v", found)
	}
	if _, err := New(Options{Sources: shop{}, Registry: registry}); err == nil {
		t.Error("two doors in one registry")
	}
}

func TestAClientThatLeaves(t *testing.T) {
	s := newScene(t, Options{})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	for len(s.door.desks) > 0 { // every desk is taken
		<-s.door.desks
	}
	r, err := http.NewRequestWithContext(ctx, "POST", "/v1/t?writeKey=wk", strings.NewReader(event))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.door.store(r, "wk", event, s.door.segment("track"), &claim{on: &s.door.inFlight}); kith.CodeOf(err) != kith.Unavailable {
		t.Errorf("got %v", err)
	}
}
