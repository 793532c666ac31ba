package bus

import (
	"context"
	"strings"
	"testing"

	"kith/internal/kith"
)

// idle returns a log whose writer has not started, so that payloads gather.
func idle(t *testing.T, o Options) *Log {
	t.Helper()
	b := open(t, o)
	stream, err := b.stream(t.Context(), "w", 0)
	if err != nil {
		t.Fatal(err)
	}
	return &Log{workspace: "w", subject: subjectOf("w"), js: b.js, stream: stream, queue: newQueue(b.options.MaxWaiting)}
}

// A caller that gives up neither loses nor fails those it shared a write with.
func TestOneCallerGivesUp(t *testing.T) {
	l := idle(t, Options{Dir: t.TempDir()})
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error, 1)
	go func() {
		_, err := l.Append(ctx, []byte("impatient"))
		gaveUp <- err
	}()
	<-l.queue.wake // it is in the group
	g, err := l.queue.add([]byte("patient"))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	wantCode(t, <-gaveUp, kith.Unavailable, true)
	if _, err := l.Append(ctx, []byte("never")); err == nil {
		t.Fatal("an ended context was taken")
	}
	l.queue.close()
	l.write(t.Context())
	if <-g.done; g.err != nil || g.seq != 1 {
		t.Fatalf("the other got %d, %v", g.seq, g.err)
	}
	if got := texts(read(t, l, 0)); got != "1:impatient 1:patient" {
		t.Fatalf("log holds %q", got)
	}
}

func TestOverloadIsRefusedAtOnce(t *testing.T) {
	l := idle(t, Options{Dir: t.TempDir(), MaxWaiting: 100})
	g, err := l.queue.add([]byte(strings.Repeat("a", 90)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Append(t.Context(), make([]byte, 20))
	wantCode(t, err, kith.Unavailable, true)
	l.queue.close()
	l.write(t.Context())
	if <-g.done; g.err != nil {
		t.Fatal(g.err)
	}
	if n := l.queue.bytes(); n != 0 {
		t.Fatalf("%d bytes still count as waiting", n)
	}
}

func TestGroupsAreBounded(t *testing.T) {
	q := newQueue(1 << 30)
	add := func(size int) *group {
		t.Helper()
		g, err := q.add(make([]byte, size))
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	first := add(1)
	for range groupPayloads - 1 {
		if add(1) != first {
			t.Fatal("a group with room was left")
		}
	}
	second := add(groupBytes / 2)
	if second == first {
		t.Fatal("a group took more payloads than it may")
	}
	third := add(groupBytes)
	if third == second {
		t.Fatal("a group took more bytes than it may")
	}
	if add(MaxPayload) == third {
		t.Fatal("the largest payload shares a group")
	}
	for _, want := range []int{groupPayloads, 1, 1, 1} {
		g, _ := q.take()
		if g.payloads != want {
			t.Fatalf("a group of %d payloads, want %d", g.payloads, want)
		}
		if len(g.frame) > maxMessage {
			t.Fatalf("a frame of %d bytes", len(g.frame))
		}
		q.settle(g, 0, nil)
	}
	if g, open := q.take(); g != nil || !open {
		t.Fatal("an empty queue had a group")
	}
}

// When Close runs out of time, what waits is told that it failed.
func TestStoppedWriterFailsWhatWaits(t *testing.T) {
	l := idle(t, Options{Dir: t.TempDir()})
	g, err := l.queue.add([]byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l.queue.close()
	l.write(ctx)
	<-g.done
	wantCode(t, g.err, kith.Unavailable, true)
}
