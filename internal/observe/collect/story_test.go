package collect

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/platform/bus"
)

// TestTheStory: a site sends a batch with one bad event over a real connection,
// hears 200, and the log has all of it, the good and the bad.
func TestTheStory(t *testing.T) {
	b, err := bus.Open(t.Context(), bus.Options{Dir: t.TempDir(), MinFree: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close(context.WithoutCancel(t.Context()))
	log, err := b.Log(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, Options{Log: logFunc(func(ctx context.Context, workspace string, payload []byte) (uint64, error) {
		return log.Append(ctx, payload)
	})})
	server := httptest.NewServer(s.mux)
	defer server.Close()

	bad := `{"type":"track","event":"Bought","userId":"u2","timestamp":"2999-01-01T00:00:00Z"}`
	request, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/batch/", strings.NewReader(packed(`{"batch":[`+event+`,`+bad+`]}`)))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth("wk", "")
	reply, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if text, _ := io.ReadAll(reply.Body); reply.StatusCode != 200 || strings.TrimSpace(string(text)) != `{"success":true}` {
		t.Fatalf("%d %s", reply.StatusCode, text)
	}

	enough := errors.New("enough")
	err = log.Read(t.Context(), 0, func(e bus.Entry) error {
		batch, err := kith.DecodeBatch(e.Payloads[0])
		if err != nil {
			t.Error(err)
			return enough
		}
		if len(batch.Events) != 1 || batch.Events[0].MessageID != "m1" || len(batch.Rejected) != 1 ||
			batch.Rejected[0].Reason != string(wire.TimeOutOfRange) || string(batch.Rejected[0].Raw) != bad {
			t.Errorf("%+v", batch)
		}
		return enough
	})
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
}

// TestABodyThatEndsEarly breaks a real connection in the middle of a body.
func TestABodyThatEndsEarly(t *testing.T) {
	s := newScene(t, Options{})
	server := httptest.NewServer(s.mux)
	defer server.Close()
	body, send := io.Pipe()
	request, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/t?writeKey=wk", body)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.WriteString(send, event[:10])
		_ = send.CloseWithError(io.ErrUnexpectedEOF)
	}()
	if reply, err := server.Client().Do(request); err == nil {
		reply.Body.Close()
		t.Errorf("answered with %d", reply.StatusCode)
	}
	for deadline := time.Now().Add(10 * time.Second); s.door.Counts().Refused[wire.BodyUnread] == 0; {
		if time.Now().After(deadline) {
			t.Fatal("it is not counted")
		}
		runtime.Gosched()
	}
	if len(s.batches) > 0 {
		t.Error("half a body is taken")
	}
}
