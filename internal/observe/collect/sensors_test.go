package collect

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

const record = `{"type":"track","event":"Bought","distinct_id":"c1","anonymous_id":"c1","time":1767355200000,"_track_id":7}`

// javaHash is the checksum as its definition says it.
func javaHash(s string) int32 {
	h := int32(0)
	for _, c := range s {
		h = 31*h + c
	}
	return h
}

func TestChecksum(t *testing.T) {
	for s, want := range map[string]int32{"": 0, "a": 97, "hello": 99162322, "eyJpZGVudGl0aWVzIjp7": javaHash("eyJpZGVudGl0aWVzIjp7"), "a b": javaHash("a+b"), strings.Repeat("z", 1001): javaHash(strings.Repeat("z", 1001))} {
		if got := checksum(s); got != want {
			t.Errorf("%.20q: %d, want %d", s, got, want)
		}
	}
}

// TestSensorsForms sends one record in every form that a client was seen to use.
func TestSensorsForms(t *testing.T) {
	s := newScene(t, Options{})
	b64 := base64.StdEncoding.EncodeToString
	one, list := b64([]byte(record)), b64([]byte("["+record+"]"))
	zipped := b64([]byte(packed("[" + record + "]")))
	for what, c := range map[string]struct {
		method, path, body, contentType string
		damaged                         uint64
	}{
		"a picture":          {"GET", "/sa.gif?project=default&token=wk&data=" + url.QueryEscape(one) + "&ext=" + url.QueryEscape(fmt.Sprint("crc=", javaHash(one))), "", "", 0},
		"a posted form":      {"POST", "/sa.gif?project=default&token=wk", "data=" + url.QueryEscape(one) + "&ext=" + url.QueryEscape(fmt.Sprint("crc=", javaHash(one))), "application/x-www-form-urlencoded", 0},
		"a beacon":           {"POST", "/sa.gif?project=default&token=wk", "data=" + url.QueryEscape(one) + "&ext=crc%3D1", "text/plain;charset=UTF-8", 1},
		"a batch":            {"POST", "/sa.gif?project=default&token=wk", "data_list=" + url.QueryEscape(list), "application/x-www-form-urlencoded", 0},
		"an app":             {"POST", "/sa?project=default&token=wk", fmt.Sprintf("crc=%d&gzip=1&data_list=%s", javaHash(zipped), url.QueryEscape(zipped)), "application/x-www-form-urlencoded", 0},
		"an app, damaged":    {"POST", "/sa?project=default&token=wk", fmt.Sprintf("crc=%d&gzip=1&data_list=%s", javaHash(zipped)+1, url.QueryEscape(zipped)), "", 1},
		"an app, no number":  {"POST", "/sa?token=wk", "crc=x&gzip=1&data_list=" + url.QueryEscape(zipped), "", 1},
		"an app, not packed": {"POST", "/sa/?token=wk", "gzip=0&data_list=" + url.QueryEscape(list), "", 0},
		"a server":           {"POST", "/sa?token=wk", "data_list=" + url.QueryEscape(zipped) + "&gzip=1", "", 0},
		"a server, one":      {"POST", "/sa?token=wk", "data=" + url.QueryEscape(one), "", 0},
		"spaces for pluses":  {"POST", "/sa?token=wk", fmt.Sprintf("crc=%d&data_list=%s", javaHash(list), strings.ReplaceAll(list, "+", " ")), "", 0},
		"JSON":               {"POST", "/sa?token=wk", "[" + record + "]", "application/json", 0},
		"the token inside":   {"POST", "/sa?project=default", `[{"token":"wk",` + record[1:] + `]`, "", 0},
		"basic":              {"GET", "/sa?project=default&writeKey=wk&data=" + url.QueryEscape(one), "", "", 0},
	} {
		s.batches = nil
		before := s.door.Counts().Damaged
		w := s.ask(c.method, c.path, c.body, "Content-Type", c.contentType)
		if w.Code != 200 || len(s.events()) != 1 || s.events()[0].AnonymousID != "c1" || s.batches[0].Wire != wires.Sensors {
			t.Errorf("%s: %d %s %v", what, w.Code, w.Body, s.events())
		}
		if got := s.door.Counts().Damaged - before; got != c.damaged {
			t.Errorf("%s: %d checksums are wrong", what, got)
		}
		if c.method == "GET" && (w.Header().Get("Content-Type") != "image/gif" || w.Body.String() != gif) || c.method == "POST" && w.Body.Len() > 0 {
			t.Errorf("%s: answered with %v %q", what, w.Header(), w.Body)
		}
	}
	if w := s.ask("OPTIONS", "/sa.gif", ""); w.Code != 204 {
		t.Errorf("OPTIONS: %d", w.Code)
	}
	if w := s.ask("HEAD", "/sa.gif?token=wk&data="+url.QueryEscape(one), ""); w.Code != 200 || len(s.batches) > 1 {
		t.Errorf("HEAD: %d", w.Code)
	}
}

