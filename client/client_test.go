package client

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// shop is a server that notes what it takes; answer decides what it says.
type shop struct {
	*httptest.Server
	mu     sync.Mutex
	answer func(n, events int) (status int, retryAfter string)
	tries  int
	taken  map[string]int // by message id
	sizes  []int
	said   []map[string]any
}

func newShop(t *testing.T, answer func(n, events int) (int, string)) *shop {
	t.Helper()
	s := &shop{answer: answer, taken: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, _, _ := r.BasicAuth()
		z, err := gzip.NewReader(r.Body)
		if err != nil || key != "wk" || r.URL.Path != "/v1/batch" || r.Header.Get("SentAt") == "" {
			t.Errorf("%s by %q: %v", r.URL, key, err)
			return
		}
		var b struct{ Batch []map[string]any }
		text, err := io.ReadAll(z)
		if err = errors.Join(err, json.Unmarshal(text, &b)); err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.tries++
		status, after := s.answer(s.tries, len(b.Batch))
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		w.WriteHeader(status)
		if status != http.StatusOK {
			return
		}
		s.sizes = append(s.sizes, len(b.Batch))
		for _, e := range b.Batch {
			s.taken[fmt.Sprint(e["messageId"])]++
			s.said = append(s.said, e)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func always(int, int) (int, string) { return http.StatusOK, "" }

func open(t *testing.T, s *shop, edit func(*Options)) *Client {
	t.Helper()
	o := Options{Address: s.URL + "/", WriteKey: "wk", Every: time.Hour, OnError: func(err error, n int) { t.Errorf("%d lost: %v", n, err) }}
	if edit != nil {
		edit(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEverythingArrivesOnce(t *testing.T) {
	s := newShop(t, func(n, _ int) (int, string) {
		switch n {
		case 1:
			return http.StatusServiceUnavailable, ""
		case 2:
			return http.StatusTooManyRequests, "1"
		}
		return http.StatusOK, ""
	})
	c := open(t, s, func(o *Options) { o.Batch = 7 })
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 25 {
				if err := c.Track(Event{UserID: "u", Name: "step", MessageID: fmt.Sprint(i, "-", j), Properties: map[string]any{"n": j}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	must(t, c.Flush(t.Context()))
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.taken) != 200 || len(s.sizes) != 29 {
		t.Errorf("%d events in requests of %v", len(s.taken), s.sizes)
	}
	for id, n := range s.taken {
		if n != 1 {
			t.Errorf("%s arrived %d times", id, n)
		}
	}
}

func TestWhatIsSaid(t *testing.T) {
	s := newShop(t, always)
	c := open(t, s, nil)
	at := time.Date(2026, 3, 1, 12, 0, 0, 5000, time.FixedZone("", 3600))
	must(t, c.Page(Event{AnonymousID: "a", Name: "Home", Time: at, Context: map[string]any{"ip": "192.0.2.1", "library": "x"}}))
	must(t, c.Identify(Event{UserID: "u", Properties: map[string]any{"plan": "pro"}}))
	must(t, c.Alias("u", "a"))
	must(t, c.Group(Event{UserID: "u", Name: "g"}))
	must(t, c.Screen(Event{UserID: "u"}))
	must(t, c.Flush(t.Context()))
	text, _ := json.Marshal(s.said)
	for _, want := range []string{`"anonymousId":"a"`, `"name":"Home"`, `"timestamp":"2026-03-01T11:00:00.000005Z"`, `"ip":"192.0.2.1"`, `"traits":{"plan":"pro"}`, `"previousId":"a"`, `"groupId":"g"`, `"type":"screen"`, `"name":"kith-go"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s does not say %s", text, want)
		}
	}
	for _, err := range []error{c.Track(Event{UserID: "u"}), c.Track(Event{Name: "x"}), c.Group(Event{UserID: "u"}), c.Alias("u", ""), c.Track(Event{UserID: "u", Name: "x", Properties: map[string]any{"f": func() {}}}), c.Track(Event{UserID: "u", Name: strings.Repeat("x", maxEvent)})} {
		if err == nil || !strings.HasPrefix(err.Error(), "kith: ") {
			t.Errorf("got %v", err)
		}
	}
}

func TestTooLargeGoesInHalves(t *testing.T) {
	s := newShop(t, func(_, events int) (int, string) {
		if events > 3 {
			return http.StatusRequestEntityTooLarge, ""
		}
		return http.StatusOK, ""
	})
	c := open(t, s, nil)
	for i := range 10 {
		must(t, c.Track(Event{UserID: "u", Name: fmt.Sprint(i)}))
	}
	must(t, c.Flush(t.Context()))
	if len(s.taken) != 10 {
		t.Errorf("%d arrived in %v", len(s.taken), s.sizes)
	}
}

func TestRefusedForGood(t *testing.T) {
	lost := 0
	s := newShop(t, func(int, int) (int, string) { return http.StatusUnauthorized, "" })
	c := open(t, s, func(o *Options) { o.OnError = func(err error, n int) { lost += n } })
	must(t, c.Track(Event{UserID: "u", Name: "x"}))
	must(t, c.Flush(t.Context()))
	if lost != 1 || s.tries != 1 {
		t.Errorf("%d lost in %d tries", lost, s.tries)
	}
}

func TestFullAndClosed(t *testing.T) {
	lost := 0
	s := newShop(t, func(int, int) (int, string) { return http.StatusServiceUnavailable, "300" })
	before := runtime.NumGoroutine()
	c, err := New(Options{Address: s.URL, WriteKey: "wk", Batch: 1, Queue: 3, OnError: func(err error, n int) { lost += n }})
	must(t, err)
	full := 0
	for range 20 {
		if errors.Is(c.Track(Event{UserID: "u", Name: "x"}), ErrFull) {
			full++
		}
	}
	if full < 15 {
		t.Errorf("%d of 20 did not fit, of a queue of 3", full)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := c.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || lost != 20-full {
		t.Errorf("%v, %d lost of %d", err, lost, 20-full)
	}
	if err := c.Track(Event{UserID: "u", Name: "x"}); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := c.Flush(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	must(t, c.Close(t.Context()))
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	for begin := time.Now(); runtime.NumGoroutine() > before+2; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > 5*time.Second {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

func TestBytesAreBounded(t *testing.T) {
	s := newShop(t, func(int, int) (int, string) { return http.StatusServiceUnavailable, "300" })
	c, err := New(Options{Address: s.URL, WriteKey: "wk", Batch: 1, QueueBytes: 1000})
	must(t, err)
	taken := 0
	for range 100 {
		if c.Track(Event{UserID: "u", Name: "x"}) == nil {
			taken++
		}
	}
	if taken > 10 {
		t.Errorf("%d events of more than 200 bytes in 1,000", taken)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_ = c.Close(ctx)
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{}, {Address: "kith.example", WriteKey: "wk"}, {Address: "ftp://kith.example", WriteKey: "wk"}, {Address: "https://kith.example"}, {Address: "https://kith.example", WriteKey: "wk", Queue: -1}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

func Example() {
	k, err := New(Options{Address: "https://kith.example.com", WriteKey: "wk_…"})
	if err != nil {
		return
	}
	defer k.Close(context.Background())
	_ = k.Track(Event{UserID: "u1", Name: "order_paid", Properties: map[string]any{"amount": 12.5}})
}

func BenchmarkTrack(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	defer server.Close()
	c, err := New(Options{Address: server.URL, WriteKey: "wk", Queue: 1 << 20, QueueBytes: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := c.Track(Event{UserID: "u1", Name: "order_paid", Properties: map[string]any{"amount": 12.5, "plan": "pro"}}); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.Close(context.Background()); err != nil {
		b.Fatal(err)
	}
}
