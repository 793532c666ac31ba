package insight

import (
	"testing"
	"time"
)

// The units of all time are those that a question is cut into, in zones that
// skip midnights, repeat them, change at a minute past them, and lost a day.
func TestUnitsAreTheCalendars(t *testing.T) {
	zones := []string{"UTC", "Asia/Shanghai", "Europe/London", "America/New_York", "Africa/Cairo", "America/Santiago", "America/Havana",
		"Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati", "Africa/Monrovia", "Asia/Gaza"}
	for _, zone := range zones {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range []string{"day", "week", "month"} {
			for _, sunday := range []bool{false, true} {
				if sunday && unit != "week" {
					continue
				}
				c := &calendar{loc: loc, sunday: sunday}
				u := c.units(unit)
				if u.Starts[0] != 0 {
					t.Fatalf("%s, %s: the first starts at %d", zone, unit, u.Starts[0])
				}
				at := c.next(c.next(0, unit), unit)               // the first whole one and its like
				for next := at; next < 2_240_000_000; at = next { // in 2040
					next = c.next(at, unit)
					i, ok := u.At(at)
					if !ok || u.End(i) != uint64(next) {
						t.Fatalf("%s, %s: the calendar's from %s to %s is not unit %d, until %s", zone, unit, time.Unix(at, 0).In(loc), time.Unix(next, 0).In(loc), i, time.Unix(int64(u.End(i)), 0).In(loc))
					}
					if u.Of(uint32(at)) != i || u.Of(uint32(next-1)) != i || u.Of(uint32(at-1)) >= i {
						t.Fatalf("%s, %s: unit %d has other seconds than from %d to %d", zone, unit, i, at, next)
					}
				}
			}
		}
	}
}
