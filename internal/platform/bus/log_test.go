package bus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"kith/internal/kith"
)

// What many callers append while a reader follows arrives once, in order, under
// the numbers the callers were told.
func TestAppendAndFollow(t *testing.T) {
	const callers, each = 16, 200
	l := logOf(t, open(t, Options{Dir: t.TempDir()}), "w")
	type told struct {
		payload string
		seq     uint64
	}
	var mu sync.Mutex
	acks := map[string]uint64{}
	got := make(chan told, callers*each)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		seen := 0
		ended <- l.Read(ctx, 0, func(e Entry) error {
			if age := time.Since(e.Time); age < -time.Minute || age > time.Minute {
				return fmt.Errorf("entry %d is of %v", e.Seq, e.Time)
			}
			for _, p := range e.Payloads {
				got <- told{string(p), e.Seq}
			}
			if seen += len(e.Payloads); seen == callers*each {
				return errEnough
			}
			return nil
		})
	}()
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			buf := make([]byte, 0, 64)
			for i := range each {
				buf = fmt.Appendf(buf[:0], "%d/%d", c, i) // reused: Append must have copied
				seq, err := l.Append(ctx, buf)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acks[string(buf)] = seq
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if err := <-ended; !errors.Is(err, errEnough) {
		t.Fatal(err)
	}
	close(got)
	next := map[string]int{}
	for g := range got {
		if acks[g.payload] != g.seq {
			t.Fatalf("%s was acknowledged as %d and read as %d", g.payload, acks[g.payload], g.seq)
		}
		c, i, _ := strings.Cut(g.payload, "/")
		if n, _ := strconv.Atoi(i); n != next[c] {
			t.Fatalf("caller %s: payload %d where %d was due", c, n, next[c])
		}
		next[c]++
	}
	s, err := l.Stats(ctx)
	if err != nil || s.Waiting != 0 || s.Entries != s.Last || s.First != 1 || s.Bytes == 0 {
		t.Fatalf("stats %+v, %v", s, err)
	}
}

func TestReadFromPosition(t *testing.T) {
	l := logOf(t, open(t, Options{Dir: t.TempDir()}), "w")
	if s, err := l.Stats(t.Context()); err != nil || s != (Stats{First: 1}) {
		t.Fatalf("an empty log has %+v, %v", s, err)
	}
	for _, p := range []string{"a", "", "c"} {
		put(t, l, p)
	}
	if got := texts(read(t, l, 0)); got != "1:a 2: 3:c" {
		t.Fatalf("from the start %q", got)
	}
	if got := texts(read(t, l, 2)); got != "3:c" {
		t.Fatalf("after 2 %q", got)
	}
	err := l.Read(t.Context(), 4, func(Entry) error { return nil })
	wantCode(t, err, kith.Conflict, false)

	// From the end: what comes, until the context ends.
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- l.Read(ctx, 3, func(e Entry) error {
			if texts([]Entry{e}) != "4:d" {
				return fmt.Errorf("after the end came %s", texts([]Entry{e}))
			}
			cancel()
			return nil
		})
	}()
	put(t, l, "d")
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestTrim(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir})
	l := logOf(t, b, "w")
	for i := range 10 {
		put(t, l, strconv.Itoa(i))
	}
	trim := func(upTo uint64, want Stats) {
		t.Helper()
		if err := l.Trim(t.Context(), upTo); err != nil {
			t.Fatal(err)
		}
		s, err := l.Stats(t.Context())
		s.Bytes = 0
		if err != nil || s != want {
			t.Fatalf("trimmed to %d: %+v, %v; want %+v", upTo, s, err, want)
		}
	}
	trim(0, Stats{First: 1, Last: 10, Entries: 10})
	trim(7, Stats{First: 8, Last: 10, Entries: 3})
	trim(5, Stats{First: 8, Last: 10, Entries: 3})
	if got := texts(read(t, l, 0)); got != "8:7 9:8 10:9" {
		t.Fatalf("after a trim the log holds %q", got)
	}
	trim(99, Stats{First: 11, Last: 10})
	shut(t, b)
	b = open(t, Options{Dir: dir})
	l = logOf(t, b, "w")
	trim(99, Stats{First: 11, Last: 10})
	if seq := put(t, l, "k"); seq != 11 {
		t.Fatalf("numbers went on at %d after all was forgotten", seq)
	}
	var gap *GapError
	if err := l.Read(t.Context(), 7, func(Entry) error { return nil }); !errors.As(err, &gap) || *gap != (GapError{After: 7, Next: 11}) {
		t.Fatalf("a reader that was overtaken is told %v", err)
	}
	if got := texts(read(t, l, 10)); got != "11:k" {
		t.Fatalf("log holds %q", got)
	}
	if first, err := l.First(t.Context()); first != 11 || err != nil {
		t.Fatalf("first is %d, %v", first, err)
	}
}

