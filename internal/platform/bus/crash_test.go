package bus

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const (
	crashDir   = "KITH_TEST_BUS_DIR"
	crashRound = "KITH_TEST_BUS_ROUND"
	crashTrims = "KITH_TEST_BUS_TRIMS"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		err := appendUntilKilled(dir, os.Getenv(crashRound))
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// appendUntilKilled is the child: eight callers append and say on standard
// output what was acknowledged, while a ninth trims.
func appendUntilKilled(dir, round string) error {
	ctx := context.Background()
	b, err := Open(ctx, Options{Dir: dir, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	l, err := b.Log(ctx, "w")
	if err != nil {
		return err
	}
	failed := make(chan error)
	for caller := range 8 {
		go func() {
			random := rand.New(rand.NewPCG(uint64(caller), 7))
			for i := 0; ; i++ {
				id := fmt.Sprintf("%s.%d.%d", round, caller, i)
				payload := append([]byte(id+" "), bytes.Repeat([]byte("x"), random.IntN(1<<random.IntN(16)))...)
				seq, err := l.Append(ctx, payload)
				if err != nil {
					failed <- err
					return
				}
				fmt.Printf("ack %s %d\n", id, seq)
				if caller == 0 && i%40 == 39 && os.Getenv(crashTrims) != "" {
					// Sometimes to the very end, so that the log is empty for a moment.
					upTo := seq - uint64(i/40%2)*20
					fmt.Printf("trim . %d\n", upTo)
					if err := l.Trim(ctx, upTo); err != nil {
						failed <- err
						return
					}
				}
			}
		}()
	}
	return <-failed
}

// ledger is what the child said before it died.
type ledger struct {
	acks    map[string]uint64
	trimmed uint64 // the furthest that a trim was asked for
	last    uint64
}

func (l *ledger) take(line string) error {
	var what, id string
	var seq uint64
	if _, err := fmt.Sscanf(line, "%s %s %d", &what, &id, &seq); err != nil {
		return fmt.Errorf("child said %q: %w", line, err)
	}
	if what == "trim" {
		l.trimmed = max(l.trimmed, seq)
		return nil
	}
	l.acks[id] = seq
	l.last = max(l.last, seq)
	return nil
}

// Killed at any moment, the log has every acknowledged payload that it was not
// told to forget: once, in order, under its number. Numbers are never reused.
func TestNothingAcknowledgedIsLostToAKill(t *testing.T) {
	t.Run("growing", func(t *testing.T) { killOften(t, "") })
	t.Run("trimmed", func(t *testing.T) { killOften(t, "yes") })
}

func killOften(t *testing.T, trims string) {
	dir, rounds := t.TempDir(), 6
	said := ledger{acks: map[string]uint64{}}
	for round := range rounds {
		before := said.last
		runAndKill(t, dir, round, trims, &said)
		for id, seq := range said.acks {
			if strings.HasPrefix(id, fmt.Sprintf("%d.", round)) && seq <= before {
				t.Fatalf("round %d: number %d was given to %s after %d was", round, seq, id, before)
			}
		}
		verify(t, dir, round, &said)
	}
	t.Logf("%d kills, %d acknowledged payloads, last entry %d, trimmed to %d", rounds, len(said.acks), said.last, said.trimmed)
}

func runAndKill(t *testing.T, dir string, round int, trims string, said *ledger) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, fmt.Sprintf("%s=%d", crashRound, round), crashTrims+"="+trims)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killAfter := rand.IntN(3000)
	lines := bufio.NewReader(out)
	for n := 0; ; n++ {
		if n == killAfter {
			_ = cmd.Process.Kill()
		}
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // a line cut short was not said
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := said.take(line); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait()
	if complaint.Len() > 0 {
		t.Fatalf("round %d: child failed: %s", round, &complaint)
	}
}

func verify(t *testing.T, dir string, round int, said *ledger) {
	t.Helper()
	b := open(t, Options{Dir: dir})
	l := logOf(t, b, "w")
	s, err := l.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Last < said.last || s.First > said.trimmed+1 && s.Last > said.trimmed {
		t.Fatalf("round %d: log holds %d to %d; %d was acknowledged, %d trimmed", round, s.First, s.Last, said.last, said.trimmed)
	}
	seen := map[string]bool{}
	next := map[string]int{} // by round and caller
	for _, e := range read(t, l, 0) {
		for _, p := range e.Payloads {
			id, _, _ := strings.Cut(string(p), " ")
			if seen[id] {
				t.Fatalf("round %d: %s is there twice", round, id)
			}
			seen[id] = true
			if seq, ok := said.acks[id]; ok && seq != e.Seq {
				t.Fatalf("round %d: %s was acknowledged as %d and is %d", round, id, seq, e.Seq)
			}
			at := strings.LastIndexByte(id, '.')
			var n int
			_, _ = fmt.Sscan(id[at+1:], &n)
			if due, ok := next[id[:at]]; ok && n != due {
				t.Fatalf("round %d: %s came where %d was due", round, id, due)
			}
			next[id[:at]] = n + 1
		}
	}
	for id, seq := range said.acks {
		if seq > said.trimmed && !seen[id] {
			t.Fatalf("round %d: %s was acknowledged as %d and is lost", round, id, seq)
		}
	}
	shut(t, b)
}
