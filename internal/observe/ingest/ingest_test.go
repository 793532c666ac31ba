package ingest

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
)

// event is one of a person, with a property that tells it apart.
func event(id, name, user, device string, at time.Time) kith.Event {
	return kith.Event{MessageID: id, Name: name, UserID: user, AnonymousID: device, Time: at.UnixMicro(),
		Props: []kith.Property{{Name: "id", Value: kith.StringValue(id)}, {Name: "plan", Value: kith.StringValue("pro")}}}
}

func batch(at time.Time, events ...kith.Event) *kith.Batch {
	return &kith.Batch{Source: 1, Received: at.UnixMicro(), Events: events}
}

// One story: what comes in is in answers; what came before, cannot be taken or
// cannot be read leaves by its own exit; a visitor who signs in is one person.
func TestEveryEventLeavesByOneExit(t *testing.T) {
	s := newScene(t, Options{})
	s.run()
	s.append(
		batch(noon, event("1", "view", "", "phone", noon), event("2", "view", "", "laptop", noon.Add(time.Second))),
		batch(noon.Add(time.Minute), event("3", "pay", "ann", "", noon.Add(time.Minute))),
	)
	s.catchUp()
	if people := len(s.people()); people != 3 {
		t.Fatalf("%d people before anyone signed in, want 3", people)
	}
	again := batch(noon.Add(20*time.Hour), event("1", "view", "", "phone", noon), event("4", "$identify", "ann", "phone", noon.Add(20*time.Hour)))
	again.Rejected = []kith.Rejected{{MessageID: "5", Name: "view", Reason: "time_out_of_range", Raw: []byte("{}")}, {Reason: "not_an_object", Raw: []byte("[]")}}
	elsewhere := batch(noon.Add(20*time.Hour), event("1", "view", "", "phone", noon))
	elsewhere.Source = 2 // another client's ids are its own
	s.append(again, elsewhere)
	_, err := s.w.AppendEncoded(t.Context(), []byte{1, 2, 3})
	s.ok(err)
	s.catchUp()

	if n := s.count("view"); n != 3 {
		t.Errorf("%d views, want 3", n)
	}
	people := s.people()
	if len(people) != 2 || people[s.canonical(identity.User, "ann")] != 4 {
		t.Errorf("people and their events: %v; want ann with 4", people)
	}
	if a, b := s.canonical(identity.Anonymous, "phone"), s.canonical(identity.User, "ann"); a != b {
		t.Errorf("the phone is person %d, ann %d", a, b)
	}
	s.answers()
	status := s.status()
	if status.Recorded != 5 || status.Duplicates != 1 || status.Rejected != 2 || status.Unreadable != 1 || status.Behind != 0 || status.Merged != 1 {
		t.Errorf("exits: %+v", status)
	}
	s.seal()
	var reasons []string
	for _, e := range s.rejected() {
		reasons = append(reasons, e.Reason)
	}
	if got := strings.Join(reasons, " "); got != "unreadable not_an_object time_out_of_range" {
		t.Errorf("quarantine, newest first: %s", got)
	}
	ids, err := s.w.IDsOf(t.Context(), []uint32{s.canonical(identity.User, "ann")})
	s.ok(err)
	if len(ids[0]) != 2 {
		t.Errorf("ann has %v", ids[0])
	}
}

// people counts the events of every person, from index and record.
func (s *scene) people() map[uint32]int {
	s.tb.Helper()
	view := s.w.overrides.View()
	out := map[uint32]int{}
	for _, r := range s.rows() {
		out[view.Canonical(r.Person)]++
	}
	return out
}

// The names of a workspace are bounded; what would exceed them is quarantined,
// and what is known goes on.
func TestTooManyNames(t *testing.T) {
	s := newScene(t, Options{})
	s.run()
	for from := 0; from < 20_500; from += 500 {
		b := batch(noon)
		for i := from; i < from+500; i++ {
			b.Events = append(b.Events, kith.Event{MessageID: fmt.Sprint(i), Name: fmt.Sprintf("order %d", i), UserID: "u", Time: noon.UnixMicro()})
		}
		s.append(b)
	}
	s.append(batch(noon, event("last", "order 7", "u", "", noon)))
	s.seal()
	status := s.status()
	if status.Recorded != 20_001 || status.Rejected != 500 {
		t.Errorf("%d recorded, %d rejected", status.Recorded, status.Rejected)
	}
	if n := s.count("order 7"); n != 2 {
		t.Errorf("a known name was counted %d times, want 2", n)
	}
	if r := s.rejected(); len(r) != 500 || r[0].Reason != "too_many_event_names" || r[0].MessageID == "" {
		t.Errorf("%d in quarantine, %+v", len(r), r[0].Rejected)
	}
}

