package insight

import (
	"math"
	"sync"
	"time"

	"kith/internal/observe/timeline"
)

// knownUnits are the units of all time made so far, by key: they do not depend
// on any data.
var knownUnits sync.Map // string -> *timeline.Units

// units cuts all time into days, weeks or months of the zone, beginning just
// where start and next say.
func (c *calendar) units(unit string) *timeline.Units {
	key := unit + " " + c.loc.String()
	if unit == "week" && c.sunday {
		key = "sunday " + key
	}
	if u, ok := knownUnits.Load(key); ok {
		return u.(*timeline.Units)
	}
	u := &timeline.Units{Key: key, Usual: 86400, Starts: c.days()}
	switch unit {
	case "week":
		first := 5 // 5 January 1970, a Monday
		if c.sunday {
			first = 4
		}
		days := u.Starts
		u.Usual, u.Starts = 7*86400, []uint32{0}
		for ; first < len(days); first += 7 {
			u.Starts = append(u.Starts, days[first])
		}
	case "month":
		days := u.Starts
		u.Usual, u.Starts = 30*86400+37800, []uint32{0} // 30.44 days
		for m := time.January; ; m++ {
			at := int(time.Date(1970, m, 1, 0, 0, 0, 0, time.UTC).Unix()/86400) + 1
			if at >= len(days) {
				break
			}
			u.Starts = append(u.Starts, days[at])
		}
	}
	kept, _ := knownUnits.LoadOrStore(key, u)
	return kept.(*timeline.Units)
}

// days are the starts of all local dates from 31 December 1969 to the last that
// 32 bits can tell. A date that does not exist begins where the next does, one
// before 1970 at 0.
func (c *calendar) days() []uint32 {
	var starts []uint32
	var until int64 // of the zone's present offset
	regular := false
	for n, at := 0, c.dayStart(1969, time.December, 31); at <= math.MaxUint32; n++ {
		starts = append(starts, uint32(max(0, at)))
		if !regular || at >= until {
			local := time.Unix(at, 0).In(c.loc)
			_, end := local.ZoneBounds()
			if until = end.Unix(); end.IsZero() {
				until = math.MaxInt64
			}
			y, m, d := local.Date() // another than the nth where that does not exist
			regular = time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() == int64(n-1)*86400 && local.Hour()|local.Minute()|local.Second() == 0
		}
		if regular && at+86400 < until {
			at += 86400
			continue
		}
		at, regular = c.dayStart(1970, time.January, n+1), false
	}
	return starts
}

// aligned gives the numbers of the units that begin at the given instants;
// false when some do not, or are not next to each other.
func aligned(u *timeline.Units, starts []int64) (first int, ok bool) {
	for i, s := range starts {
		n, ok := u.At(s)
		if i == 0 {
			first = n
		}
		if !ok || n != first+i {
			return 0, false
		}
	}
	return first, true
}
