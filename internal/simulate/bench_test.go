package simulate_test

import (
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/simulate"
)

func TestBenchRows(t *testing.T) {
	from, to := now.Add(-90*24*time.Hour), now
	rows, persons, lastPerson, lastAt := 0, 0, uint32(0), int64(0)
	platforms, amounts, events := map[string]bool{}, map[float64]bool{}, map[string]int{}
	simulate.Bench(1, 10_000, 500_000, from, to, func(person uint32, at int64, event string, props []kith.Property) bool {
		rows++
		events[event]++
		if person != lastPerson {
			if person < lastPerson {
				t.Fatalf("person %d after %d", person, lastPerson)
			}
			persons, lastAt = persons+1, 0
		}
		if at < lastAt || at < from.UnixMicro() || at >= to.UnixMicro() {
			t.Fatalf("person %d at %s, after %s", person, time.UnixMicro(at), time.UnixMicro(lastAt))
		}
		lastPerson, lastAt = person, at
		platforms[props[0].Value.Str] = true
		if (event == "order_paid") != (len(props) == 2) {
			t.Fatalf("%s has %d properties", event, len(props))
		}
		if len(props) == 2 {
			amounts[props[1].Value.Num] = true
		}
		return true
	})
	if rows != 500_000 || persons < 9900 || len(platforms) != 4 || len(amounts) < 1900 || len(events) != len(simulate.BenchEvents) {
		t.Errorf("%d rows of %d persons, %d platforms, %d amounts, events %v", rows, persons, len(platforms), len(amounts), events)
	}
}

func BenchmarkHistory(b *testing.B) {
	p := simulate.New(simulate.Params{Seed: 1, Persons: 10_000, Events: 600_000, Now: now})
	events := 0
	for b.Loop() {
		p.History(func(batch *kith.Batch) bool { events += len(batch.Events); return true })
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkBench(b *testing.B) {
	rows := 0
	for b.Loop() {
		simulate.Bench(1, 20_000, 1_000_000, now.Add(-90*24*time.Hour), now, func(uint32, int64, string, []kith.Property) bool { rows++; return true })
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
