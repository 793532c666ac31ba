package live

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/bus"
	"kith/internal/platform/db/dbtest"
	"kith/internal/platform/workspace"
)

// scene is a workspace whose consumer runs, and a server with its stream.
type scene struct {
	*testing.T
	space  *ingest.Workspace
	hub    *Hub
	server *httptest.Server
	ids    int
}

func newScene(t *testing.T) *scene {
	s := &scene{T: t}
	d := dbtest.SQLite(t)
	s.ok(d.Migrate(t.Context(), "identity", identity.Migrations))
	s.ok(d.Migrate(t.Context(), "quarantine", quarantine.Migrations))
	dir := t.TempDir()
	log, err := bus.Open(t.Context(), bus.Options{Dir: filepath.Join(dir, "log"), Logger: slog.New(slog.DiscardHandler)})
	s.ok(err)
	kept := quarantine.New(d, quarantine.Options{})
	engine, err := ingest.Open(t.Context(), ingest.Options{Dir: dir, DB: d, Bus: log, Quarantine: kept}, []workspace.Workspace{{ID: 1, Slug: "main", Zone: "UTC"}})
	s.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(ctx) }()
	s.space, err = engine.Workspace("main")
	s.ok(err)
	s.hub = New(kept, time.Now)
	mux, a := api.New("Test", "1")
	Routes(a, s.hub, func(context.Context, string) (*Workspace, error) { return &Workspace{ID: 1, Space: s.space}, nil })
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Caller{Kind: auth.ByOperator, Operator: 1})))
	})
	s.server = httptest.NewServer(api.Protect(signedIn, slog.New(slog.DiscardHandler), api.Limits{}))
	t.Cleanup(func() {
		s.hub.Close()
		s.server.Close()
		stop()
		if err := errors.Join(<-ran, engine.Close(), log.Close(context.Background())); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *scene) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *scene) come(source uint32, rejected []kith.Rejected, events ...kith.Event) {
	s.Helper()
	for i := range events {
		s.ids++
		events[i].MessageID, events[i].Time = fmt.Sprint("m", s.ids), time.Now().UnixMicro()
	}
	s.ok(s.space.Append(s.Context(), &kith.Batch{Source: source, Received: time.Now().UnixMicro(), Events: events, Rejected: rejected}))
	s.ok(s.space.CatchUp(s.Context()))
}

// reader reads a stream.
type reader struct {
	s     *scene
	lines *bufio.Scanner
	stop  func()
	wait  []Event
}

func (s *scene) look(query string) *reader {
	s.Helper()
	ctx, stop := context.WithTimeout(s.Context(), 20*time.Second)
	s.Cleanup(stop)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.URL+"/api/v1/live"+query, nil)
	s.ok(err)
	res, err := http.DefaultClient.Do(req)
	s.ok(err)
	s.Cleanup(func() { res.Body.Close() })
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		s.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	r := &reader{s: s, lines: bufio.NewScanner(res.Body), stop: stop}
	r.lines.Buffer(nil, 1<<20)
	if event, _ := r.message(); event != "hello" {
		s.Fatalf("begins with %s", event)
	}
	return r
}

func (r *reader) message() (event, data string) {
	r.s.Helper()
	for r.lines.Scan() {
		name, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch name {
		case "event":
			event = value
		case "data":
			data = value
		case "":
			return event, data
		}
	}
	r.s.Fatalf("the stream ended: %v", r.lines.Err())
	return "", ""
}

// next waits for an event.
func (r *reader) next() Event {
	r.s.Helper()
	for len(r.wait) == 0 {
		if event, data := r.message(); event == "events" {
			r.s.ok(json.Unmarshal([]byte(data), &r.wait))
		}
	}
	e := r.wait[0]
	r.wait = r.wait[1:]
	return e
}

func track(name, user string, props ...kith.Property) kith.Event {
	return kith.Event{Name: name, UserID: user, Props: props}
}

func TestWhatWasThereAndWhatComes(t *testing.T) {
	s := newScene(t)
	s.come(1, nil, track("bought", "ada", kith.Property{Name: "price", Value: kith.NumberValue(5)}))
	s.ok(s.space.Seal(t.Context())) // so that the record has it
	s.come(1, nil, track("looked", "ada"))
	r := s.look("")
	if e := r.next(); e.Name != "bought" || e.Seq != 1 || len(e.IDs) != 1 || e.IDs[0] != (ID{"user", "ada"}) || string(e.Properties[0].Value) != "5" || e.Properties[0].New {
		t.Errorf("%+v", e)
	}
	if e := r.next(); e.Name != "looked" || e.Person == 0 {
		t.Errorf("%+v", e)
	}
	s.come(2, []kith.Rejected{{Name: "bad", Reason: "no_identity", Detail: "nobody is named", Raw: []byte(`{"a":1}`)}},
		track("bought", "bo", kith.Property{Name: "note", Value: kith.JSONValue(`{"x":[1]}`)}))
	e := r.next()
	if e.Name != "bought" || e.Source != 2 || e.UserID != "bo" || e.MessageID != "m3" || e.IDs[0].ID != "bo" || !e.Properties[0].New || string(e.Properties[0].Value) != `{"x":[1]}` {
		t.Errorf("%+v", e)
	}
	if e := r.next(); e.Reason != "no_identity" || e.Quarantine == "" || e.Raw != `{"a":1}` || e.Seq != 0 {
		t.Errorf("%+v", e)
	}
	r.stop()
	if e := s.look("?after=2&only=accepted").next(); e.Seq != 3 {
		t.Errorf("coming back: %+v", e)
	}
}

