package catalogue

import (
	"context"
	"sync"
	"time"

	"kith/internal/observe/timeline"
)

// Days is how many calendar days a sparkline has, the unfinished one included.
const Days = 30

// seen is what histories tell of one event name.
type seen struct {
	events, day, week, month uint64 // ever, and in the last 24 h, 7 d, 30 d
	persons                  uint32
	first, last              uint32 // seconds since 1970
	days                     [Days]uint32
	person                   uint32 // stamp of the last person counted
}

// window is what the figures are counted by.
type window struct {
	day, week, month uint32           // seconds; what is later counts
	from             uint32           // nothing before counts for any of these
	starts           [Days + 1]uint32 // of the days, and of tomorrow
}

func newWindow(now time.Time, loc *time.Location) *window {
	at := func(ago time.Duration) uint32 { return uint32(max(now.Add(-ago).Unix(), 0)) }
	w := &window{day: at(24 * time.Hour), week: at(7 * 24 * time.Hour), month: at(30 * 24 * time.Hour)}
	y, m, d := now.In(loc).Date()
	for i := range w.starts {
		w.starts[i] = uint32(max(time.Date(y, m, d-Days+1+i, 0, 0, 0, 0, loc).Unix(), 0))
	}
	w.from = min(w.month, w.starts[0])
	return w
}

// of is the day of a second; false outside of the days.
func (w *window) of(s uint32) (int, bool) {
	if s < w.starts[0] || s >= w.starts[Days] {
		return 0, false
	}
	d := min(int((s-w.starts[0])/86400), Days-1) // off by one at most: days have 23 to 25 hours
	for s < w.starts[d] {
		d--
	}
	for s >= w.starts[d+1] {
		d++
	}
	return d, true
}

// tallier is one worker's part of the fold.
type tallier struct {
	window *window
	seen   []seen // by code
	stamp  uint32
}

func (t *tallier) visit(v *timeline.View) {
	t.stamp++
	for i, code := range v.Codes {
		for int(code) >= len(t.seen) {
			t.seen = append(t.seen, seen{})
		}
		of, s := &t.seen[code], v.Secs[i]
		if of.events == 0 || s < of.first {
			of.first = s
		}
		of.events++
		of.last = max(of.last, s)
		if of.person != t.stamp {
			of.person = t.stamp
			of.persons++
		}
		if s >= t.window.from {
			t.recent(of, s)
		}
	}
}

func (t *tallier) recent(of *seen, s uint32) {
	if s > t.window.month {
		of.month++
	}
	if s > t.window.week {
		of.week++
	}
	if s > t.window.day {
		of.day++
	}
	if d, ok := t.window.of(s); ok {
		of.days[d]++
	}
}

func (a *seen) add(b *seen) {
	if b.events == 0 {
		return
	}
	if a.events == 0 || b.first < a.first {
		a.first = b.first
	}
	a.events, a.day, a.week, a.month = a.events+b.events, a.day+b.day, a.week+b.week, a.month+b.month
	a.persons, a.last = a.persons+b.persons, max(a.last, b.last)
	for i, n := range b.days {
		a.days[i] += n
	}
}

// fold counts every event of every person.
func fold(ctx context.Context, snap timeline.Snapshot, w *window) ([]seen, error) {
	var mu sync.Mutex
	var all []*tallier
	err := snap.Scan(ctx, func() func(*timeline.View) {
		t := &tallier{window: w}
		mu.Lock()
		all = append(all, t)
		mu.Unlock()
		return t.visit
	})
	if err != nil {
		return nil, err
	}
	var out []seen
	for _, t := range all {
		for code := range t.seen {
			for code >= len(out) {
				out = append(out, seen{})
			}
			out[code].add(&t.seen[code])
		}
	}
	return out, nil
}
