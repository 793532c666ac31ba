package identity

// Why two persons are suggested to be one. The numbers are stored.
type Why uint8

const (
	TwoUsers Why = 1 // an event or alias named ids of two known persons
	TooMany  Why = 2 // together they would have more ids than the rules allow
	SharedID Why = 3 // both have an id that several may have
)

var whyNames = [...]string{"", "two_users", "too_many_ids", "shared_id"}

func (w Why) String() string { return whyNames[min(int(w), len(whyNames)-1)] }

// suggested is a pair of raw persons and the id that both came with.
type suggested struct {
	a, b uint32 // whose the id is; who came with it
	named
	why Why
}

// seen is how often, and when, since the last commit.
type seen struct {
	first, last int64 // time of events, µs UTC
	times       int
}

// suggest keeps what may be one person for an operator to decide.
func (r *resolving) suggest(id named, a, b uint32, why Why) {
	key := suggested{a: a, b: b, named: id, why: why}
	s, ok := r.d.suggested[key]
	if !ok {
		if r.d.suggested == nil {
			r.d.suggested = map[suggested]seen{}
		}
		s.first, s.last = r.event.Time, r.event.Time
	}
	s.first, s.last = min(s.first, r.event.Time), max(s.last, r.event.Time)
	s.times++
	r.d.suggested[key] = s
}