func TestFilters(t *testing.T) {
	s := newScene(t)
	s.come(1, nil, track("bought", "ada"), track("looked", "ada"), track("heartbeat", "ada"), kith.Event{Name: "looked", AnonymousID: "phone"})
	s.come(2, nil, track("looked", "bo"), kith.Event{Name: kith.EventAlias, UserID: "ada", PreviousID: "phone"})
	for query, want := range map[string]string{
		"?event=bought":                  "bought/1",
		"?event=bought&event=heartbeat":  "bought/1 heartbeat/1",
		"?source=2":                      "looked/2 $alias/2",
		"?without=heartbeat&source=1":    "bought/1 looked/1 looked/1",
		"?person=1&event=looked":         "looked/1 looked/1",
		"?only=quarantined&event=bought": "",
	} {
		got := []string{}
		v := &viewer{space: s.space}
		values, err := http.NewRequest(http.MethodGet, query, nil)
		s.ok(err)
		v.filter = Filter{Events: values.URL.Query()["event"], Without: values.URL.Query()["without"], Only: Only(values.URL.Query().Get("only"))}
		for _, id := range values.URL.Query()["source"] {
			v.filter.Sources = append(v.filter.Sources, uint32(id[0]-'0'))
		}
		if values.URL.Query().Has("person") {
			v.filter.Person = 1
		}
		items, _, err := s.hub.before(t.Context(), &Workspace{ID: 1, Space: s.space}, v, 0)
		s.ok(err)
		for _, it := range items {
			got = append(got, fmt.Sprintf("%s/%d", s.space.Names().Events.Name(uint32(it.row.Code)), it.row.Source))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	r := s.look("?event=bought&after=100")
	s.come(1, nil, track("looked", "bo"), track("bought", "bo"))
	if e := r.next(); e.Name != "bought" {
		t.Errorf("%+v", e)
	}
}

func TestWhoIsSlowIsToldHowManyWereSkipped(t *testing.T) {
	s := newScene(t)
	v := &viewer{space: s.space}
	now := time.Now()
	rows := make([]*timeline.Row, room+25)
	for i := range rows {
		rows[i] = &timeline.Row{Seq: uint64(i + 1)}
	}
	v.see(&ingest.Arrival{Rows: rows, At: now})
	items, _ := v.take(now)
	if len(items) != room || items[0].row.Seq != 26 || items[room-1].row.Seq != room+25 {
		t.Errorf("%d items from %d", len(items), items[0].row.Seq)
	}
	_, seconds := v.take(now.Add(time.Second))
	if len(seconds) != 1 || seconds[0].Events != room+25 || seconds[0].Skipped != 25 {
		t.Errorf("%+v", seconds)
	}
	for i := range 200 { // nobody fetches: it stays bounded
		v.see(&ingest.Arrival{Rows: rows[:1], At: now.Add(time.Duration(i) * time.Second)})
	}
	if items, seconds := v.take(now.Add(time.Hour)); len(items) != 200 || len(seconds) != maxPassed {
		t.Errorf("%d items, %d seconds", len(items), len(seconds))
	}
}

func TestOnlySoManyMayLookAndAllAreLetGo(t *testing.T) {
	s := newScene(t)
	var all []*reader
	for range MaxViewers {
		all = append(all, s.look(""))
	}
	res, err := http.Get(s.server.URL + "/api/v1/live")
	s.ok(err)
	res.Body.Close()
	if res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one more: %d", res.StatusCode)
	}
	s.hub.Close()
	for {
		event, data := all[0].message()
		if event == "bye" {
			if !strings.Contains(data, string(Stopping)) {
				t.Errorf("bye %s", data)
			}
			break
		}
	}
}

// One who looks at everything while 8,192 rows become visible.
func BenchmarkSee(b *testing.B) {
	rows := make([]*timeline.Row, 8192)
	for i := range rows {
		rows[i] = &timeline.Row{Seq: uint64(i + 1)}
	}
	v := &viewer{}
	a := &ingest.Arrival{Rows: rows, At: time.Now()}
	names, merges := timeline.NewNames(), &timeline.OverrideView{}
	for b.Loop() {
		v.rows(a, names, merges)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
}
