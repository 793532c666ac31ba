package ingest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
)

// events is how many of a person's events every answer knows, by index and by record.
func (s *scene) eventsOf(user string) (counts [2]int, person uint32) {
	s.tb.Helper()
	raw, ok := s.w.identity.Find(identity.User, user)
	if !ok {
		s.tb.Fatalf("nobody is %s", user)
	}
	ctx := context.Background()
	for i, open := range []func(context.Context, []string) (timeline.Snapshot, error){s.w.Snapshot, s.w.RecordSnapshot} {
		snap, err := open(ctx, nil)
		s.ok(err)
		s.ok(snap.One(ctx, raw, func(v *timeline.View) { counts[i], person = v.Len(), v.Person }))
		snap.Close()
	}
	return counts, person
}

// scanned counts persons and events as questions over everybody meet them.
func (s *scene) scanned() (persons, events int) {
	s.tb.Helper()
	snap, err := s.w.Snapshot(context.Background(), nil)
	s.ok(err)
	defer snap.Close()
	type part struct{ persons, events int }
	var parts []*part
	s.ok(snap.Scan(context.Background(), func() func(*timeline.View) {
		p := &part{}
		parts = append(parts, p)
		return func(v *timeline.View) {
			if v.Len() > 0 {
				p.persons, p.events = p.persons+1, p.events+v.Len()
			}
		}
	}))
	for _, p := range parts {
		persons, events = persons+p.persons, events+p.events
	}
	return persons, events
}

// A merge of two persons with 100,000 events each, and its undo, are in every
// answer within a second and rewrite nothing; a restart keeps both.
func TestLargeMergeAndUndo(t *testing.T) {
	const each = 100_000
	s := newScene(t, Options{})
	s.run()
	for i := 0; i < each; i += 2000 {
		b := &kith.Batch{Source: 1, Received: noon.UnixMicro()}
		for k := i; k < i+2000; k++ {
			for _, user := range []string{"ann", "bo"} {
				b.Events = append(b.Events, kith.Event{MessageID: fmt.Sprint(user, k), Name: "look", UserID: user, Time: noon.UnixMicro() + int64(k)*1000})
			}
		}
		s.append(b)
	}
	s.catchUp()
	s.seal()
	before, err := s.w.record.Stats(t.Context())
	s.ok(err)
	_, ann := s.eventsOf("ann")
	_, bo := s.eventsOf("bo")

	begin := time.Now()
	s.ok(s.w.Merge(t.Context(), bo, ann, By{Who: "Demo", Why: "the same phone"}))
	counts, person := s.eventsOf("bo")
	took := time.Since(begin)
	if person != ann || counts != [2]int{2*each + 1, 2*each + 1} || took > time.Second {
		t.Errorf("merged in %v: person %d with %v events", took, person, counts)
	}
	if persons, events := s.scanned(); persons != 1 || events != 2*each+1 {
		t.Errorf("a scan meets %d persons, %d events", persons, events)
	}
	log, err := s.w.identity.Log(t.Context(), identity.LogQuery{Limit: 5})
	if err != nil || len(log) != 1 || log[0].By != "Demo" || log[0].Why != "the same phone" || log[0].Rule != identity.ByOperator {
		t.Errorf("merge log: %+v, %v", log, err)
	}
	s.append(&kith.Batch{Source: 1, Received: noon.UnixMicro(), Events: []kith.Event{{MessageID: "late", Name: "look", UserID: "bo", Time: noon.UnixMicro()}}})

	begin = time.Now()
	s.ok(s.w.Unmerge(t.Context(), 1, ann, false, By{Who: "Demo"}))
	counts, person = s.eventsOf("bo")
	back := time.Since(begin)
	if person != bo || counts != [2]int{each + 1, each + 1} || back > time.Second {
		t.Errorf("undone in %v: person %d with %v events", back, person, counts)
	}
	if persons, events := s.scanned(); persons != 2 || events != 2*each+3 {
		t.Errorf("a scan meets %d persons, %d events", persons, events)
	}
	after, err := s.w.record.Stats(t.Context())
	if err != nil || after.Rows != before.Rows {
		t.Errorf("the record has %d rows, had %d: %v", after.Rows, before.Rows, err)
	}
	t.Logf("merge %v, undo %v", took, back)
	s.restart()
	s.catchUp()
	if counts, person = s.eventsOf("bo"); person != bo || counts != [2]int{each + 1, each + 1} {
		t.Errorf("after a restart: person %d with %v events", person, counts)
	}
}

// Only operators merge: what a source sends under those names is kept as rejected.
func TestOperatorsNamesAreReserved(t *testing.T) {
	s := newScene(t, Options{})
	s.run()
	for i, name := range []string{kith.EventMerge, kith.EventUnmerge, kith.EventIDRules} {
		s.append(&kith.Batch{Source: 1, Received: noon.UnixMicro(), Events: []kith.Event{{MessageID: fmt.Sprint("m", i), Name: name, UserID: "u", Time: noon.UnixMicro()}}})
	}
	s.catchUp()
	s.ok(s.w.Settled(t.Context()))
	if n := len(s.rejected()); n != 3 {
		t.Errorf("%d were rejected", n)
	}
}

// Rules go through the log, and a restart has them.
func TestRulesThroughTheLog(t *testing.T) {
	s := newScene(t, Options{})
	s.run()
	before, _ := s.w.identity.Rules()
	next := before
	next.Blocked = []string{"kiosk"}
	next, err := before.Revise(next)
	s.ok(err)
	s.ok(s.w.ReviseRules(t.Context(), next, By{Who: "Demo"}))
	s.restart()
	if now, changed := s.w.identity.Rules(); len(now.Blocked) != 1 || changed.By != "Demo" {
		t.Errorf("rules %+v since %+v", now, changed)
	}
}
