package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/platform/api"
	"kith/internal/platform/db/dbtest"
)

// One program, one folder, one day: it takes events in, answers, shows how it
// is, stops when asked, and goes on where it was.
func TestServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir)
	story(t, s)

	if !strings.Contains(s.said(), s.key()) {
		t.Error("the log does not say the write key of the new workspace")
	}
	if n := countFile(t, dir, "Bought"); n != 3 {
		t.Errorf("kith ask, by the server: %d", n)
	}
	for i := range 20 { // so that what was refused is a small part
		s.send(track(fmt.Sprintf("view-%d", i), "Viewed", "u1"))
	}
	s.await("Viewed", 20)
	doctor(t, dir, "runs at "+s.address)
	s.stop()
	if n := countFile(t, dir, "Bought"); n != 3 {
		t.Errorf("kith ask, without a server: %d", n)
	}
	doctor(t, dir, "none runs")
	again := serve(t, dir)
	again.await("Bought", 3)
	if r := again.send(track("4", "Bought", "u9")); r.status != http.StatusOK {
		t.Fatalf("after a restart: %+v", r)
	}
	again.await("Bought", 4)
	again.stop()
}

func TestServeOnPostgres(t *testing.T) {
	url := dbtest.PostgresURL(t)
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir, "--database", url)
	story(t, s)
	s.stop()
	again := serve(t, dir, "--database", url)
	again.await("Bought", 3)
	r := command(t, "backup", filepath.Join(t.TempDir(), "backup"), "--data", dir, "--database", url)
	if r.code != 2 || !strings.Contains(r.errors, "pg_dump") {
		t.Errorf("a backup: code %d, %s", r.code, r.errors)
	}
	again.stop()
}

// story is what any server must do with a day's events.
func story(t *testing.T, s *server) {
	t.Helper()
	for _, path := range []string{"/healthz", "/readyz"} {
		if r := s.do("GET", path, ""); r.status != http.StatusOK {
			t.Errorf("%s: %+v", path, r)
		}
	}
	begin := time.Now()
	if r := s.send(track("1", "Bought", "u1")); r.status != http.StatusOK {
		t.Fatalf("a batch: %+v", r)
	}
	s.await("Bought", 1)
	t.Logf("an event was in an answer %v after it was sent", time.Since(begin).Round(time.Millisecond))

	bad := `{"type":"track","event":"Bought","userId":"u2","timestamp":"2999-01-01T00:00:00Z"}`
	packed := zipped(t, `{"batch":[`+track("2", "Bought", "u2")+`,`+bad+`,`+track("3", "Bought", "u1")+`]}`)
	if r := s.do("POST", "/v1/batch", packed, "Authorization", basic(s.key()), "Content-Encoding", "gzip"); r.status != http.StatusOK {
		t.Fatalf("a packed batch with a bad event: %+v", r)
	}
	if r := s.send(track("1", "Bought", "u1")); r.status != http.StatusOK { // the client did not hear us
		t.Fatalf("a batch again: %+v", r)
	}
	s.await("Bought", 3)
	var status []ingest.Status
	for begin := time.Now(); time.Since(begin) < patience; { // the repeat comes after what was awaited
		s.api("GET", "/api/v1/status", "", &status)
		if status[0].Duplicates > 0 {
			break
		}
	}
	if st := status[0]; st.Recorded != 3 || st.Rejected != 1 || st.Duplicates != 1 || st.Unreadable != 0 {
		t.Errorf("exits: %+v", st)
	}
	var rejected quarantine.QuarantinePage
	for begin := time.Now(); time.Since(begin) < patience && len(rejected.Events) == 0; {
		s.api("GET", "/api/v1/quarantine?reason=time_out_of_range", "", &rejected)
	}
	if len(rejected.Events) != 1 || len(rejected.Reasons) != 1 || !strings.Contains(rejected.Events[0].Raw, "2999-01-01") || rejected.Events[0].Detail == "" {
		t.Errorf("quarantine: %+v", rejected)
	}
	if r := s.do("GET", "/api/v1/quarantine?before=x", "", "Authorization", "Bearer "+localToken(t, s.dir)); r.status != http.StatusBadRequest {
		t.Errorf("a page that is not there: %+v", r)
	}
	if r := s.do("POST", "/v1/batch", `{"batch":[`+track("9", "Bought", "u1")+`]}`, "Authorization", basic("wk_nobody")); r.status != http.StatusUnauthorized {
		t.Errorf("an unknown key: %+v", r)
	}
	if r := s.do("POST", "/api/v1/questions", asking("Bought")); r.status != http.StatusUnauthorized {
		t.Errorf("a question from nobody: %+v", r)
	}
	metrics := s.do("GET", "/metrics", "").body
	for _, want := range []string{`kith_rows{workspace="main"} 3`, `kith_events_duplicate_total{workspace="main"} 1`, `kith_events_rejected_total{workspace="main"} 1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if r := s.do("GET", "/", ""); r.status != http.StatusOK || !strings.Contains(r.body, "<html") {
		t.Errorf("the first page: %d", r.status)
	}
}

func zipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func basic(key string) string {
	req := &http.Request{Header: http.Header{}}
	req.SetBasicAuth(key, "")
	return req.Header.Get("Authorization")
}

// doctor finds nothing bad, but for a disk that others keep busy.
func doctor(t *testing.T, dir, says string) {
	t.Helper()
	out := command(t, "doctor", "--data", dir).out
	bad := false
	for line := range strings.Lines(out) {
		bad = bad || strings.Contains(line, "BAD") && !strings.Contains(line, "durable write")
	}
	if bad || !strings.Contains(out, says) || !strings.Contains(out, "23 events") {
		t.Errorf("doctor:\n%s", out)
	}
}

// A question that cannot be answered says where it is wrong and how to mend it,
// in the API and in the program, which ends with code 2.
func TestBadQuestions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir)
	steps := strings.Repeat(`{"event":"a"},`, 49) + `{"event":"a"}`
	for name, c := range map[string]struct{ question, field string }{
		"unknown field":  {`{"range":{"last":"7d"},"trend":{"series":[{"evnt":"a"}]}}`, "trend.series[0].evnt"},
		"unknown zone":   {`{"range":{"last":"7d"},"zone":"Mars/Olympus","trend":{"series":[{"event":"a"}]}}`, "zone"},
		"window zero":    {`{"range":{"last":"7d"},"funnel":{"window":"0d","steps":[{"event":"a"},{"event":"b"}]}}`, "funnel.window"},
		"50 steps":       {`{"range":{"last":"7d"},"funnel":{"steps":[` + steps + `]}}`, "funnel.steps"},
		"no range":       {`{"trend":{"series":[{"event":"a"}]}}`, "range"},
		"wrong type":     {`{"range":{"last":"7d"},"trend":{"series":"a"}}`, "trend.series"},
		"nothing at all": {`{"range":{"last":"7d"}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := askFile(t, dir, c.question)
			if r.code != 2 || !strings.Contains(r.errors, c.field) || r.out != "" {
				t.Errorf("kith ask: code %d, %s%s", r.code, r.errors, r.out)
			}
			answer := s.do("POST", "/api/v1/questions", c.question, "Authorization", "Bearer "+localToken(t, dir), "Content-Type", "application/json")
			var failure api.Failure
			if err := json.Unmarshal([]byte(answer.body), &failure); err != nil {
				t.Fatalf("%v in %s", err, answer.body)
			}
			if p := failure.Problem; answer.status != http.StatusBadRequest || p.Field != c.field || p.Message == "" || p.Retry {
				t.Errorf("the API: %d %s", answer.status, answer.body)
			}
			t.Log(strings.TrimSpace(r.errors))
		})
	}
	if r := askFile(t, dir, `{"range":`); r.code != 2 || !strings.Contains(r.errors, "JSON") {
		t.Errorf("half a question: code %d, %s", r.code, r.errors)
	}
	if r := command(t, "ask", filepath.Join(dir, "absent.json"), "--data", dir); r.code == 0 || !strings.Contains(r.errors, "absent.json") {
		t.Errorf("no question: code %d, %s", r.code, r.errors)
	}
}

