package api_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/api"
)

func TestPanicIsAnsweredAndLogged(t *testing.T) {
	s := serve(t, api.Limits{}, func(m *http.ServeMux, a huma.API) {
		m.HandleFunc("GET /boom", func(http.ResponseWriter, *http.Request) { panic("a hole in the floor") })
		m.HandleFunc("GET /half", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("half an ans"))
			panic("wer")
		})
	})
	res, a := send(t, "GET", s.URL+"/boom?key=s3cret", "", "")
	if res.StatusCode != 500 || a.Error.Code != "internal" || strings.Contains(a.Error.Message, "hole") {
		t.Errorf("%d %+v", res.StatusCode, a)
	}
	id := res.Header.Get("X-Request-Id")
	if log := s.log.String(); !strings.Contains(log, "a hole in the floor") || !strings.Contains(log, id) || !strings.Contains(log, "protect_test.go") || strings.Contains(log, "s3cret") {
		t.Errorf("log: %s", log)
	}
	if half, err := http.Get(s.URL + "/half"); err == nil {
		defer half.Body.Close()
		if _, err := io.ReadAll(half.Body); err == nil {
			t.Error("half an answer looks whole")
		}
	}
}

func TestHeaders(t *testing.T) {
	s := serve(t, api.Limits{}, pets)
	req, _ := http.NewRequest("GET", s.URL+api.OpenAPIPath, nil)
	req.Header.Set("X-Request-Id", "abcdefgh-1")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	for name, want := range map[string]string{
		"X-Request-Id": "abcdefgh-1", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors 'none'",
	} {
		if got := res.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q", name, got)
		}
	}
	req.Header.Set("X-Request-Id", "evil\" id")
	if res, err = http.DefaultClient.Do(req); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if id := res.Header.Get("X-Request-Id"); len(id) != 16 {
		t.Errorf("id %q", id)
	}
}

func TestTooManyAtOnceAreRefusedEarly(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	s := serve(t, api.Limits{InFlight: 1}, func(m *http.ServeMux, a huma.API) {
		m.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) { close(entered); <-leave })
	})
	done := make(chan error)
	go func() {
		res, err := http.Get(s.URL + "/slow")
		if err == nil {
			res.Body.Close()
		}
		done <- err
	}()
	<-entered
	res, a := send(t, "GET", s.URL+"/slow", "", "")
	if res.StatusCode != 503 || res.Header.Get("Retry-After") != "1" || !a.Error.Retry {
		t.Errorf("%d %+v", res.StatusCode, a)
	}
	close(leave)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestBodyLimit(t *testing.T) {
	s := serve(t, api.Limits{Body: 100}, func(m *http.ServeMux, a huma.API) {
		pets(m, a)
		m.HandleFunc("POST /read", func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				api.WriteError(w, r, err)
			}
		})
	})
	long := strings.Repeat("x", 200)
	for _, path := range []string{"/read", "/api/pets"} {
		if res, a := send(t, "POST", s.URL+path, "application/json", long); res.StatusCode != 413 || a.Error.Code != "too_large" {
			t.Errorf("announced, %s: %d %+v", path, res.StatusCode, a)
		}
		res, err := http.Post(s.URL+path, "application/json", io.MultiReader(strings.NewReader(long))) // chunked
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 413 {
			t.Errorf("chunked, %s: %d", path, res.StatusCode)
		}
	}
}

func TestClientAddressBehindProxies(t *testing.T) {
	ours := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		name, peer, forwarded, proto, address string
		https                                 bool
	}{
		{"direct", "192.0.2.1:4000", "", "", "192.0.2.1", false},
		{"a stranger's claim", "192.0.2.1:4000", "198.51.100.9", "https", "192.0.2.1", false},
		{"one proxy", "10.0.0.1:4000", "198.51.100.9", "https", "198.51.100.9", true},
		{"forged left part", "10.0.0.1:4000", "203.0.113.5, 198.51.100.9, 10.0.0.2", "", "198.51.100.9", false},
		{"nonsense", "10.0.0.1:4000", "unknown", "", "10.0.0.1", false},
		{"mapped", "[::ffff:192.0.2.1]:4000", "", "", "192.0.2.1", false},
		{"socket file", "@", "", "", "invalid IP", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got api.Call
			h := api.Protect(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = api.From(r.Context()) }), slog.New(slog.DiscardHandler), api.Limits{Proxies: ours})
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = c.peer
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
			r.Header.Set("X-Forwarded-Proto", c.proto)
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got.Address.String() != c.address || got.HTTPS != c.https {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestServeLetsRequestsFinish(t *testing.T) {
	for _, c := range []struct {
		name   string
		grace  time.Duration
		finish bool
	}{{"in time", time.Minute, true}, {"too late", time.Millisecond, false}} {
		t.Run(c.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				stop()
				if !c.finish {
					<-r.Context().Done() // ends only when the server gives up on us
					return
				}
				_, _ = w.Write([]byte("whole"))
			})
			served := make(chan error, 1)
			go func() { served <- api.Serve(ctx, l, h, slog.New(slog.DiscardHandler), c.grace) }()
			res, err := http.Get("http://" + l.Addr().String())
			if c.finish {
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(res.Body)
				res.Body.Close()
				if string(body) != "whole" {
					t.Errorf("got %q", body)
				}
			} else if err == nil {
				res.Body.Close()
				t.Error("an answer came although the server gave up")
			}
			if err := <-served; (err == nil) != c.finish {
				t.Errorf("Serve: %v", err)
			}
		})
	}
}

func TestTimeLimit(t *testing.T) {
	s := serve(t, api.Limits{Time: time.Millisecond}, func(m *http.ServeMux, a huma.API) {
		m.HandleFunc("GET /long", func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			api.WriteError(w, r, r.Context().Err())
		})
	})
	if res, a := send(t, "GET", s.URL+"/long", "", ""); res.StatusCode != 503 || !strings.Contains(a.Error.Message, "too long") {
		t.Errorf("%d %+v", res.StatusCode, a)
	}
}
