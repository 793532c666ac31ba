package insight

import (
	"testing"
	"time"
)

func TestPreviousPeriod(t *testing.T) {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	c := &calendar{loc: loc}
	now, _ := time.Parse(time.RFC3339, "2026-04-15T14:30:00+01:00")
	for _, x := range []struct {
		ask      Range
		from, to string
	}{
		// To the same moment, also over a change of clocks on 29 March.
		{Range{Last: "30d"}, "2026-02-15T00:00:00Z", "2026-03-16T14:30:00Z"},
		{Range{Last: "1d"}, "2026-04-14T00:00:00+01:00", "2026-04-14T14:30:00+01:00"},
		{Range{Last: "4w"}, "2026-02-23T00:00:00Z", "2026-03-18T14:30:00Z"},
		{Range{Last: "1mo"}, "2026-03-01T00:00:00Z", "2026-03-15T14:30:00Z"},
		{Range{Last: "24h"}, "2026-04-13T15:00:00+01:00", "2026-04-14T14:30:00+01:00"},
		// Past periods whole: days, and months where they are months.
		{Range{From: "2026-04-01", To: "2026-04-10"}, "2026-03-22T00:00:00Z", "2026-04-01T00:00:00+01:00"},
		{Range{From: "2026-03-01", To: "2026-03-31"}, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"},
		{Range{From: "2026-01-01", To: "2026-03-31"}, "2025-10-01T00:00:00+01:00", "2026-01-01T00:00:00Z"},
		// A month under way: to the same day and moment of the one before.
		{Range{From: "2026-04-01", To: "2026-04-30"}, "2026-03-01T00:00:00Z", "2026-03-15T14:30:00Z"},
		{Range{From: "2026-04-10T06:00:00Z", To: "2026-04-10T12:00:00Z"}, "2026-04-10T00:00:00Z", "2026-04-10T06:00:00Z"},
	} {
		from, to, err := x.ask.resolve(c, now.Unix())
		if err != nil {
			t.Fatal(err)
		}
		from, to = x.ask.previous(c, from, to, now.Unix())
		say := func(s int64) string { return time.Unix(s, 0).In(loc).Format(time.RFC3339) }
		wantFrom, _ := time.Parse(time.RFC3339, x.from)
		wantTo, _ := time.Parse(time.RFC3339, x.to)
		if from != wantFrom.Unix() || to != wantTo.Unix() {
			t.Errorf("%+v: %s to %s, want %s to %s", x.ask, say(from), say(to), x.from, x.to)
		}
	}
}
