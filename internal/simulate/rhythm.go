package simulate

import (
	"slices"
	"time"
)

// shapes of a day, by hour of Asia/Shanghai: when commuters, people at home
// and night owls read. Only proportions matter.
var shapes = [...][24]float64{
	{1, 0.5, 0.3, 0.2, 0.3, 1, 3, 7, 8, 5, 3, 3, 6, 5, 3, 3, 3, 5, 8, 7, 7, 8, 6, 3},
	{2, 1, 0.5, 0.3, 0.3, 0.5, 1.5, 3, 4, 5, 6, 6, 6, 6, 5, 5, 5, 5, 5, 7, 9, 10, 8, 4},
	{9, 7, 4, 2, 1, 0.5, 0.5, 1, 2, 2, 3, 3, 4, 4, 3, 3, 3, 3, 4, 5, 7, 9, 11, 11},
}

// weekdays, Sunday first.
var weekdays = [...]float64{1.18, 0.93, 0.92, 0.93, 0.95, 1.00, 1.17}

// springFestivals are the days of Chinese New Year by year.
var springFestivals = map[int]time.Time{
	2024: newYear(2024, 2, 10), 2025: newYear(2025, 1, 29), 2026: newYear(2026, 2, 17), 2027: newYear(2027, 2, 6),
	2028: newYear(2028, 1, 26), 2029: newYear(2029, 2, 13), 2030: newYear(2030, 2, 3),
}

func newYear(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, shanghai) }

// shanghai has kept one offset since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// season returns by how much a day differs from a plain one: in visits, and in
// carts. Reading rests over Spring Festival; 6-18 and 11-11 pull shoppers in,
// a little from the first of the month and fully on the day.
func season(local time.Time) (visits, carts float64) {
	if f, ok := springFestivals[local.Year()]; ok {
		if d := local.Sub(f).Hours() / 24; d >= -2 && d < 7 {
			return 0.62, 0.7
		}
	}
	var peak int
	switch local.Month() {
	case time.June:
		peak = 18
	case time.November:
		peak = 11
	default:
		return 1, 1
	}
	switch d := local.Day(); {
	case d == peak:
		return 1.55, 2.4
	case d < peak:
		return 1 + 0.25*float64(d)/float64(peak), 1.25
	case d <= peak+3:
		return 0.93, 0.8
	}
	return 1, 1
}

// rhythm maps an even clock to the product's: a person who visits at a constant
// rate by the even clock, a unit of which is a plain day, visits more in the
// evening, on Saturdays and on 11-11. Its cells are hours counted from start.
// It grows as it is asked, so every goroutine has its own.
type rhythm struct {
	start int64 // µs UTC
	now   int64
	tempo float64 // of hours from now on
	even  [len(shapes)][]float64
	carts []float64 // season of shopping by cell
}

func (p *Product) newRhythm() *rhythm {
	r := &rhythm{start: p.begin, now: p.now, tempo: p.tempo}
	for s := range r.even {
		r.even[s] = []float64{0}
	}
	r.reach(p.now)
	return r
}

// reach extends the map to cover a moment.
func (r *rhythm) reach(at int64) {
	for i := len(r.carts); r.start+int64(i)*hour <= at; i++ {
		begins := r.start + int64(i)*hour
		local := time.UnixMicro(begins + hour/2).In(shanghai)
		visits, carts := season(local)
		visits *= weekdays[local.Weekday()]
		if begins >= r.now {
			visits *= r.tempo
		}
		for s, shape := range shapes {
			r.even[s] = append(r.even[s], r.even[s][i]+visits*shape[local.Hour()]/dayTotal[s])
		}
		r.carts = append(r.carts, carts)
	}
}

// at returns the moment of an even time, never when that is after limit.
func (r *rhythm) at(shape int, even float64, limit int64) int64 {
	for even >= r.even[shape][len(r.carts)] {
		end := r.start + int64(len(r.carts))*hour
		if end > limit {
			return never
		}
		r.reach(end + week)
	}
	i, found := slices.BinarySearch(r.even[shape], even)
	if !found {
		i--
	}
	from, to := r.even[shape][i], r.even[shape][i+1]
	at := r.start + int64(i)*hour + int64((even-from)/(to-from)*float64(hour))
	if at > limit {
		return never
	}
	return at
}

// evenAt is the even time of a moment that has been reached.
func (r *rhythm) evenAt(shape int, at int64) float64 {
	r.reach(at)
	i := (at - r.start) / hour
	from, to := r.even[shape][i], r.even[shape][i+1]
	return from + (to-from)*float64((at-r.start)%hour)/float64(hour)
}

// shopping is the season's factor on carts at a moment.
func (r *rhythm) shopping(at int64) float64 {
	r.reach(at)
	return r.carts[(at-r.start)/hour]
}

var dayTotal = func() (total [len(shapes)]float64) {
	for s, shape := range shapes {
		for _, w := range shape {
			total[s] += w
		}
	}
	return total
}()