// Whoever appends and then waits sees what was appended, while others append
// and seal all the time; and what is read meanwhile never has holes or doubles.
func TestSealWhileAppending(t *testing.T) {
	s := newScene(t, Options{SealRows: 300})
	s.run()
	const writers, each = 4, 60
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			for i := range each {
				at := noon.Add(time.Duration(i) * time.Minute)
				b := batch(at)
				for k := range 10 {
					b.Events = append(b.Events, event(fmt.Sprintf("%d-%d-%d", writer, i, k), "view", fmt.Sprintf("user-%d", (i+k)%17), "", at))
				}
				if err := s.w.Append(t.Context(), b); err != nil {
					t.Error(err)
				}
				if i%20 == 19 {
					if err := s.w.Seal(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	for asked := 0; ; asked++ {
		select {
		case <-done:
			s.catchUp()
			if n := s.count("view"); n != writers*each*10 {
				t.Errorf("%d events, want %d", n, writers*each*10)
			}
			s.seal()
			if st := s.status(); st.Unsealed != 0 || st.Record.Rows != writers*each*10 || st.Log.Entries != 0 {
				t.Errorf("after the seal: %d unsealed, %d in the record, %d in the log", st.Unsealed, st.Record.Rows, st.Log.Entries)
			}
			s.rows()
			s.answers()
			t.Logf("asked %d times meanwhile", asked)
			return
		default:
			a := ask(t, fromRecord{s.w}, questions["plans"])
			var n float64
			for _, line := range a.Trend.Lines {
				if line.Series == 0 {
					n += *line.Total
				}
			}
			if uint64(n) != a.Freshness.Seq {
				t.Fatalf("the record counts %v events of %d", n, a.Freshness.Seq)
			}
		}
	}
}

// A source that sends nothing but what is refused does not fill the log.
func TestRefusedEventsDoNotStayInTheLog(t *testing.T) {
	var mu sync.Mutex
	clock := noon
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return clock
	}
	s := newScene(t, Options{Now: now})
	s.run()
	b := batch(noon)
	b.Rejected = []kith.Rejected{{MessageID: "x", Reason: "no_name", Raw: []byte("{}")}}
	s.append(b, b)
	s.catchUp()
	mu.Lock()
	clock = clock.Add(sealAfter)
	mu.Unlock()
	deadline := time.Now().Add(time.Minute)
	for s.status().Log.Entries > 0 {
		if time.Now().After(deadline) {
			t.Fatal("the log still holds entries that left no row")
		}
	}
	s.restart()
	s.seal()
	if n := len(s.rejected()); n != 2 {
		t.Errorf("%d in quarantine, want 2", n)
	}
}

// messages collects what was logged.
type messages struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (m *messages) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.text.Write(p)
}

func (m *messages) has(s string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Contains(m.text.String(), s)
}

func TestIndexSnapshot(t *testing.T) {
	said := &messages{}
	s := newScene(t, Options{Logger: slog.New(slog.NewTextHandler(said, nil))})
	s.run()
	s.fill(newCrowd(4, hour/60), 60)
	s.catchUp()
	want := s.answers() // columns are in memory from here on, and in the snapshot
	s.seal()
	s.close()

	s.open()
	if s.status().Columns == 0 || said.has("snapshot is not used") {
		t.Errorf("%d columns are in memory at once: was the snapshot not used?", s.status().Columns)
	}
	s.run()
	s.sameAnswers(want, s.answers())
	s.close()

	damage(t, s.w.snapshotPath())
	s.open()
	if s.status().Columns != 0 || !said.has("snapshot is not used") {
		t.Error("a damaged snapshot was used, or nobody was told")
	}
	s.run()
	s.sameAnswers(want, s.answers())
	s.close()

	s.ok(os.Remove(s.w.snapshotPath()))
	s.restart()
	s.sameAnswers(want, s.answers())
}

// Over the memory budget there is no index: an index that outgrows it goes at
// the next seal, and none is loaded. The answers stay the same.
func TestMemoryBudget(t *testing.T) {
	roomy := newScene(t, Options{})
	tight := newScene(t, Options{Memory: 1})
	for _, s := range []*scene{roomy, tight} {
		s.run()
		s.fill(newCrowd(6, hour/60), 40)
		s.seal()
	}
	want := roomy.answers()
	for range 2 {
		tight.sameAnswers(want, tight.answers())
		if a := ask(t, tight.w, questions["funnel"]); a.Cost.Source != "record" {
			t.Errorf("the answer came from %s", a.Cost.Source)
		}
		if bytes := tight.status().IndexBytes; bytes != 0 {
			t.Errorf("an index of %d bytes is in memory", bytes)
		}
		tight.restart()
	}
	roomy.fill(newCrowd(7, hour/60), 1)
	tight.fill(newCrowd(7, hour/60), 1)
	roomy.catchUp()
	tight.catchUp()
	tight.sameAnswers(roomy.answers(), tight.answers())
}

// A database from an older backup than the record would give known ids new
// persons: it is refused, and nothing stays locked.
func TestOlderDatabaseIsRefused(t *testing.T) {
	s := newScene(t, Options{})
	s.run()
	s.fill(newCrowd(8, hour/60), 5)
	s.seal()
	s.close()
	s.ok(os.Remove(s.dir + "/kith.db"))
	err := s.tryOpen(t.Context())
	if kith.CodeOf(err) != kith.Conflict {
		t.Fatalf("opened with an empty database: %v", err)
	}
	s.engine = nil
	s.close()
	if err := s.tryOpen(t.Context()); kith.CodeOf(err) != kith.Conflict {
		t.Fatalf("the second time: %v", err)
	}
	s.engine = nil
}

// Everything from before, and a log that was lost: what comes next is recorded
// under numbers that were never given.
func TestLostLogGoesOn(t *testing.T) {
	s := newScene(t, Options{})
	s.run()
	s.append(batch(noon, event("1", "view", "u", "", noon)))
	s.seal()
	before := s.status().Log.Last
	s.close()
	s.ok(os.RemoveAll(s.dir + "/log"))
	s.open()
	s.run()
	s.append(batch(noon, event("2", "view", "u", "", noon)), batch(noon, event("1", "view", "u", "", noon)))
	s.catchUp()
	if n, last := s.count("view"), s.status().Log.Last; n != 2 || last != before+2 {
		t.Errorf("%d events, last log entry %d after %d", n, last, before)
	}
}
