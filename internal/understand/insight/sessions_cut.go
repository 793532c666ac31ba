package insight

import (
	"strconv"

	"kith/internal/observe/timeline"
)

const (
	standardIdle = 1800  // seconds without an event that end a session
	longest      = 86400 // a session never lasts so many seconds
	sessionID    = "$session_id"
)

// sessionCutter cuts histories into sessions. It belongs to one worker. A kind
// that uses it asks for the property $session_id.
type sessionCutter struct {
	active *codeSet
	idle   uint32
	col    int // of $session_id
}

func (p *plan) cutter(idle int64) *sessionCutter {
	return &sessionCutter{active: p.active, idle: uint32(idle), col: p.cols[sessionID]}
}

// cuts finds the starts of all sessions, after those found before.
func (c *sessionCutter) cuts(v *timeline.View, to []uint32) []uint32 {
	from := 0
	if n := len(to); n > 0 {
		_, from = c.next(v, int(to[n-1]))
	}
	for lo, hi := c.next(v, from); lo < hi; lo, hi = c.next(v, hi) {
		to = append(to, uint32(lo))
	}
	return to
}

// ofAll asks for the starts of sessions beside the histories. What is activity
// never changes, so the idle time and the session ids tell all.
func (c *sessionCutter) ofAll() *timeline.Cutter {
	return &timeline.Cutter{Key: "sessions " + strconv.Itoa(int(c.idle)), Cols: []int{c.col}, Cut: c.cuts}
}

// next finds the first session from event i on: the activity in [lo, hi), which
// begins at lo; events that are not activity may lie between. None is left when
// lo equals hi. The session after it is next(v, hi).
func (c *sessionCutter) next(v *timeline.View, i int) (lo, hi int) {
	active, codes := c.active, v.Codes
	for i < len(codes) && !active[codes[i]] {
		i++
	}
	if i == len(codes) {
		return i, i
	}
	if c.given(v) {
		return i, c.endByID(v, i)
	}
	idle, secs := c.idle, v.Secs[:len(codes)]
	begin, last := secs[i], secs[i]
	for at := i + 1; at < len(codes); at++ {
		if !active[codes[at]] {
			continue
		}
		sec := secs[at]
		if sec-last > idle || sec-begin >= longest {
			return i, at
		}
		last = sec
	}
	return i, len(codes)
}

// given reports whether events of the history may carry session ids.
func (c *sessionCutter) given(v *timeline.View) bool {
	ids := &v.Cols[c.col]
	return ids.W8 != nil || ids.W16 != nil || ids.W32 != nil
}

// endByID ends the session that begins at event lo; two neighbours' own session
// ids decide, when both have one.
func (c *sessionCutter) endByID(v *timeline.View, lo int) int {
	ids := &v.Cols[c.col]
	begin, last, id := v.Secs[lo], v.Secs[lo], ids.At(lo)
	for at := lo + 1; at < len(v.Codes); at++ {
		if !c.active[v.Codes[at]] {
			continue
		}
		sec, next := v.Secs[at], ids.At(at)
		split := sec-last > c.idle
		if id != 0 && next != 0 {
			split = id != next
		}
		if split || sec-begin >= longest {
			return at
		}
		last, id = sec, next
	}
	return len(v.Codes)
}
