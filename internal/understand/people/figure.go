package people

import (
	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// subject is the person a field is read of. One worker uses it again and again.
type subject struct {
	view    *view
	history *timeline.View
	person  uint32
	days    *days

	merged func(person uint32) bool // tells who has more than one raw number
	known  bool                     // the cells are this person's
	found  []cell
	space  []cell
}

// reader reads one field of a person. It returns None for what is not known;
// instants are Unix seconds.
type reader func(s *subject) kith.Value

func (v *view) newSubject() *subject {
	return &subject{view: v, days: v.days.fork(), merged: func(p uint32) bool { return v.overrides.Members(p) != nil }}
}

// see turns the subject to another person.
func (s *subject) see(h *timeline.View, person uint32) {
	s.history, s.person, s.known = h, person, false
}

// cells are the person's traits, looked for when a field needs them; the
// traits' lock must be held.
func (s *subject) cells() []cell {
	if !s.known {
		s.known = true
		if s.merged(s.person) {
			s.space = s.view.traits.of(s.view.overrides.Members(s.person), s.space)
			s.found = s.space
		} else {
			s.found = s.view.traits.raw(s.person)
		}
	}
	return s.found
}

// reader compiles a checked field.
func (v *view) reader(f *Field) reader {
	since := int64(0)
	if f.Days > 0 {
		since = v.days.start(v.now, f.Days-1)
	}
	switch f.Kind {
	case "trait":
		return v.traitReader(f.Trait)
	case "first_seen":
		return func(s *subject) kith.Value {
			for i, code := range s.history.Codes {
				if v.active[code] {
					return kith.NumberValue(float64(s.history.Secs[i]))
				}
			}
			return kith.Value{}
		}
	case "last_seen":
		return func(s *subject) kith.Value {
			for i := len(s.history.Codes) - 1; i >= 0; i-- {
				if v.active[s.history.Codes[i]] {
					return kith.NumberValue(float64(s.history.Secs[i]))
				}
			}
			return kith.Value{}
		}
	case "events":
		return func(s *subject) kith.Value { return number(v.count(s.history, v.active, since)) }
	case "active_days":
		return func(s *subject) kith.Value { return number(v.activeDays(s, since)) }
	case "sessions":
		return func(s *subject) kith.Value { return number(v.sessionsSince(s.history, since)) }
	case "count":
		only := v.only(f.Event)
		return func(s *subject) kith.Value { return number(v.count(s.history, only, since)) }
	case "sum":
		return v.sumReader(f, since)
	case "first_touch":
		return func(s *subject) kith.Value { return v.touchValue(s.history, v.firstTouch(s.history)) }
	case "last_touch":
		return func(s *subject) kith.Value { return v.touchValue(s.history, v.lastTouch(s.history)) }
	}
	return func(*subject) kith.Value { return kith.Value{} } // activity is no single value: see spark
}

func number(n int) kith.Value { return kith.NumberValue(float64(n)) }

func (v *view) traitReader(name string) reader {
	slot := v.traits.find(name)
	if slot < 0 {
		return func(*subject) kith.Value { return kith.Value{} }
	}
	return func(s *subject) kith.Value { return v.traits.value(s.cells(), slot) }
}

// only is the set of one event's code.
func (v *view) only(event string) []bool {
	set := make([]bool, 1<<16)
	if code, ok := v.snap.Names().Events.Find(event); ok {
		set[code] = true
	}
	return set
}

func (v *view) count(h *timeline.View, set []bool, since int64) int {
	n := 0
	for _, code := range h.Codes[firstAt(h, since):] {
		if set[code] {
			n++
		}
	}
	return n
}

func (v *view) activeDays(s *subject, since int64) int {
	n, last := 0, int64(-1)
	for i := firstAt(s.history, since); i < len(s.history.Codes); i++ {
		if !v.active[s.history.Codes[i]] {
			continue
		}
		if day := s.days.of(int64(s.history.Secs[i])); day != last {
			n, last = n+1, day
		}
	}
	return n
}

func (v *view) sessionsSince(h *timeline.View, since int64) int {
	n := 0
	sessions(h, v.active, v.col(h, sessionID), func(s span) {
		if int64(h.Secs[s.lo]) >= since {
			n++
		}
	})
	return n
}

// sumReader adds up a property of one event; None when the person has no such
// event with a number.
func (v *view) sumReader(f *Field, since int64) reader {
	only, at := v.only(f.Event), v.cols[f.Property]
	values := v.snap.Dict(at).Values()
	return func(s *subject) kith.Value {
		h, sum, any := s.history, 0.0, false
		for i := firstAt(h, since); i < len(h.Codes); i++ {
			if !only[h.Codes[i]] {
				continue
			}
			if x := values[h.Cols[at].At(i)]; x.Kind == kith.Number {
				sum, any = sum+x.Num, true
			}
		}
		if !any {
			return kith.Value{}
		}
		return kith.NumberValue(sum)
	}
}

func (v *view) touchValue(h *timeline.View, i int) kith.Value {
	if i < 0 {
		return kith.Value{}
	}
	t := v.touch(h, i)
	return kith.StringValue(t.Label)
}

// spark counts activity by day, the last being today.
func (v *view) spark(s *subject, n int) []int {
	out := make([]int, n)
	today := s.days.of(v.now)
	h := s.history
	for i := firstAt(h, v.days.start(v.now, n-1)); i < len(h.Codes); i++ {
		at := n - 1 - int(today-s.days.of(int64(h.Secs[i])))
		if v.active[h.Codes[i]] && at >= 0 && at < n {
			out[at]++
		}
	}
	return out
}
