package ingest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
)

const (
	killDir   = "KITH_INGEST_KILL_DIR"
	killRound = "KITH_INGEST_KILL_ROUND"
)

const (
	kills      = 22
	killers    = 4 // goroutines that append in the child
	killEvents = 15
	killPeople = 30
	// killMost bounds what one child appends, should it outlive its time.
	killMost = 400
)

// TestKill kills a process that takes events in, seals and merges all the time,
// over and over on one data folder. At the end every acknowledged event is
// there once, no event is there twice, everyone is who they were, and index and
// record agree. Nobody repairs anything in between.
func TestKill(t *testing.T) {
	if dir := os.Getenv(killDir); dir != "" {
		takeInForever(t, dir, os.Getenv(killRound))
		return
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 9))
	acked := map[string]bool{}
	for round := range kills {
		// One in four by the clock: mostly while it opens, and reads again what
		// the one before left.
		moment := moment{lines: random.IntN(250), after: time.Hour}
		if round%4 == 3 {
			moment.lines, moment.after = 1000, time.Duration(random.Int64N(int64(time.Second)))
		}
		killAt(t, dir, round, moment, acked)
	}
	s := &scene{tb: t, dir: dir, options: killOptions()}
	s.open()
	t.Cleanup(s.close)
	s.run()
	s.catchUp()
	s.checkKilled(acked)
	want := s.answers()
	s.seal()
	s.checkRejections(acked)
	s.restart()
	s.checkKilled(acked)
	s.sameAnswers(want, s.answers())
	st := s.status()
	t.Logf("%d batches acknowledged in %d rounds, %d rows, %d segments, %d ids, %d merges",
		len(acked), kills, st.Rows, st.Record.Segments, st.IDs, st.Merged)
}

func killOptions() Options { return Options{SealRows: 200} }

// takeInForever appends batches and says which were acknowledged. Before that
// it sends again what the round before may have heard no answer for.
func takeInForever(t *testing.T, dir, round string) {
	s := &scene{tb: t, dir: dir, options: killOptions()}
	s.open()
	s.run()
	fmt.Println("open")
	failed := make(chan error)
	go func(ran <-chan error) { failed <- fmt.Errorf("the consumer stopped: %v", <-ran) }(s.ran)
	var number int
	fmt.Sscan(round, &number)
	for k := range killers {
		go func() {
			for i := range killMost {
				name, attempt := fmt.Sprintf("%d.%d.%d", number, k, i), 0
				if number > 0 && i%4 == 3 {
					name, attempt = fmt.Sprintf("%d.%d.%d", number-1, k, i/4*5%97), 1
				}
				if err := s.w.Append(context.Background(), killBatch(name, attempt)); err != nil {
					failed <- err
				}
				fmt.Println("ack", name, attempt)
			}
		}()
	}
	t.Fatal(<-failed)
}

// killBatch is the batch of a name; what was refused in it says which attempt
// it was. Person p is user-p on device-p: most events know one of the two, and
// every sixth proves that they are one.
func killBatch(name string, attempt int) *kith.Batch {
	now := time.Now().UnixMicro()
	b := &kith.Batch{Source: 1, Received: now}
	for i := range killEvents {
		id := fmt.Sprintf("%s.%d", name, i)
		person := personOf(id)
		e := event(id, []string{"view", "pay"}[i%2], "", "", noon.Add(time.Duration(i*len(name))*time.Hour))
		switch i % 6 {
		case 0, 1, 2:
			e.AnonymousID = fmt.Sprintf("device-%d", person)
		case 3, 4:
			e.UserID = fmt.Sprintf("user-%d", person)
		case 5:
			e.UserID, e.AnonymousID = fmt.Sprintf("user-%d", person), fmt.Sprintf("device-%d", person)
		}
		b.Events = append(b.Events, e)
	}
	b.Rejected = []kith.Rejected{{MessageID: fmt.Sprintf("%s/%d", name, attempt), Reason: "refused", Raw: []byte("{}")}}
	return b
}