func TestFullLogRefusesAndKeeps(t *testing.T) {
	l := logOf(t, open(t, Options{Dir: t.TempDir(), MaxBytes: 1 << 20}), "w")
	payload := bytes.Repeat([]byte("x"), 64<<10)
	var last uint64
	for {
		seq, err := l.Append(t.Context(), payload)
		if err != nil {
			wantCode(t, err, kith.Unavailable, true)
			if !strings.Contains(err.Error(), "full") {
				t.Fatalf("the error does not say full: %v", err)
			}
			break
		}
		if last = seq; last > 16 {
			t.Fatal("more went in than may")
		}
	}
	if got := read(t, l, 0); uint64(len(got)) != last || got[0].Seq != 1 {
		t.Fatalf("a full log of %d entries kept %d", last, len(got))
	}
	if err := l.Trim(t.Context(), last/2); err != nil {
		t.Fatal(err)
	}
	if seq := put(t, l, "room again"); seq != last+1 {
		t.Fatalf("after a refusal the next number is %d, want %d", seq, last+1)
	}
}

func TestNearlyFullDiskRefuses(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir})
	put(t, logOf(t, b, "w"), "a")
	shut(t, b)
	l := logOf(t, open(t, Options{Dir: dir, MinFree: 1 << 60}), "w")
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("free space is not known here")
	}
	_, err := l.Append(t.Context(), []byte("b"))
	wantCode(t, err, kith.Unavailable, true)
	if got := texts(read(t, l, 0)); got != "1:a" {
		t.Fatalf("log holds %q", got)
	}
}

func TestSizeOfALogCanChange(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir, MaxBytes: 1 << 20})
	put(t, logOf(t, b, "w"), "a")
	shut(t, b)
	l := logOf(t, open(t, Options{Dir: dir, MaxBytes: 32 << 20}), "w")
	put(t, l, strings.Repeat("b", 2<<20))
}

func TestLargeAndSmallPayloads(t *testing.T) {
	l := logOf(t, open(t, Options{Dir: t.TempDir()}), "w")
	_, err := l.Append(t.Context(), make([]byte, MaxPayload+1))
	wantCode(t, err, kith.TooLarge, false)
	sizes := []int{MaxPayload, 1, groupBytes, 0, groupBytes - 1, MaxPayload, 40 << 10, MaxPayload, MaxPayload, 3}
	var wg sync.WaitGroup
	for i, size := range sizes {
		wg.Go(func() {
			if _, err := l.Append(t.Context(), bytes.Repeat([]byte{byte(i)}, size)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seen := map[int]int{}
	for _, e := range read(t, l, 0) {
		for _, p := range e.Payloads {
			seen[len(p)]++
			if len(p) > 0 && !bytes.Equal(p, bytes.Repeat(p[:1], len(p))) {
				t.Fatalf("payload of %d bytes came back changed", len(p))
			}
		}
	}
	for _, size := range sizes {
		if seen[size]--; seen[size] < 0 {
			t.Fatalf("payload of %d bytes is missing", size)
		}
	}
}

// Entries lost to a damaged disk are told, and can be accepted.
func TestGapIsTold(t *testing.T) {
	b := open(t, Options{Dir: t.TempDir()})
	stream, err := b.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: streamOf("w"), Subjects: []string{subjectOf("w")}, MaxBytes: defaultMaxBytes})
	if err != nil {
		t.Fatal(err)
	}
	l := logOf(t, b, "w")
	for i := range 5 {
		put(t, l, strconv.Itoa(i))
	}
	for _, seq := range []uint64{3, 4} {
		if err := stream.DeleteMsg(t.Context(), seq); err != nil {
			t.Fatal(err)
		}
	}
	var seen []Entry
	err = l.Read(t.Context(), 0, func(e Entry) error { seen = append(seen, e); return nil })
	var gap *GapError
	if !errors.As(err, &gap) || *gap != (GapError{After: 2, Next: 5}) || texts(seen) != "1:0 2:1" {
		t.Fatalf("read %s, then %v", texts(seen), err)
	}
	if got := texts(read(t, l, gap.Next-1)); got != "5:4" {
		t.Fatalf("after the gap %q", got)
	}
}
