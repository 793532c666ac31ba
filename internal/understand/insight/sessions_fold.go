package insight

import (
	"context"

	"kith/internal/observe/timeline"
)

// sessionsFold counts one worker's sessions.
type sessionsFold struct {
	c     *sessions
	each  func(*timeline.View, func(*visit))
	stamp uint32
	cells []sessionsCell
}

type sessionsCell struct {
	sessions, persons, events, bounced uint64
	seen                               uint32
	seconds                            []uint32 // only of one bucket and the finest group
}

func (c *sessions) answer(ctx context.Context, a *Answer) error {
	cells := len(c.starts) * (c.groups.len() + 1) // the whole range last; everyone, then the groups
	sum, err := scan(ctx, c.p, func() *sessionsFold {
		return &sessionsFold{c: c, each: c.visits(), cells: make([]sessionsCell, cells)}
	}, (*sessionsFold).visit, (*sessionsFold).merge)
	if err != nil {
		return err
	}
	buckets := c.p.bucketsOf(c.starts)
	whole := Bucket{Start: c.p.at(int64(c.p.from)), End: c.p.at(int64(c.p.to)), Incomplete: int64(c.p.to) > c.p.asOf}
	out := &SessionsAnswer{}
	for g := range 1 + len(c.groups.list) {
		group := SessionsGroup{Total: sum.row(len(buckets), g, whole)}
		if g > 0 {
			group.Group = c.groups.group(g - 1)
		}
		for b := range buckets {
			group.Buckets = append(group.Buckets, sum.row(b, g, buckets[b]))
		}
		out.Groups = append(out.Groups, group)
	}
	a.Sessions = out
	return nil
}

func (f *sessionsFold) visit(v *timeline.View) {
	f.stamp++
	width := f.c.groups.len() + 1
	whole := (len(f.c.starts) - 1) * width
	f.each(v, func(s *visit) {
		at := s.bucket * width
		f.count(&f.cells[at], s)
		f.count(&f.cells[whole], s)
		if f.c.groups.col >= 0 {
			g := 1 + f.c.groups.of(v, s.first)
			at += g
			f.count(&f.cells[at], s)
			f.count(&f.cells[whole+g], s)
		}
		f.cells[at].seconds = append(f.cells[at].seconds, s.seconds)
	})
}

func (f *sessionsFold) count(cell *sessionsCell, s *visit) {
	cell.sessions++
	cell.events += uint64(s.events)
	if s.bounced {
		cell.bounced++
	}
	if cell.seen != f.stamp {
		cell.seen = f.stamp
		cell.persons++
	}
}

func (f *sessionsFold) merge(from *sessionsFold) {
	for i := range f.cells {
		a, b := &f.cells[i], &from.cells[i]
		a.sessions += b.sessions
		a.persons += b.persons
		a.events += b.events
		a.bounced += b.bounced
		a.seconds = append(a.seconds, b.seconds...)
	}
}

// seconds gathers the durations of a bucket, or of all (bucket is one past the
// last), in a group, or in all (group is 0).
func (f *sessionsFold) seconds(bucket, group int) []uint32 {
	var out []uint32
	width, units := f.c.groups.len()+1, len(f.c.starts)-1
	for b := range units {
		for g := range width {
			if (bucket == units || b == bucket) && (group == 0 || g == group) {
				out = append(out, f.cells[b*width+g].seconds...)
			}
		}
	}
	return out
}

func (f *sessionsFold) row(bucket, group int, b Bucket) SessionsRow {
	cell := &f.cells[bucket*(f.c.groups.len()+1)+group]
	n := float64(cell.sessions)
	row := SessionsRow{Bucket: b, Sessions: cell.sessions, Persons: cell.persons, Events: cell.events, Bounced: cell.bounced,
		BounceRate: ratio(float64(cell.bounced), n), EventsPerVisit: ratio(float64(cell.events), n), SessionsPerHead: ratio(n, float64(cell.persons))}
	if cell.sessions > 0 {
		row.AverageSeconds, row.MedianSeconds = center(f.seconds(bucket, group))
	}
	return row
}