// personOf spreads people over rounds: each round brings some new ones.
func personOf(id string) int {
	var round, rest int
	fmt.Sscanf(id, "%d.", &round)
	for _, c := range id {
		rest = rest*31 + int(c)
	}
	return round*killPeople/2 + rest%killPeople
}

// moment is when a child is killed: when it has said so many lines, or after a
// time, whatever comes first.
type moment struct {
	lines int
	after time.Duration
}

// killAt runs a child until its moment and notes what it said was acknowledged.
func killAt(t *testing.T, dir string, round int, at moment, acked map[string]bool) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), killDir+"="+dir, fmt.Sprintf("%s=%d", killRound, round))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(at.after, func() { _ = child.Process.Kill() }).Stop()
	lines := bufio.NewReader(out)
	for n := 0; ; n++ {
		if n == at.lines {
			_ = child.Process.Kill()
		}
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // a line cut short was not said
		}
		if err != nil {
			t.Fatal(err)
		}
		var name string
		var attempt int
		if _, err := fmt.Sscanf(line, "ack %s %d\n", &name, &attempt); err == nil {
			acked[fmt.Sprintf("%s/%d", name, attempt)] = true
		} else if line != "open\n" {
			rest, _ := io.ReadAll(lines)
			t.Fatalf("round %d: the child says %s%s", round, line, rest)
		}
	}
	_ = child.Wait() // killed, which is an error
}

// checkKilled finds every acknowledged event once, and with its own person.
func (s *scene) checkKilled(acked map[string]bool) {
	s.tb.Helper()
	seen := map[string]bool{}
	view := s.w.overrides.View()
	for _, r := range s.rows() {
		id := valueOf(s.w.names, r, "id")
		if seen[id] {
			s.tb.Fatalf("event %s is there twice", id)
		}
		seen[id] = true
		if r.MID != MID(1, id) {
			s.tb.Fatalf("event %s has the hash of another", id)
		}
		var i int
		fmt.Sscan(id[strings.LastIndexByte(id, '.')+1:], &i)
		kind, of := identity.User, fmt.Sprintf("user-%d", personOf(id))
		if i%6 < 3 {
			kind, of = identity.Anonymous, fmt.Sprintf("device-%d", personOf(id))
		}
		if got, want := view.Canonical(r.Person), s.canonical(kind, of); got != want {
			s.tb.Fatalf("event %s is of person %d, %s is %d", id, got, of, want)
		}
		if i%6 == 5 {
			device := s.canonical(identity.Anonymous, fmt.Sprintf("device-%d", personOf(id)))
			if user := s.canonical(identity.User, of); user != device {
				s.tb.Fatalf("event %s proved that %s (%d) has the device (%d)", id, of, user, device)
			}
		}
	}
	for batch := range acked {
		name, _, _ := strings.Cut(batch, "/")
		for i := range killEvents {
			if id := fmt.Sprintf("%s.%d", name, i); !seen[id] {
				s.tb.Fatalf("event %s was acknowledged and is lost", id)
			}
		}
	}
}

// checkRejections finds what was refused in every acknowledged attempt, once
// for each time that it was sent.
func (s *scene) checkRejections(acked map[string]bool) {
	s.tb.Helper()
	at, seen := map[[2]uint64]bool{}, map[string]bool{}
	for _, e := range s.rejected() {
		if place := [2]uint64{e.LogSeq, uint64(e.Index)}; at[place] {
			s.tb.Fatalf("%v is in quarantine twice", place)
		} else {
			at[place] = true
		}
		if strings.HasSuffix(e.MessageID, "/0") && seen[e.MessageID] {
			s.tb.Fatalf("%s was refused once and is in quarantine twice", e.MessageID)
		}
		seen[e.MessageID] = true
	}
	for batch := range acked {
		if !seen[batch] {
			s.tb.Fatalf("what was refused in %s is not in quarantine", batch)
		}
	}
}

func valueOf(names *timeline.Names, r *timeline.Row, property string) string {
	for _, p := range r.Props {
		if names.Properties.Name(p.Key) == property {
			return p.Value.Str
		}
	}
	return ""
}
