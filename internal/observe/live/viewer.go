package live

import (
	"sync"
	"time"

	"kith/internal/observe/ingest"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
)

// item is something to be shown: a row or a rejected event.
type item struct {
	row      *timeline.Row
	said     ingest.Said
	known    bool // said is
	rejected *quarantine.Entry
	at       time.Time
}

// Second counts what was wanted in one second, shown or not.
type Second struct {
	At          int64 `json:"at" doc:"Seconds since 1970"`
	Events      int   `json:"events"`
	Quarantined int   `json:"quarantined"`
	Skipped     int   `json:"skipped,omitempty" doc:"Not shown: more came than can be read"`
}

// room is how many items wait for a viewer at most.
const room = 400

// viewer is one who looks.
type viewer struct {
	filter Filter
	space  *ingest.Workspace

	mu      sync.Mutex
	ring    [room]item
	from, n int // of ring
	second  Second
	passed  []Second // over, and not fetched yet
}

// see takes what is wanted of an arrival. The consumer calls it.
func (v *viewer) see(a *ingest.Arrival) {
	names, merges := v.space.Names(), v.space.Overrides()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.turn(a.At)
	v.rows(a, names, merges)
	for i := range a.Rejected {
		if v.filter.rejected(&a.Rejected[i]) {
			v.second.Quarantined++
			v.put(item{rejected: &a.Rejected[i], at: a.At})
		}
	}
}

// rows counts all and puts only what can stay: an import brings thousands.
func (v *viewer) rows(a *ingest.Arrival, names *timeline.Names, merges *timeline.OverrideView) {
	var stay [room]*timeline.Row
	first := room
	for i := len(a.Rows) - 1; i >= 0; i-- {
		if !v.filter.row(a.Rows[i], names, merges) {
			continue
		}
		v.second.Events++
		if first > 0 {
			first--
			stay[first] = a.Rows[i]
		} else {
			v.second.Skipped++
		}
	}
	for _, r := range stay[first:] {
		said, known := a.Of(r.Seq)
		v.put(item{row: r, said: said, known: known, at: a.At})
	}
}

// put keeps the newest; what it pushes out is counted.
func (v *viewer) put(i item) {
	if v.n == room {
		v.from = (v.from + 1) % room
		v.n--
		v.second.Skipped++
	}
	v.ring[(v.from+v.n)%room] = i
	v.n++
}

// maxPassed bounds the seconds that wait for one who reads slowly.
const maxPassed = 90

// turn begins a new second when it is one.
func (v *viewer) turn(now time.Time) {
	at := now.Unix()
	if at == v.second.At {
		return
	}
	if v.second.At != 0 {
		v.passed = append(v.passed, v.second)
		if extra := len(v.passed) - maxPassed; extra > 0 {
			v.passed = v.passed[extra:]
		}
	}
	v.second = Second{At: at}
}

// take hands over what waits, and the seconds that are over.
func (v *viewer) take(now time.Time) (items []item, seconds []Second) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.turn(now)
	for i := range v.n {
		at := &v.ring[(v.from+i)%room]
		items = append(items, *at)
		*at = item{}
	}
	v.from, v.n = 0, 0
	seconds, v.passed = v.passed, nil
	return items, seconds
}
