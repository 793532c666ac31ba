package insight

import (
	"math"
	"math/bits"
	"strings"
	"time"

	"kith/internal/kith"
)

// MaxBuckets bounds the units of a range.
const MaxBuckets = 5000

// calendar cuts time into units of a zone. Instants are Unix seconds.
type calendar struct {
	loc    *time.Location
	sunday bool
}

// start returns the first instant of the unit that t lies in.
func (c *calendar) start(t int64, unit string) int64 {
	local := time.Unix(t, 0).In(c.loc)
	y, m, d := local.Date()
	switch unit {
	case "hour":
		start := t - int64(local.Minute()*60+local.Second())
		if since, _ := local.ZoneBounds(); !since.IsZero() && since.Unix() > start {
			return since.Unix()
		}
		return start
	case "week":
		d -= c.weekday(local)
	case "month":
		d = 1
	}
	return c.dayStart(y, m, d)
}

// next returns the start of the unit after the one that t lies in.
func (c *calendar) next(t int64, unit string) int64 {
	local := time.Unix(t, 0).In(c.loc)
	y, m, d := local.Date()
	switch unit {
	case "hour":
		next := t + 3600 - int64(local.Minute()*60+local.Second())
		if _, until := local.ZoneBounds(); !until.IsZero() && until.Unix() < next {
			return until.Unix()
		}
		return next
	case "day":
		return c.dayStart(y, m, d+1)
	case "week":
		return c.dayStart(y, m, d-c.weekday(local)+7)
	}
	return c.dayStart(y, m+1, 1)
}

// step moves n units from the start of the unit that t lies in.
func (c *calendar) step(t int64, unit string, n int) int64 {
	t = c.start(t, unit)
	for ; n > 0; n-- {
		t = c.next(t, unit)
	}
	for ; n < 0; n++ {
		t = c.start(t-1, unit)
	}
	return t
}

func (c *calendar) weekday(t time.Time) int {
	if c.sunday {
		return int(t.Weekday())
	}
	return (int(t.Weekday()) + 6) % 7
}

// dayStart is the first instant of a local date. time.Date alone is not enough:
// midnight may not exist (the clock jumps over it) or come twice.
func (c *calendar) dayStart(y int, m time.Month, d int) int64 {
	want := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	naive := want.Unix()
	best, found := int64(0), false
	for _, probe := range [3]int64{naive - 86400, naive, naive + 86400} {
		_, offset := time.Unix(probe, 0).In(c.loc).Zone()
		at := naive - int64(offset)
		local := time.Unix(at, 0).In(c.loc)
		if local.Hour() == 0 && local.Minute() == 0 && local.Second() == 0 && local.Day() == want.Day() && (!found || at < best) {
			best, found = at, true
		}
	}
	if found {
		return best
	}
	// The jump over midnight is the end of the zone period before it.
	_, offset := time.Unix(naive-86400, 0).In(c.loc).Zone()
	_, until := time.Unix(naive-int64(offset)-1, 0).In(c.loc).ZoneBounds()
	return until.Unix()
}

// cut lists the starts of the units from the one that holds from to the one
// that holds to-1, and the end of the last: n+1 instants for n units.
func (c *calendar) cut(from, to int64, unit string) ([]int64, error) {
	if unit == "total" {
		return []int64{from, to}, nil
	}
	starts := []int64{c.start(from, unit)}
	for starts[len(starts)-1] < to {
		if len(starts) > MaxBuckets {
			return nil, &kith.Error{Code: kith.Invalid, Field: "range", Message: "the range has more than 5000 units of one " + unit, Hint: "take a shorter range or a longer unit"}
		}
		starts = append(starts, c.next(starts[len(starts)-1], unit))
	}
	return starts, nil
}

func (r *Range) check() error {
	switch {
	case r.Last != "" && (r.From != "" || r.To != ""):
		return invalid("range", "give last, or from and to, not both")
	case r.Last == "" && (r.From == "" || r.To == ""):
		return &kith.Error{Code: kith.Invalid, Field: "range", Message: "the range is missing", Hint: `{"last":"30d"} or {"from":"2026-01-01","to":"2026-01-31"}`}
	case r.Last != "":
		_, _, err := r.last()
		return err
	}
	_, _, err := r.resolve(&calendar{loc: time.UTC}, 0)
	return err
}

