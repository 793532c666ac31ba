package ingest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
)

const fileNumber = 7

// file is an import of orders: of ann and dave, whom the site knows too, and of
// twenty whom it does not. One row brings a device that the site knows.
func file(number uint32, at time.Time) *kith.Batch {
	b := &kith.Batch{Source: 9, Import: number, Received: at.UnixMicro()}
	for i := range 60 {
		user := fmt.Sprintf("only-%d", i%20)
		if i%10 == 0 {
			user = []string{"ann", "dave"}[i/10%2]
		}
		e := event(fmt.Sprintf("row-%d", i), []string{"pay", "refund"}[i%2], user, "", noon.Add(-time.Duration(i)*time.Hour))
		e.Props = append(e.Props, kith.Property{Name: "amount", Value: kith.NumberValue(float64(i))})
		b.Events = append(b.Events, e)
	}
	b.Events = append(b.Events, event("row-device", "pay", "only-3", "only-phone", noon))
	b.Rejected = []kith.Rejected{{Name: "pay", Reason: "too_many_event_names", Raw: []byte("{}")}}
	return b
}

func site(from, to int) (out []*kith.Batch) {
	for i := from; i < to; i++ {
		at := noon.Add(time.Duration(i) * time.Minute)
		user := []string{"ann", "", "dave", "eve"}[i%4]
		out = append(out, batch(at, event(fmt.Sprintf("site-%d", i), []string{"view", "pay"}[i%2], user, fmt.Sprintf("device-%d", i%5), at)))
	}
	return out
}

var moment8 = regexp.MustCompile(`"(as_of|latest|seq|events)":("[^"]*"|\d+)`)

// answered are the answers without how much there is behind them.
func (s *scene) answered() map[string]string {
	out := s.answers()
	for name := range out {
		out[name] = moment8.ReplaceAllString(out[name], "")
	}
	return out
}

// TestWithdraw takes an import back: every answer is as if it had never been,
// at once and after a restart, from memory and from disk; whom only it knew is
// forgotten, whom others know too is not; and the same file can come again.
func TestWithdraw(t *testing.T) {
	for _, sealed := range []bool{false, true} {
		t.Run(fmt.Sprintf("sealed %v", sealed), func(t *testing.T) {
			s := newScene(t, Options{SealRows: 100})
			s.run()
			s.append(site(0, 50)...)
			s.catchUp()
			before, ids := s.answered(), s.status().IDs
			s.append(file(fileNumber, noon.Add(time.Hour)))
			s.catchUp()
			if sealed {
				s.seal()
			}
			with := s.answered()
			origin := kith.ImportOrigin | fileNumber
			trace, err := s.w.Trace(t.Context(), origin)
			s.ok(err)
			if trace.Events != 61 || trace.Persons != 20 || trace.Only != 18 {
				t.Fatalf("an undo is said to touch %+v", trace)
			}
			highest := s.canonical(identity.User, "only-19")
			done, err := s.w.Withdraw(t.Context(), origin)
			s.ok(err)
			if done.Events != 61 || done.Only != 18 || done.IDs != 19 {
				t.Fatalf("withdrawn: %+v", done)
			}
			s.gone(before, ids)
			again, err := s.w.Withdraw(t.Context(), origin)
			s.ok(err)
			if again.Events != 0 {
				t.Fatalf("withdrawn twice: %+v", again)
			}
			s.append(file(fileNumber, noon.Add(time.Hour))) // late ones of the same import
			s.catchUp()
			s.gone(before, ids)
			s.restart()
			s.gone(before, ids)
			if left, _ := filepath.Glob(filepath.Join(s.w.dir, "index.snapshot")); left != nil {
				t.Errorf("%s was left", left)
			}

			s.append(file(fileNumber+1, noon.Add(2*time.Hour)))
			s.catchUp()
			s.sameAnswers(with, s.answered())
			if p := s.canonical(identity.User, "only-1"); p <= highest {
				t.Errorf("the number %d was given again", p)
			}
			s.restart()
			s.sameAnswers(with, s.answered())
		})
	}
}

func (s *scene) gone(before map[string]string, ids int) {
	s.tb.Helper()
	s.sameAnswers(before, s.answered())
	if n := s.status(); n.IDs != ids || n.Rows != 50 {
		s.tb.Fatalf("%d ids and %d rows are left, want %d and 50", n.IDs, n.Rows, ids)
	}
	if _, known := s.w.identity.Find(identity.User, "only-3"); known {
		s.tb.Fatal("only-3 is still known")
	}
	if left := s.rejected(); len(left) != 0 {
		s.tb.Fatalf("%d rejected events are left", len(left))
	}
}

// TestWithdrawCutOff: a process that ends when ids are forgotten and events not
// yet hidden is finished by doing it again, also when those ids have come back
// meanwhile: then they are new persons, and stay.
func TestWithdrawCutOff(t *testing.T) {
	s := newScene(t, Options{SealRows: 100})
	s.run()
	s.append(site(0, 50)...)
	s.append(file(fileNumber, noon.Add(time.Hour)))
	s.catchUp()
	s.seal()
	origin := kith.ImportOrigin | fileNumber
	_, only, err := s.w.trace(t.Context(), origin)
	s.ok(err)
	s.close()
	s.open()
	_, err = s.w.identity.Retire(t.Context(), only)
	s.ok(err)
	s.close() // as killed: nothing was sealed
	s.open()
	s.run()
	s.append(batch(noon.Add(3*time.Hour), event("live", "view", "only-5", "", noon.Add(3*time.Hour))))
	s.catchUp()
	done, err := s.w.Withdraw(t.Context(), origin)
	s.ok(err)
	if done.Events != 61 || done.Only != 18 {
		t.Fatalf("%+v", done)
	}
	for range 2 {
		s.answers()
		if n := s.count("refund"); n != 0 {
			t.Errorf("%d events of the import are left", n)
		}
		if got := s.people()[s.canonical(identity.User, "only-5")]; got != 1 {
			t.Errorf("only-5 has %d events, want the live one", got)
		}
		s.restart()
	}
}
