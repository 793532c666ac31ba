package insight_test

import (
	"errors"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// A cell that the answer does not have is refused with an error that says so,
// never answered with nobody.
func TestUnknownCells(t *testing.T) {
	data := &oracleData{events: []oracleEvent{{person: 1, seq: 1, micros: 1_772_445_600e6, name: "use", props: map[string]kith.Value{}}}}
	asker := &insight.Asker{Store: newPlainStore(data), Zone: "UTC", Now: func() time.Time { return time.Unix(1_772_500_000, 0) }}
	elsewhen := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	within := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	column := 99
	for _, c := range []struct {
		name, ask string
		cells     []insight.Cell
	}{
		{"trend", `"trend":{"series":[{"event":"use"}]}`, []insight.Cell{{Series: 1}, {Series: -1}, {Bucket: &elsewhen}}},
		{"funnel", `"funnel":{"steps":[{"event":"use"},{"event":"buy"}],"trend":"day"}`,
			[]insight.Cell{{Step: 3}, {Step: -1}, {Step: 1, Bucket: &elsewhen}}},
		{"retention", `"retention":{"start":{"event":"use"},"return":{"event":"use"}}`, []insight.Cell{{Column: &column}, {Bucket: &elsewhen}}},
		{"paths", `"paths":{}`, []insight.Cell{{Level: 99, Node: &insight.PathRef{Event: "use"}}, {Level: -1, Node: &insight.PathRef{Event: "use"}}}},
		{"stickiness", `"stickiness":{"selector":{"event":"use"}}`, []insight.Cell{{Active: 99}, {Active: -1}}},
		{"lifecycle", `"lifecycle":{"selector":{"event":"use"}}`, []insight.Cell{{Bucket: &within, State: "asleep"}, {Bucket: &elsewhen, State: "new"}}},
		{"sessions", `"sessions":{}`, []insight.Cell{{Bucket: &elsewhen}}},
		{"rfm", `"rfm":{"selector":{"event":"use"},"property":"amount"}`, []insight.Cell{{R: 6}, {F: -1}, {M: 99}, {Segment: "friends"}}},
	} {
		q, err := insight.Parse([]byte(`{"range":{"from":"2026-03-01","to":"2026-03-03"},` + c.ask + `}`))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for _, cell := range c.cells {
			persons, err := asker.Persons(t.Context(), cloneQuestion(q), cell, 0, 10)
			var known *kith.Error
			if !errors.As(err, &known) || known.Code != kith.Invalid && known.Code != kith.NotFound || known.Message == "" {
				t.Errorf("%s: cell %+v gave %v and the error %v", c.name, cell, persons, err)
			}
		}
	}
}

// The oracle's own clock against facts of the zones.
func TestOracleCalendar(t *testing.T) {
	at := func(text string) int64 {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when.Unix()
	}
	for _, c := range []struct{ zone, unit, of, start, end string }{
		{"Africa/Cairo", "day", "2024-04-26T09:00:00Z", "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z"},
		{"Africa/Cairo", "hour", "2024-04-25T22:59:59Z", "2024-04-25T22:00:00Z", "2024-04-25T23:00:00Z"},
		{"America/Havana", "day", "2025-11-02T12:00:00Z", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z"}, // 00:00 occurs twice
		{"America/Santiago", "day", "2025-09-07T12:00:00Z", "2025-09-07T04:00:00Z", "2025-09-08T03:00:00Z"},
		{"Europe/London", "hour", "2025-10-26T01:59:59Z", "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z"},
		{"Australia/Lord_Howe", "hour", "2025-04-05T15:10:00Z", "2025-04-05T15:00:00Z", "2025-04-05T15:30:00Z"},
		{"Asia/Kolkata", "hour", "2025-04-05T15:10:00Z", "2025-04-05T14:30:00Z", "2025-04-05T15:30:00Z"},
		{"Asia/Shanghai", "month", "2026-02-01T00:00:00Z", "2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z"},
		{"America/New_York", "week", "2025-11-02T12:00:00Z", "2025-10-27T04:00:00Z", "2025-11-03T05:00:00Z"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		calendar := oracleCalendar{loc: loc}
		if start, end := calendar.unitStart(c.unit, at(c.of)), calendar.unitEnd(c.unit, at(c.of)); start != at(c.start) || end != at(c.end) {
			t.Errorf("the %s of %s in %s is %v to %v", c.unit, c.of, c.zone, time.Unix(start, 0).UTC(), time.Unix(end, 0).UTC())
		}
	}
}
