package query

import (
	"sort"
	"time"
)

// days turns moments into days of a zone. Events come by person, so times jump
// about: the zone's offsets are looked up once and kept.
type days struct {
	zone  *time.Location
	spans []span // by from
}

// span is a time with one offset from UTC, seconds [from, to).
type span struct{ from, to, offset int64 }

func (d *days) of(micros int64) int32 {
	seconds := micros / 1e6
	if micros%1e6 < 0 {
		seconds--
	}
	local := seconds + d.offset(seconds)
	day := local / 86400
	if local%86400 < 0 {
		day--
	}
	return int32(day)
}

func (d *days) offset(seconds int64) int64 {
	i := sort.Search(len(d.spans), func(i int) bool { return d.spans[i].from > seconds }) - 1
	if i >= 0 && seconds < d.spans[i].to {
		return d.spans[i].offset
	}
	s := d.look(seconds)
	i = sort.Search(len(d.spans), func(i int) bool { return d.spans[i].from > s.from })
	d.spans = append(d.spans, span{})
	copy(d.spans[i+1:], d.spans[i:])
	d.spans[i] = s
	return s.offset
}

func (d *days) look(seconds int64) span {
	t := time.Unix(seconds, 0).In(d.zone)
	_, offset := t.Zone()
	s := span{from: -1 << 62, to: 1 << 62, offset: int64(offset)}
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		s.from = start.Unix()
	}
	if !end.IsZero() {
		s.to = end.Unix()
	}
	return s
}