// A folder that is served cannot be served twice, and says so.
func TestOneServerAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir)
	r := command(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if r.code == 0 || !strings.Contains(r.errors, "open in another process") {
		t.Errorf("a second server: code %d, %s", r.code, r.errors)
	}
	s.await("Bought", 0)
}

// A server that is killed has everything that it answered 200 to.
func TestServerKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	sent := 0
	for range 3 {
		s := serve(t, dir)
		s.await("Bought", sent)
		for range 20 {
			if r := s.send(track(fmt.Sprint(sent), "Bought", fmt.Sprintf("u%d", sent%7))); r.status != http.StatusOK {
				t.Fatalf("%+v", r)
			}
			sent++
		}
		s.kill()
	}
	// The dead server's address is still in the folder.
	if n := countFile(t, dir, "Bought"); n != sent {
		t.Errorf("kith ask finds %d of %d", n, sent)
	}
	s := serve(t, dir)
	s.await("Bought", sent)
	s.stop()
}

// Asked to stop while clients send, the server keeps what it answered 200 to,
// seals it, and leaves the log with nothing to read again.
func TestStopUnderLoad(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir)
	key := s.key()
	var acked, tried atomic.Int64
	enough := make(chan struct{})
	var group sync.WaitGroup
	for sender := range 4 {
		group.Go(func() {
			for i := 0; ; i++ {
				body := `{"writeKey":"` + key + `","batch":[` + track(fmt.Sprintf("%d-%d", sender, i), "Bought", fmt.Sprintf("u%d", i%50)) + `]}`
				tried.Add(1)
				if r, err := s.try("POST", "/v1/batch", body); err != nil || r.status != http.StatusOK {
					return // the door is closed
				}
				if acked.Add(1) == 200 {
					close(enough)
				}
			}
		})
	}
	select {
	case <-enough:
	case <-time.After(patience):
		t.Error("nothing is acknowledged")
	}
	begin := time.Now()
	s.stop()
	t.Logf("stopped in %v", time.Since(begin).Round(time.Millisecond))
	group.Wait()
	if !strings.Contains(s.said(), `"msg":"sealed"`) {
		t.Error("nothing was sealed at the end")
	}
	again := serve(t, dir)
	n := int64(again.count("Bought"))
	if n < acked.Load() || n > tried.Load() {
		t.Errorf("%d events; %d were acknowledged, %d sent", n, acked.Load(), tried.Load())
	}
	var status []ingest.Status
	again.api("GET", "/api/v1/status", "", &status)
	if st := status[0]; st.Unsealed != 0 || st.Log.Entries != 0 {
		t.Errorf("%d rows unsealed, %d entries in the log", st.Unsealed, st.Log.Entries)
	}
	again.stop()
}