// TestAppsKeepWhatIsRefused: they delete what they sent on every answer but
// 403, 404 and those from 500 on.
func TestAppsKeepWhatIsRefused(t *testing.T) {
	keeps := func(code int) bool { return code == 403 || code == 404 || code >= 500 }
	data := "data_list=" + base64.StdEncoding.EncodeToString([]byte("["+record+"]"))
	s := newScene(t, Options{})
	for _, c := range []struct {
		path, body string
		want       int
		refusal    wire.Refusal
	}{
		{"/sa?token=other", data, 403, wire.UnknownWriteKey},
		{"/sa?project=default", data, 403, wire.NoWriteKey},
		{"/sa?token=off", data, 404, wire.SourceDisabled},
		{"/sa.gif?token=other&" + data, "", 403, wire.UnknownWriteKey},
		{"/debug?token=other", data, 403, wire.UnknownWriteKey},
		// Never to be taken, and apps send the oldest first.
		{"/sa?token=wk", "gzip=9&" + data, 400, wire.Encrypted},
		{"/sa?token=wk", "data_list=e30", 200, ""},
		{"/sa?token=wk", "hello", 400, wire.BadForm},
		{"/sa?token=wk", "data_list=" + base64.StdEncoding.EncodeToString([]byte("[{")), 400, wire.BadJSON},
		{"/sa?token=wk", strings.Repeat("x", wire.MaxBody+1), 413, wire.BodyTooLarge},
	} {
		method := "POST"
		if c.body == "" {
			method = "GET"
		}
		before := s.door.Counts().Refused[c.refusal]
		w := s.ask(method, c.path, c.body)
		if w.Code != c.want || c.refusal != "" && s.door.Counts().Refused[c.refusal] != before+1 {
			t.Errorf("%s %.20s: %d %s", c.path, c.body, w.Code, w.Body)
		}
		if w.Header().Get("WWW-Authenticate") != "" {
			t.Errorf("%s: a page would ask for a password", c.path)
		}
	}
	for _, err := range []error{&kith.Error{Code: kith.Unavailable, Message: "the disk is full"}, errors.New("x")} {
		s := newScene(t, Options{Log: logFunc(func(context.Context, string, []byte) (uint64, error) { return 0, err })})
		if w := s.ask("POST", "/sa?token=wk", data); !keeps(w.Code) {
			t.Errorf("%v: %d", err, w.Code)
		}
	}
	(&claim{on: &s.door.inFlight}).force(s.door.inFlight.limit)
	if w := s.ask("POST", "/sa?token=wk", data); w.Code != 503 || w.Header().Get("Retry-After") == "" || s.door.Counts().Refused[wire.Overloaded] != 1 {
		t.Errorf("overloaded: %d %v", w.Code, w.Header())
	}
}

func TestDebugging(t *testing.T) {
	s := newScene(t, Options{})
	form := func(records string) string {
		return "data_list=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte("["+records+"]")))
	}
	bad := `{"type":"track","event":"","distinct_id":"c1"}`
	for _, c := range []struct {
		what, method, records, dry string
		code, stored               int
		says                       string
	}{
		{"looked at", "POST", record, "true", 200, 0, "{}"},
		{"looked at by a page", "GET", record, "true", 200, 0, "{}"},
		{"stored", "POST", record, "false", 200, 1, "{}"},
		{"stored without being asked", "POST", record, "", 200, 1, "{}"},
		{"wrong", "POST", record + "," + bad, "true", 400, 0, "batch[1].event: the event has no name"},
		{"wrong and stored", "POST", record + "," + bad, "false", 400, 1, "batch[1].event: the event has no name"},
	} {
		s.batches = nil
		target, body := "/debug?project=default&token=wk", form(c.records)
		if c.method == "GET" {
			target, body = target+"&"+body, ""
		}
		w := s.ask(c.method, target, body, "Dry-Run", c.dry)
		if w.Code != c.code || len(s.batches) != c.stored || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s, %d stored", c.what, w.Code, w.Body, len(s.batches))
		}
		if c.what == "wrong and stored" && len(s.batches[0].Rejected) != 1 {
			t.Error("what is wrong is not kept")
		}
	}
	if got := s.door.Counts(); got.Accepted != 3 || got.Requests != 3 {
		t.Errorf("what was only looked at is counted: %+v", got)
	}
}