func (r *Range) last() (n int, unit string, err error) {
	for suffix, u := range map[string]string{"h": "hour", "d": "day", "w": "week", "mo": "month"} {
		if head, ok := strings.CutSuffix(r.Last, suffix); ok {
			if count, ok := wholeNumber(head); ok && count > 0 && count <= MaxBuckets {
				return int(count), u, nil
			}
		}
	}
	return 0, "", &kith.Error{Code: kith.Invalid, Field: "range.last", Message: "\"" + clip(r.Last) + "\" is not a number of units", Hint: "1 to 5000 and h, d, w or mo: 24h, 30d, 12w, 6mo"}
}

// resolve gives [from, to) in Unix seconds; now is what last counts back from.
func (r *Range) resolve(c *calendar, now int64) (from, to int64, err error) {
	if r.Last != "" {
		n, unit, err := r.last()
		if err != nil {
			return 0, 0, err
		}
		to = c.next(now, unit)
		return c.step(now, unit, 1-n), to, nil
	}
	if from, err = c.instant("range.from", r.From, false); err != nil {
		return 0, 0, err
	}
	if to, err = c.instant("range.to", r.To, true); err != nil {
		return 0, 0, err
	}
	if from >= to {
		return 0, 0, invalid("range", "it ends (%s) before it begins (%s)", clip(r.To), clip(r.From))
	}
	return max(from, 0), max(to, 0), nil
}

func (c *calendar) instant(field, text string, end bool) (int64, error) {
	if date, err := time.Parse("2006-01-02", text); err == nil {
		if y := date.Year(); y < 1970 || y > 2100 {
			return 0, invalid(field, "the year %d is not between 1970 and 2100", y)
		}
		if end {
			date = date.AddDate(0, 0, 1)
		}
		return c.dayStart(date.Date()), nil
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, &kith.Error{Code: kith.Invalid, Field: field, Message: "\"" + clip(text) + "\" is not a date", Hint: "2026-01-31, or an instant: 2026-01-31T08:00:00Z"}
	}
	if y := at.UTC().Year(); y < 1970 || y > 2100 {
		return 0, invalid(field, "the year %d is not between 1970 and 2100", y)
	}
	return at.Unix(), nil
}

// buckets finds the unit of an instant in constant time. Units of one length
// are divided by; for others a table of coarse slots gives the first candidate,
// and at most a step or two the unit.
type buckets struct {
	starts []uint32 // n+1
	// inverse is 2⁶⁴ / length, rounded up, when all units have one length: the
	// high word of a product with it is the quotient, exact for 32 bits. Else 0.
	inverse uint64
	slots   []int32
	shift   uint
}

func newBuckets(starts []int64) *buckets {
	b := &buckets{shift: 14}
	length, even := starts[1]-starts[0], true
	for i, s := range starts {
		b.starts = append(b.starts, uint32(s))
		if i == 0 {
			continue
		}
		even = even && s-starts[i-1] == length
		if s-starts[i-1] < 1<<14 {
			b.shift = 11 // hours
		}
	}
	if even && length > 1 {
		b.inverse = math.MaxUint64/uint64(length) + 1
		return b
	}
	n, at := b.len(), 0
	for slot := uint32(0); slot <= (b.starts[n]-b.starts[0])>>b.shift; slot++ {
		for at < n-1 && b.starts[at+1] <= b.starts[0]+slot<<b.shift {
			at++
		}
		b.slots = append(b.slots, int32(at))
	}
	return b
}

func (b *buckets) len() int { return len(b.starts) - 1 }

// of returns the unit of sec, -1 when it lies outside all of them.
func (b *buckets) of(sec uint32) int {
	if sec < b.starts[0] || sec >= b.starts[len(b.starts)-1] {
		return -1
	}
	if b.inverse != 0 {
		i, _ := bits.Mul64(uint64(sec-b.starts[0]), b.inverse)
		return int(i)
	}
	i := int(b.slots[(sec-b.starts[0])>>b.shift])
	for sec >= b.starts[i+1] {
		i++
	}
	return i
}
