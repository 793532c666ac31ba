package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
	"kith/internal/platform/bus"
)

// outcome is all that a log becomes.
type outcome struct {
	rows     map[uint64]*timeline.Row
	rejected []quarantine.Entry
	merges   []timeline.Pair
	ids      int
	answers  map[string]string
}

func (s *scene) outcome() outcome {
	s.tb.Helper()
	o := outcome{rows: s.rows(), rejected: s.rejected(), merges: s.w.identity.Merges(), ids: s.w.identity.Len(), answers: s.answers()}
	for i := range o.rejected {
		if o.rejected[i].Reason == "unreadable" {
			o.rejected[i].Received = 0 // the log's own time of it
		}
	}
	return o
}

func (s *scene) sameOutcome(want, got outcome) {
	s.tb.Helper()
	s.sameRows(want.rows, got.rows)
	if want.ids != got.ids {
		s.tb.Fatalf("%d ids, want %d", got.ids, want.ids)
	}
	if !reflect.DeepEqual(want.merges, got.merges) {
		s.tb.Fatalf("%d merges, want %d, or others", len(got.merges), len(want.merges))
	}
	if !reflect.DeepEqual(want.rejected, got.rejected) {
		s.tb.Fatalf("%d events in quarantine, want %d, or others", len(got.rejected), len(want.rejected))
	}
	s.sameAnswers(want.answers, got.answers)
}

func (s *scene) sameRows(want, got map[uint64]*timeline.Row) {
	s.tb.Helper()
	if len(want) != len(got) {
		s.tb.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for seq, row := range want {
		if !reflect.DeepEqual(row, got[seq]) {
			s.tb.Fatalf("row %d is\n%+v, want\n%+v", seq, got[seq], row)
		}
	}
}

// fill writes batches to the log, and now and then what nobody can read.
func (s *scene) fill(c *crowd, batches int) {
	s.tb.Helper()
	for i := range batches {
		s.append(c.batch())
		if i%50 == 25 {
			_, err := s.w.AppendEncoded(s.tb.Context(), []byte("not a batch"))
			s.ok(err)
		}
	}
}

// Whenever the program ends without warning, and however long it is down, what
// it makes of the log is what it would have made without.
func TestReplayGivesTheSameRows(t *testing.T) {
	const batches = 250
	step := int64(20 * time.Minute / time.Microsecond) // 83 hours in all: the window turns seven times
	straight := newScene(t, Options{})
	c := newCrowd(11, step)
	straight.fill(c, batches)
	straight.run()
	straight.seal()
	want := straight.outcome()
	if len(want.rows) != len(c.ids) || len(want.rejected) != c.bad+batches/50 {
		t.Fatalf("%d rows of %d events, %d in quarantine of %d", len(want.rows), len(c.ids), len(want.rejected), c.bad+batches/50)
	}
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			h := &hand{random: rand.New(rand.NewPCG(seed, 5)), clock: noon}
			h.scene = newScene(t, Options{Now: func() time.Time { return h.clock }})
			h.fill(newCrowd(11, step), batches)
			h.play()
			h.run()
			h.catchUp()
			h.sameRows(want.rows, h.rows())
			h.sameAnswers(want.answers, h.answers())
			h.seal() // and with it the quarantine is written
			h.sameOutcome(want, h.outcome())
			h.restart()
			h.sameOutcome(want, h.outcome())
			t.Logf("%d crashes, %d seals", h.crashes, h.seals)
		})
	}
}

// hand does the consumer's steps one by one, in an order that chance decides,
// with crashes between them.
type hand struct {
	*scene
	random         *rand.Rand
	clock          time.Time
	entries        chan bus.Entry
	end            func()
	crashes, seals int
}

func (h *hand) play() {
	h.tb.Helper()
	last, err := h.w.log.Last(h.tb.Context())
	h.ok(err)
	h.begin()
	for h.w.taken.Load() < last {
		switch h.random.IntN(40) {
		case 0, 1:
			h.w.flush()
		case 2, 3:
			h.ok(h.w.commit(h.tb.Context()))
		case 4, 5:
			if h.w.sealing == nil {
				h.ok(h.w.seal(h.tb.Context()))
				h.seals++
			}
		case 6:
			h.ok(h.w.sealed())
		case 7:
			h.w.flush()
			h.answers() // a seal may be under way
		case 8:
			h.crash()
		default:
			e := <-h.entries
			h.w.take(&e)
		}
	}
	h.crash()
	h.end()
}

// begin reads the log, and merges segments, as Run does.
func (h *hand) begin() {
	ctx, cancel := context.WithCancel(context.Background())
	h.entries = make(chan bus.Entry)
	ended := make(chan error, 2)
	go func(w *Workspace, entries chan<- bus.Entry) { ended <- w.read(ctx, w.taken.Load(), entries) }(h.w, h.entries)
	go func(w *Workspace) { ended <- w.record.Run(ctx) }(h.w)
	h.end = func() {
		cancel()
		<-ended
		<-ended
	}
}

// crash forgets all that is only in memory. A seal under way is let finish: it
// cannot be cut in the middle without killing the process, as TestKill does.
func (h *hand) crash() {
	h.tb.Helper()
	h.crashes++
	h.end()
	h.ok(h.w.sealed())
	h.close()
	h.clock = h.clock.Add(time.Duration(h.random.IntN(100)) * time.Hour)
	h.open()
	h.begin()
}

// A client that never heard our answer sends again. The copy is in the log when
// the program dies, and the program is down for days.
func TestReplayKnowsDuplicatesAfterALongTimeDown(t *testing.T) {
	clock := noon
	s := newScene(t, Options{Now: func() time.Time { return clock }})
	b := &kith.Batch{Source: 1, Received: noon.UnixMicro(), Events: []kith.Event{{MessageID: "once", Name: "view", UserID: "u", Time: noon.UnixMicro()}}}
	s.append(b)
	s.run()
	s.seal()
	s.close()
	s.open()
	b.Received += hour / 60
	s.append(b) // acknowledged, and then nothing consumed it
	s.close()
	clock = clock.Add(100 * 24 * time.Hour)
	s.restart()
	s.catchUp()
	if n, dropped := s.count("view"), s.status().Duplicates; n != 1 || dropped != 1 {
		t.Errorf("recorded %d times, dropped %d times", n, dropped)
	}
	if latest := s.status().Latest; !latest.Equal(noon) {
		t.Errorf("the last event in answers arrived %v, want %v", latest, noon)
	}
}
