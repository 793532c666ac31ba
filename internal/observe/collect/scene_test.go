package collect

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

const event = `{"type":"track","event":"Bought","userId":"u1","messageId":"m1"}`

// shop knows one source that may send and one that may not.
type shop struct{}

func (shop) Lookup(key string) (Source, bool) {
	switch key {
	case "wk":
		return Source{ID: 7, Workspace: 1, Slug: "shop", Enabled: true}, true
	case "off":
		return Source{ID: 8, Workspace: 1, Slug: "shop"}, true
	}
	return Source{}, false
}

// logFunc is a log that does what a test needs.
type logFunc func(ctx context.Context, workspace string, payload []byte) (uint64, error)

func (f logFunc) Append(ctx context.Context, workspace string, payload []byte) (uint64, error) {
	return f(ctx, workspace, payload)
}

// scene is a door whose batches are kept in order.
type scene struct {
	*testing.T
	door    *Door
	mux     *http.ServeMux
	batches []*kith.Batch
}

func newScene(t *testing.T, o Options) *scene {
	t.Helper()
	s := &scene{T: t, mux: http.NewServeMux()}
	o.Sources, o.Now = shop{}, func() time.Time { return noon }
	if o.Log == nil {
		o.Log = logFunc(func(_ context.Context, workspace string, payload []byte) (uint64, error) {
			b, err := kith.DecodeBatch(payload)
			if err != nil || workspace != "shop" {
				t.Errorf("appended to %q: %v", workspace, err)
			}
			s.batches = append(s.batches, b)
			return uint64(len(s.batches)), nil
		})
	}
	var err error
	if s.door, err = New(o); err != nil {
		t.Fatal(err)
	}
	s.door.Register(s.mux)
	return s
}

// ask sends a request with headers given as pairs.
func (s *scene) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	s.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return w
}

// events are all that came through.
func (s *scene) events() (all []kith.Event) {
	for _, b := range s.batches {
		all = append(all, b.Events...)
	}
	return all
}

func packed(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}
