package insight

import "kith/internal/observe/timeline"

const (
	standardIdle = 1800  // seconds without an event that end a session
	longest      = 86400 // a session never lasts so many seconds
	sessionID    = "$session_id"
)

// sessionClock tells, event by event, where sessions begin. It belongs to one
// worker; reset it for each history and show it activity only, in order.
type sessionClock struct {
	idle        uint32
	col         int // of $session_id
	ids         *timeline.Col
	given       bool // the history may carry session ids
	begin, last uint32
	prev        int // index of the event before, -1: none
}

func (p *plan) sessionClock(idle int64) sessionClock {
	return sessionClock{idle: uint32(idle), col: p.cols[sessionID]}
}

func (s *sessionClock) reset(v *timeline.View) {
	s.prev = -1
	s.ids = &v.Cols[s.col]
	s.given = s.ids.W8 != nil || s.ids.W16 != nil || s.ids.W32 != nil
}

// begins reports whether event i, at sec, begins a session.
func (s *sessionClock) begins(i int, sec uint32) bool {
	split := s.prev < 0 || sec-s.last > s.idle
	if s.given && s.prev >= 0 {
		split = s.byID(i, split)
	}
	if split || sec-s.begin >= longest {
		s.begin, split = sec, true
	}
	s.last, s.prev = sec, i
	return split
}

// byID lets two neighbours' own session ids decide, when both have one.
func (s *sessionClock) byID(i int, split bool) bool {
	if a, b := s.ids.At(s.prev), s.ids.At(i); a != 0 && b != 0 {
		return a != b
	}
	return split
}

// sessionCutter cuts whole histories. It belongs to one worker.
type sessionCutter struct {
	sessionClock
	active *codeSet
	index  []int32
}

func (p *plan) cutter(idle int64) *sessionCutter {
	return &sessionCutter{sessionClock: p.sessionClock(idle), active: p.active}
}

// cut calls each for every session with the indices of its events in v,
// ascending. The slice is valid during the call.
func (c *sessionCutter) cut(v *timeline.View, each func(events []int32)) {
	c.reset(v)
	c.index = c.index[:0]
	for i, code := range v.Codes {
		if !c.active[code] {
			continue
		}
		if c.begins(i, v.Secs[i]) && len(c.index) > 0 {
			each(c.index)
			c.index = c.index[:0]
		}
		c.index = append(c.index, int32(i))
	}
	if len(c.index) > 0 {
		each(c.index)
	}
}
