package simulate_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"kith/internal/kith"
	"kith/internal/simulate"
)

var small = simulate.Params{Seed: 2, Persons: 2000, Events: 100_000, Days: 60, Now: now}

// watch runs Live for so long, opened so long after Now, on a clock of its own.
func watch(t *testing.T, after, long time.Duration) (events []kith.Event) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		opened := time.Now()
		clock := func() time.Time { return now.Add(after + time.Since(opened)) }
		ctx, cancel := context.WithTimeout(t.Context(), long)
		defer cancel()
		err := simulate.New(small).Live(ctx, clock, func(b *kith.Batch) error {
			if n := len(b.Events); n == 0 || n > simulate.BatchSize {
				t.Errorf("batch of %d events", n)
			}
			for i := range b.Events {
				if e := &b.Events[i]; e.Time > b.Received || b.Received != clock().UnixMicro() {
					t.Errorf("%s at %d received %d", e.MessageID, e.Time, b.Received)
				}
			}
			events = append(events, b.Events...)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	return events
}

func TestLiveGoesOnFromHistory(t *testing.T) {
	ids := map[string]bool{}
	history(small, func(b *kith.Batch) {
		for i := range b.Events {
			ids[b.Events[i].MessageID] = true
		}
	})
	events := watch(t, 0, 2*time.Hour)
	newcomers, last := 0, int64(0)
	for i := range events {
		e := &events[i]
		if ids[e.MessageID] {
			t.Fatalf("%s was in the history or is sent twice", e.MessageID)
		}
		ids[e.MessageID] = true
		if e.Time <= now.UnixMicro() || e.Time < last {
			t.Fatalf("%s at %s, after %s", e.MessageID, time.UnixMicro(e.Time), time.UnixMicro(last))
		}
		last = e.Time
		if e.Name == "sign_up" {
			newcomers++
		}
	}
	// 14:32 in Shanghai is a quieter hour than the average one.
	if rate := float64(len(events)) / 7200; rate < 0.7 || rate > 4 {
		t.Errorf("%.2f events a second, asked for about 2", rate)
	}
	if newcomers == 0 {
		t.Error("nobody signed up in two hours")
	}
}

func TestLiveCatchesUpWithTheSameEvents(t *testing.T) {
	whole := watch(t, 0, 90*time.Minute)
	late := watch(t, time.Hour, 30*time.Minute)
	if len(whole) != len(late) {
		t.Fatalf("%d events seen at once, %d caught up with", len(whole), len(late))
	}
	for i := range whole {
		if whole[i].MessageID != late[i].MessageID || whole[i].Time != late[i].Time {
			t.Fatalf("event %d: %+v caught up as %+v", i, whole[i], late[i])
		}
	}
}

func TestLiveEndsWithTheError(t *testing.T) {
	full := errors.New("log is full")
	err := simulate.New(small).Live(t.Context(), func() time.Time { return now.Add(time.Hour) }, func(*kith.Batch) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("Live ended with %v", err)
	}
}
