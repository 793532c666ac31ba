package quarantine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/collect/wires"
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

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// scene is a workspace whose consumer runs, with the quarantine's operations.
type scene struct {
	*testing.T
	space  *ingest.Workspace
	store  *quarantine.Store
	now    time.Time
	server *httptest.Server
}

func newScene(t *testing.T) *scene {
	s := &scene{T: t, now: noon}
	d := dbtest.SQLite(t)
	s.ok(d.Migrate(t.Context(), "identity", identity.Migrations))
	s.ok(d.Migrate(t.Context(), "quarantine", quarantine.Migrations))
	dir := t.TempDir()
	log, err := bus.Open(t.Context(), bus.Options{Dir: filepath.Join(dir, "log"), Logger: slog.New(slog.DiscardHandler)})
	s.ok(err)
	s.store = quarantine.New(d, quarantine.Options{MaxRaw: 300})
	engine, err := ingest.Open(t.Context(), ingest.Options{Dir: dir, DB: d, Bus: log, Quarantine: s.store}, []workspace.Workspace{{ID: 1, Slug: "main", Zone: "UTC"}})
	s.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(ctx) }()
	s.space, err = engine.Workspace("main")
	s.ok(err)
	mux, a := api.New("Test", "1")
	quarantine.Routes(a, s.store, func() time.Time { s.now = s.now.Add(time.Second); return s.now }, func(context.Context, string) (*quarantine.Space, error) {
		return &quarantine.Space{ID: 1, Append: s.space.Append}, nil
	})
	s.server = httptest.NewServer(api.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Caller{Kind: auth.ByOperator, Operator: 5})))
	}), slog.New(slog.DiscardHandler), api.Limits{}))
	t.Cleanup(func() {
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

// reject lets events arrive that were rejected, and be in the quarantine.
func (s *scene) reject(all ...kith.Rejected) {
	s.Helper()
	s.ok(s.space.Append(s.Context(), &kith.Batch{Source: 3, Received: noon.UnixMicro(), Rejected: all}))
	s.ok(s.space.CatchUp(s.Context()))
	s.ok(s.space.Seal(s.Context())) // commits too
}

func (s *scene) call(method, path, body string, out any) {
	s.Helper()
	req, err := http.NewRequest(method, s.server.URL+"/api/v1/quarantine"+path, strings.NewReader(body))
	s.ok(err)
	res, err := http.DefaultClient.Do(req)
	s.ok(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	s.ok(err)
	if res.StatusCode != 200 {
		s.Fatalf("%s %s %s: %d %s", method, path, body, res.StatusCode, text)
	}
	s.ok(json.Unmarshal(text, out))
}

// rows are the events in answers, by ordinal.
func (s *scene) rows() []*timeline.Row {
	s.Helper()
	s.ok(s.space.CatchUp(s.Context()))
	rows, err := s.space.Newest(s.Context(), 1000, 1000, func(*timeline.Row) bool { return true })
	s.ok(err)
	return rows
}

func bad(reason, raw string) kith.Rejected {
	return kith.Rejected{Reason: reason, Raw: []byte(raw), Detail: "batch[0]: it is wrong"}
}

func TestReplay(t *testing.T) {
	s := newScene(t)
	s.reject(
		bad("unknown_type", `{"type":"trak","event":"bought","userId":"ada","timestamp":"2026-03-01T00:00:00Z","properties":{"price":5}}`),
		bad("unknown_type", `{"type":"trak","event":"looked","userId":"bo"}`),
		bad("unknown_type", `{"type":"trak","userId":"bo"}`),
	)
	var out quarantine.ReplayOutcome
	s.call("POST", "/replay", `{"reason":"unknown_type"}`, &out)
	if out.Replayed != 0 || out.Failed != 3 || out.Failures[0].Reason != "unknown_type" || len(s.rows()) != 0 {
		t.Fatalf("unchanged: %+v", out)
	}
	s.call("POST", "/replay", `{"reason":"unknown_type","change":{"type":"track"},"try":true}`, &out)
	if out.Replayed != 2 || out.Failed != 1 || out.Failures[0].Reason != "no_event_name" || len(s.rows()) != 0 {
		t.Fatalf("tried: %+v", out)
	}
	s.call("POST", "/replay", `{"reason":"unknown_type","change":{"type":"track"}}`, &out)
	if rows := s.rows(); out.Replayed != 2 || len(rows) != 2 {
		t.Fatalf("%+v, %d rows", out, len(rows))
	}
	for _, r := range s.rows() {
		if name := s.space.Names().Events.Name(uint32(r.Code)); name == "bought" && r.Time != time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).UnixMicro() || name == "looked" && r.Time != noon.UnixMicro() || r.Source != 3 {
			t.Errorf("%s at %s", name, time.UnixMicro(r.Time).UTC())
		}
	}
	var page quarantine.QuarantinePage
	s.call("GET", "", "", &page)
	if len(page.Events) != 1 || page.Reasons[0].Events != 1 {
		t.Errorf("what stays: %+v", page)
	}
	// What is left, edited.
	id := page.Events[0].ID
	raw, _ := json.Marshal(`{"type":"track","event":"shared","userId":"bo","messageId":"another"}`)
	s.call("POST", "/replay", fmt.Sprintf(`{"ids":[%q],"raw":%s}`, id, raw), &out)
	s.call("POST", "/replay", fmt.Sprintf(`{"ids":[%q],"raw":%s}`, id, raw), &out)
	if out.Skipped != 1 || len(s.rows()) != 3 {
		t.Errorf("twice: %+v, %d rows", out, len(s.rows()))
	}
	s.call("GET", "?state=settled", "", &page)
	if len(page.Events) != 3 || page.Events[0].SettledAs != quarantine.Replayed || page.Events[0].SettledBy != 5 {
		t.Errorf("settled: %+v", page)
	}
}

func TestReplayCutOffBeforeItIsNotedMakesOneEvent(t *testing.T) {
	s := newScene(t)
	s.reject(bad("time_out_of_range", `{"type":"track","event":"bought","userId":"ada","timestamp":"2062-01-01T00:00:00Z"}`),
		kith.Rejected{Reason: "time_out_of_range", MessageID: "m1", Raw: []byte(`{"type":"track","event":"bought","userId":"ada","messageId":"m1","timestamp":"2062-01-01T00:00:00Z"}`)})
	r := quarantine.Replay{Workspace: 1, Query: quarantine.Query{Reason: "time_out_of_range"}, Change: quarantine.Change{ArrivalTime: true}}
	cut := errors.New("cut off")
	for range 2 {
		_, err := s.store.Replay(t.Context(), r, noon.UnixMicro(), func(ctx context.Context, b *kith.Batch) error {
			return errors.Join(s.space.Append(ctx, b), cut)
		})
		if !errors.Is(err, cut) {
			t.Fatal(err)
		}
	}
	out, err := s.store.Replay(t.Context(), r, noon.UnixMicro(), s.space.Append)
	s.ok(err)
	if rows := s.rows(); out.Replayed != 2 || len(rows) != 2 || rows[0].Time != noon.UnixMicro() {
		t.Errorf("%+v, %d rows", out, len(rows))
	}
}

func TestManyAreReplayedInSeveralCalls(t *testing.T) {
	s := newScene(t)
	const many = 4500
	var all []kith.Rejected
	for i := range many {
		name := `,"event":"bought"`
		if i%10 == 0 {
			name = "" // stays
		}
		all = append(all, bad("unknown_type", fmt.Sprintf(`{"type":"trak","userId":"u%d"%s}`, i, name)))
	}
	s.reject(all...)
	before, replayed, failed, calls := "", 0, 0, 0
	for {
		var out quarantine.ReplayOutcome
		s.call("POST", "/replay", fmt.Sprintf(`{"reason":"unknown_type","change":{"type":"track"},"before":%q}`, before), &out)
		replayed, failed, calls, before = replayed+out.Replayed, failed+out.Failed, calls+1, out.Next
		if before == "" {
			break
		}
	}
	var page quarantine.QuarantineOverview
	s.call("GET", "/reasons", "", &page)
	if replayed != many*9/10 || failed != many/10 || calls != 3 || page.Events != many/10 || page.Reasons[0].Remedy.Fixes[0] != quarantine.FixType {
		t.Errorf("%d replayed, %d failed in %d calls, %d stay", replayed, failed, calls, page.Events)
	}
	if status, err := s.space.Status(t.Context()); err != nil || status.Duplicates != 0 {
		t.Errorf("%+v %v", status, err)
	}
}

func TestWhatCannotBeReplayed(t *testing.T) {
	s := newScene(t)
	s.reject(
		bad("too_deep", `{"a":"`+strings.Repeat("x", 400)+`"}`),
		bad("too_many_event_names", ""),
		bad("not_an_object", `[1,2]`),
		bad("not_an_object", `{"type":"track"},{"type":"track"}`),
		bad("unreadable", "\x00\xff"),
	)
	var page quarantine.QuarantinePage
	s.call("GET", "", "", &page)
	want := map[string]string{"too_deep": "cut", "too_many_event_names": "not_kept", "not_an_object": "not_an_object", "unreadable": "bad_json"}
	for _, e := range page.Events {
		var out quarantine.ReplayOutcome
		s.call("POST", "/replay", fmt.Sprintf(`{"ids":[%q],"change":{"type":"track","event":"x"}}`, e.ID), &out)
		if out.Failed != 1 || out.Failures[0].Reason != want[e.Reason] && e.Raw[0] != '{' || out.Failures[0].Detail == "" {
			t.Errorf("%s %.20q: %+v", e.Reason, e.Raw, out)
		}
		var whole quarantine.QuarantinedEvent
		s.call("GET", "/entries/"+e.ID, "", &whole)
		if whole.Remedy.Wrong == "" || whole.Cut != (e.Reason == "too_deep") {
			t.Errorf("%+v", whole)
		}
	}
	if n := len(s.rows()); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestDiscardingAndTakingBack(t *testing.T) {
	s := newScene(t)
	s.reject(bad("no_identity", `{"type":"track","event":"a"}`), bad("no_identity", `{"type":"track","event":"b"}`), bad("too_deep", `{}`))
	var out quarantine.DiscardOutcome
	s.call("POST", "/discard", `{"reason":"no_identity"}`, &out)
	var page quarantine.QuarantineOverview
	s.call("GET", "/reasons", "", &page)
	if out.Discarded != 2 || page.Events != 1 {
		t.Fatalf("%+v %+v", out, page)
	}
	var back struct{ Restored int }
	at, _ := json.Marshal(out.At)
	s.call("POST", "/restore", fmt.Sprintf(`{"at":%s}`, at), &back)
	s.call("GET", "/reasons", "", &page)
	if back.Restored != 2 || page.Events != 3 {
		t.Errorf("%+v %+v", back, page)
	}
	for _, body := range []string{`{}`, `{"event":"a"}`, `{"ids":["1"]}`} {
		res, err := http.Post(s.server.URL+"/api/v1/quarantine/discard", "application/json", strings.NewReader(body))
		s.ok(err)
		res.Body.Close()
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", body, res.StatusCode)
		}
	}
}

// TestReplayByTheWireItCameBy replays what PostHog's and Mixpanel's clients
// sent: one rejected event may be several.
func TestReplayByTheWireItCameBy(t *testing.T) {
	s := newScene(t)
	reject := func(wire string, all ...kith.Rejected) {
		s.ok(s.space.Append(s.Context(), &kith.Batch{Source: 3, Received: noon.UnixMicro(), Wire: wire, Rejected: all}))
	}
	raw := `{"event":"bought","distinct_id":"ada","uuid":"id1","timestamp":"2062-01-01T00:00:00Z","properties":{"$lib":"web","$time":1,"$set":{"plan":"pro"}},"$set_once":{"first":1}}`
	reject(wires.PostHog, kith.Rejected{MessageID: "id1", Reason: "time_out_of_range", Raw: []byte(raw)})
	reject(wires.PostHog, bad("bad_properties", `{"event":"looked","properties":{"distinct_id":"bo","$set":7}}`), bad("no_event_name", `{"distinct_id":"cy"}`))
	reject(wires.Mixpanel, bad("time_out_of_range", `{"event":"shared","properties":{"distinct_id":"di","time":99999999999,"x":1}}`))
	s.ok(s.space.CatchUp(s.Context()))
	s.ok(s.space.Seal(s.Context()))
	var out quarantine.ReplayOutcome
	for range 2 { // the second finds nothing open
		s.call("POST", "/replay", `{"reason":"time_out_of_range","change":{"arrival_time":true}}`, &out)
	}
	s.call("POST", "/replay", `{"reason":"bad_properties","change":{"drop_properties":true}}`, &out)
	s.call("POST", "/replay", `{"reason":"no_event_name","change":{"event":"named"}}`, &out)
	got := map[string]string{}
	for _, r := range s.rows() {
		if r.Time != noon.UnixMicro() {
			t.Errorf("%v", r)
		}
		text := ""
		for _, p := range r.Props {
			text += s.space.Names().Properties.Name(p.Key) + "=" + p.Value.Text() + " "
		}
		got[s.space.Names().Events.Name(uint32(r.Code))] = text
	}
	want := map[string]string{"bought": "$lib=web ", "$set": "plan=pro ", "$set_once": "first=1 ", "looked": "", "named": "", "shared": "x=1 "}
	if !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	// Had the client sent it again meanwhile, well this time, it would be the same events.
	again := []kith.Event{{MessageID: "id1", Name: "bought", UserID: "ada", Time: 1}, {MessageID: "id1/$set", Name: "$set", UserID: "ada", Time: 1}}
	s.ok(s.space.Append(s.Context(), &kith.Batch{Source: 3, Received: noon.UnixMicro(), Wire: wires.PostHog, Events: again}))
	if n := len(s.rows()); n != len(want) {
		t.Errorf("%d rows", n)
	}
}
