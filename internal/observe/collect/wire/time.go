package wire

import (
	"math"
	"strconv"
	"strings"
)

// Micros reads a time as clients write it, in microseconds since 1970 UTC:
//
//   - ISO 8601: a date, or a date and a time divided by T or a space, with or
//     without seconds and a fraction of any length, and with Z, an offset (+08:00,
//     +0800, +08) or nothing, which is UTC;
//   - a number, or a string that is one, since 1970: in seconds below 10¹¹, in
//     milliseconds below 10¹⁴, else in microseconds.
func (n Node) Micros() (micros int64, ok bool) {
	switch n.Kind() {
	case Number:
		f, err := strconv.ParseFloat(n.Source(), 64)
		return epoch(f, err)
	case String:
		s, _ := n.Text()
		return Micros(s)
	}
	return 0, false
}

// Micros is Node.Micros for a string.
func Micros(s string) (micros int64, ok bool) {
	s = strings.TrimSpace(s)
	if micros, ok = iso(s); ok {
		return micros, true
	}
	if len(s) < 9 || strings.Trim(s, "0123456789.") != "" { // 2024 and 20240131 are no seconds, 0x1p9 and Inf no times
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return epoch(f, err)
}

func epoch(f float64, err error) (int64, bool) {
	switch size := math.Abs(f); {
	case err != nil || size >= 1e17:
		return 0, false
	case size < 1e11:
		f *= 1e6
	case size < 1e14:
		f *= 1e3
	}
	return int64(math.Round(f)), true
}

// clock reads one time from the left.
type clock struct {
	s  string
	ok bool
}

// digits takes exactly n digits, whose number must be from lo to hi.
func (c *clock) digits(n, lo, hi int) int {
	v := 0
	for i := range n {
		if i >= len(c.s) || c.s[i]-'0' > 9 {
			c.ok = false
			return 0
		}
		v = v*10 + int(c.s[i]-'0')
	}
	c.s = c.s[n:]
	c.ok = c.ok && v >= lo && v <= hi
	return v
}

// take takes one byte if it is one of set.
func (c *clock) take(set string) bool {
	if c.s == "" || strings.IndexByte(set, c.s[0]) < 0 {
		return false
	}
	c.s = c.s[1:]
	return true
}

func (c *clock) must(set string) { c.ok = c.take(set) && c.ok }

func iso(s string) (micros int64, ok bool) {
	c := clock{s: s, ok: true}
	year := c.digits(4, 0, 9999)
	c.must("-")
	month := c.digits(2, 1, 12)
	c.must("-")
	day := c.digits(2, 1, 31)
	if !c.ok || day > daysIn(year, month) {
		return 0, false
	}
	micros = daysSince1970(year, month, day) * 86400e6
	if c.s == "" {
		return micros, true
	}
	c.must("Tt ")
	hour := c.digits(2, 0, 23)
	c.must(":")
	minute, second, fraction := c.digits(2, 0, 59), 0, 0
	if c.take(":") {
		second = c.digits(2, 0, 60) // a leap second is the next minute's first
		if c.take(".,") {
			fraction = c.fraction()
		}
	}
	offset := c.zone()
	micros += int64(hour*3600+minute*60+second-offset)*1e6 + int64(fraction)
	return micros, c.ok && c.s == ""
}

// fraction takes the digits after the point, as microseconds, rounded down.
func (c *clock) fraction() int {
	v, n := 0, 0
	for ; len(c.s) > 0 && c.s[0]-'0' <= 9; n++ {
		if n < 6 {
			v = v*10 + int(c.s[0]-'0')
		}
		c.s = c.s[1:]
	}
	c.ok = c.ok && n > 0
	for ; n < 6; n++ {
		v *= 10
	}
	return v
}

// zone takes the zone; the result is seconds east of Greenwich.
func (c *clock) zone() int {
	if c.s == "" || c.take("Zz") {
		return 0
	}
	c.take(" ")
	sign := 1
	if c.take("-") {
		sign = -1
	} else {
		c.must("+")
	}
	offset := c.digits(2, 0, 23) * 3600
	if c.take(":") || c.s != "" {
		offset += c.digits(2, 0, 59) * 60
	}
	return sign * offset
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysSince1970 counts in years that begin in March, so that the leap day is
// the last of a year.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	leaps := floor(year, 4) - floor(year, 100) + floor(year, 400)
	return int64(365*year+leaps+(153*(month-3)+2)/5+day-1) - 719468
}

func floor(a, b int) int {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}
