package people

import "kith/internal/observe/timeline"

// Sessions are cut as docs/questions.md has it: by the client's own session ids
// where two neighbours have them, else by half an hour without activity, and
// never longer than a day. A test holds this against what insight counts.
const (
	idle      = 1800
	longest   = 86400
	sessionID = "$session_id"
)

// span is the activity of one session: events [lo, hi) of a history, of which
// the first and the last are activity.
type span struct{ lo, hi int }

// sessions cuts a history; col is that of $session_id.
func sessions(v *timeline.View, active []bool, col *timeline.Col, visit func(span)) {
	open := false
	var s span
	var begin, last, id uint32
	for i, code := range v.Codes {
		if !active[code] {
			continue
		}
		sec, next := v.Secs[i], col.At(i)
		split := sec-last > idle
		if id != 0 && next != 0 {
			split = id != next
		}
		if open && (split || sec-begin >= longest) {
			visit(s)
			open = false
		}
		if !open {
			s.lo, begin, open = i, sec, true
		}
		s.hi, last, id = i+1, sec, next
	}
	if open {
		visit(s)
	}
}
