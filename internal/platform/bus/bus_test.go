package bus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"kith/internal/kith"
)

func open(t testing.TB, o Options) *Bus {
	t.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	b, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, b) })
	return b
}

func shut(t testing.TB, b *Bus) {
	t.Helper()
	if err := b.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func logOf(t testing.TB, b *Bus, workspace string) *Log {
	t.Helper()
	l, err := b.Log(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func put(t testing.TB, l *Log, payload string) uint64 {
	t.Helper()
	seq, err := l.Append(t.Context(), []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

var errEnough = errors.New("enough")

// read returns the entries after a position, up to the log's present end.
func read(t testing.TB, l *Log, after uint64) []Entry {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := l.Stats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if s.Entries == 0 || after >= s.Last {
		return nil
	}
	var got []Entry
	err = l.Read(ctx, after, func(e Entry) error {
		got = append(got, e)
		if e.Seq >= s.Last {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Fatalf("read ended with %v after %d entries", err, len(got))
	}
	return got
}

func texts(entries []Entry) string {
	var s []string
	for _, e := range entries {
		for _, p := range e.Payloads {
			s = append(s, fmt.Sprintf("%d:%s", e.Seq, p))
		}
	}
	return strings.Join(s, " ")
}

func wantCode(t *testing.T, err error, code kith.Code, retry bool) {
	t.Helper()
	var e *kith.Error
	if !errors.As(err, &e) || e.Code != code || e.Retry != retry {
		t.Fatalf("error is %v, want code %s with retry %v", err, code, retry)
	}
	if e.Message == "" {
		t.Fatal("error says nothing to the user")
	}
}

func TestOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir})
	_, err := Open(t.Context(), Options{Dir: dir})
	wantCode(t, err, kith.Conflict, false)
	shut(t, b)
	open(t, Options{Dir: dir})
}

func TestWorkspacesAreApart(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir})
	names := []string{"a", "A", "a.b", "a-b", "a_b", "a>b", "*", "../../etc", "my shop", "店", "w-a", "x-a", "\x00", strings.Repeat("n", 300)}
	for _, n := range names {
		put(t, logOf(t, b, n), n)
	}
	if _, err := b.Log(t.Context(), ""); kith.CodeOf(err) != kith.Invalid {
		t.Fatalf("a log without a workspace: %v", err)
	}
	shut(t, b)
	b = open(t, Options{Dir: dir})
	for _, n := range names {
		if got := texts(read(t, logOf(t, b, n), 0)); got != "1:"+n {
			t.Errorf("log of %q holds %q", n, got)
		}
	}
}

func TestCloseWritesWhatWaits(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir})
	l := logOf(t, b, "w")
	put(t, l, "a")
	ended := make(chan error, 1)
	seen := make(chan uint64, 2)
	go func() {
		ended <- l.Read(context.Background(), 0, func(e Entry) error { seen <- e.Seq; return nil })
	}()
	<-seen
	g, err := l.queue.add([]byte("b"))
	if err != nil {
		t.Fatal(err)
	}
	shut(t, b)
	<-g.done
	if g.err != nil {
		t.Fatal(g.err)
	}
	wantCode(t, <-ended, kith.Unavailable, true)
	_, err = l.Append(t.Context(), []byte("c"))
	wantCode(t, err, kith.Unavailable, true)
	_, err = b.Log(t.Context(), "w")
	wantCode(t, err, kith.Unavailable, true)
	shut(t, b)
	if got := texts(read(t, logOf(t, open(t, Options{Dir: dir}), "w"), 0)); got != "1:a 2:b" {
		t.Fatalf("log holds %q", got)
	}
}

// external runs a NATS server of its own, on a free port.
func external(t *testing.T, maxPayload int32) string {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(),
		SyncAlways: true, MaxPayload: maxPayload, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("external server did not start")
	}
	return "nats://" + s.Addr().(*net.TCPAddr).String()
}

func TestExternalServer(t *testing.T) {
	_, err := Open(t.Context(), Options{URL: external(t, 1<<20)})
	wantCode(t, err, kith.Invalid, false)

	url := external(t, maxMessage)
	one, two := open(t, Options{URL: url}), open(t, Options{URL: url})
	put(t, logOf(t, one, "w"), "a")
	put(t, logOf(t, two, "w"), "b")
	if got := texts(read(t, logOf(t, two, "w"), 0)); got != "1:a 2:b" {
		t.Fatalf("log holds %q", got)
	}

	_, err = Open(t.Context(), Options{URL: "nats://127.0.0.1:1"})
	wantCode(t, err, kith.Unavailable, true)
}

func TestServerSpeaksThroughTheLogger(t *testing.T) {
	r, w := io.Pipe()
	logged := make(chan string)
	go func() {
		all, _ := io.ReadAll(r)
		logged <- string(all)
	}()
	b := open(t, Options{Dir: t.TempDir(), Logger: slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	put(t, logOf(t, b, "w"), "a")
	shut(t, b)
	_ = w.Close()
	all := <-logged
	if !strings.Contains(all, "part=nats") {
		t.Error("the server said nothing")
	}
	if strings.Contains(all, "level=WARN") || strings.Contains(all, "level=ERROR") {
		t.Errorf("a quiet life was not quiet:\n%s", all)
	}
}
