package people

import (
	"sort"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// days cuts time into the days of a zone, fast for ascending instants.
type days struct {
	loc *time.Location
	// The offset that holds in [from, until).
	from, until int64
	offset      int64
}

func newDays(loc *time.Location) *days { return &days{loc: loc} }

// fork is a copy for another goroutine.
func (d *days) fork() *days { return &days{loc: d.loc} }

// of numbers the local day that an instant lies in.
func (d *days) of(sec int64) int64 {
	if sec < d.from || sec >= d.until {
		t := time.Unix(sec, 0).In(d.loc)
		_, offset := t.Zone()
		since, until := t.ZoneBounds()
		d.offset, d.from, d.until = int64(offset), -1<<62, 1<<62
		if !since.IsZero() {
			d.from = since.Unix()
		}
		if !until.IsZero() {
			d.until = until.Unix()
		}
	}
	return (sec + d.offset) / 86400
}

// start is the first instant of the local day n days before the one of now.
func (d *days) start(now int64, n int) int64 {
	y, m, day := time.Unix(now, 0).In(d.loc).Date()
	t := time.Date(y, m, day-n, 0, 0, 0, 0, d.loc)
	if t.Day() != time.Date(y, m, day-n, 12, 0, 0, 0, d.loc).Day() { // midnight is skipped there
		t = t.Add(time.Hour)
	}
	return t.Unix()
}

// activeCodes tells by code which events say that a person did something.
func activeCodes(names *timeline.Names) []bool {
	active := make([]bool, 1<<16)
	for code, name := range names.Events.All() {
		active[code] = !kith.Passive(name)
	}
	return active
}

// firstAt is the index of the first event at or after an instant.
func firstAt(v *timeline.View, sec int64) int {
	if sec <= 0 {
		return 0
	}
	return sort.Search(len(v.Secs), func(i int) bool { return int64(v.Secs[i]) >= sec })
}
