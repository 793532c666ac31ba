package importer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/internal/kith"
)

// Names of time formats; anything else is a layout of Go's package time.
const (
	isoTime   = "iso"
	unixTime  = "unix"
	unixMilli = "unix_ms"
	unixMicro = "unix_us"
)

// isoLayouts are the forms of ISO 8601 that files have; a fraction of a second
// may follow in each.
var isoLayouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
	"2006-01-02 15:04:05-07", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST",
	"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02",
}

// candidates are the formats tried on a file that does not say which it has.
// Of two that fit all samples the first wins, except that a day and a month
// which could be either are an error.
var candidates = []string{
	isoTime, unixTime, unixMilli, unixMicro,
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日", "20060102150405", "20060102", "2006.1.2 15:04:05", "2006.1.2",
	"2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/2006", "1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006",
	"1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "2.1.2006 15:04:05", "2.1.2006 15:04", "2.1.2006", "2-1-2006 15:04", "2-1-2006",
	time.RFC1123, time.RFC1123Z, time.UnixDate, "Jan 2, 2006", "Jan 2, 2006 15:04:05",
}

// clock reads the times of one column.
type clock struct {
	format  string
	layouts []string
	zone    *time.Location
	last    int // layout that fitted last: files keep one form
}

func newClock(format, zone string) (*clock, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, invalid("zone", "there is no time zone "+zone, "write it as in Asia/Shanghai")
	}
	c := &clock{format: format, zone: loc, layouts: []string{format}}
	if format == isoTime {
		c.layouts = isoLayouts
	}
	return c, nil
}

// micros reads a time, in microseconds since 1970 UTC.
func (c *clock) micros(v kith.Value) (int64, bool) {
	switch c.format {
	case unixTime:
		return epoch(v, 1e6)
	case unixMilli:
		return epoch(v, 1e3)
	case unixMicro:
		return epoch(v, 1)
	}
	s := strings.TrimSpace(v.Text())
	for k := range c.layouts {
		at := (c.last + k) % len(c.layouts)
		if t, err := time.ParseInLocation(c.layouts[at], s, c.zone); err == nil {
			c.last = at
			return t.UnixMicro(), true
		}
	}
	return 0, false
}

// epoch reads a number of units of so many microseconds. Integers are exact.
func epoch(v kith.Value, unit float64) (int64, bool) {
	f := v.Num
	if v.Kind != kith.Number {
		s := strings.TrimSpace(v.Text())
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n < 1e12 && n > -1e12 {
			return n * int64(unit), true
		}
		var ok bool
		if f, ok = looseNumber(s); !ok {
			return 0, false
		}
	}
	if f *= unit; f > 1e18 || f < -1e18 {
		return 0, false
	}
	return int64(f), true
}

// sane reports whether a time is one that events have: from 1990 to a year from
// now. It tells seconds from milliseconds.
func sane(micros int64, now time.Time) bool {
	return micros > 631152000e6 && micros < now.UnixMicro()+366*86400e6
}

// guessFormat finds the format that reads nearly all samples. why says what
// keeps it from being certain.
func guessFormat(samples []kith.Value, zone string, now time.Time) (format, why string) {
	fits := map[string]bool{}
	var order []string
	for _, f := range candidates {
		c, err := newClock(f, zone)
		if err != nil {
			return "", err.Error()
		}
		good := 0
		for _, v := range samples {
			if t, ok := c.micros(v); ok && sane(t, now) {
				good++
			}
		}
		if good > 0 && good*10 >= len(samples)*9 {
			fits[f], order = true, append(order, f)
		}
	}
	if len(order) == 0 {
		return "", "its values are in no form known, or in several"
	}
	if f := order[0]; strings.HasPrefix(f, "2/1/2006") {
		if other := "1/2/2006" + f[len("2/1/2006"):]; fits[other] && !slices.ContainsFunc(samples, decides) {
			return "", "day and month could be either way round: say " + f + " or " + other + " in time_format"
		}
	}
	return order[0], ""
}

// decides reports whether a sample like 13/1/2026 shows which is the day.
func decides(v kith.Value) bool {
	parts := strings.FieldsFunc(v.Text(), func(r rune) bool { return r == '/' || r == ' ' })
	if len(parts) < 2 {
		return false
	}
	first, _ := strconv.Atoi(parts[0])
	second, _ := strconv.Atoi(parts[1])
	return first > 12 || second > 12
}
