package people

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
)

// Event is one event of a timeline.
type Event struct {
	Cursor     string     `json:"cursor" doc:"Its place, for before and after"`
	At         time.Time  `json:"at"`
	Event      string     `json:"event"`
	Passive    bool       `json:"passive" doc:"It says who the person is, not what they did"`
	Seq        uint64     `json:"seq" doc:"Its ordinal in the workspace"`
	Session    string     `json:"session,omitempty" doc:"Absent between sessions"`
	Properties []Property `json:"properties" doc:"By name"`
}

// Property is a property of an event.
type Property struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	Cut   bool   `json:"cut,omitempty" doc:"The value is longer"`
}

// Session is a session that some of a page's events are of, as a whole.
type Session struct {
	ID       string    `json:"id"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Events   int       `json:"events" doc:"Activity in it, whatever is shown"`
	Platform string    `json:"platform,omitempty"`
	Source   string    `json:"source,omitempty" doc:"Where its first event came from"`
}

// History is a page of a timeline, the newest event first.
type History struct {
	Person   uint32    `json:"person" doc:"Whose it is: of whom the number asked for stands for"`
	Events   []Event   `json:"events"`
	Sessions []Session `json:"sessions"`
	Older    string    `json:"older,omitempty" doc:"Ask again with before set to this; absent when there is nothing older"`
	Newer    string    `json:"newer,omitempty" doc:"Ask again with after set to this; absent when there is nothing newer"`
	Zone     string    `json:"zone"`
	Millis   float64   `json:"ms"`
}

// HistoryRequest asks for a page. Of before, after and until at most one is given.
type HistoryRequest struct {
	Before string
	After  string
	Until  time.Time // only events up to it
	Events []string  // only these; none: all
	Limit  int
}

const longestShown = 4 << 10 // bytes of a property's value

// sessionProps tell of a session where it was and where it came from.
var sessionProps = append([]string{sessionID, "platform", "$os"}, touchProps...)

// History reads a page of a person's timeline. However long it is, the record
// is asked for the time of that page only: the history in memory says which.
func (r *Room) History(ctx context.Context, s *Space, person uint32, q HistoryRequest) (*History, error) {
	begin := time.Now()
	p, err := q.page()
	if err != nil {
		return nil, err
	}
	v, err := r.openMost(ctx, s, sessionProps)
	if err != nil {
		return nil, err
	}
	defer v.close()
	canonical, raw := v.members(person)
	out := &History{Person: canonical, Events: []Event{}, Sessions: []Session{}, Zone: s.Zone}
	all := v.all(q.Events)
	p.Persons, p.MaxSeq, p.Codes = raw, v.snap.Info().Seq, codesOf(v.snap.Names(), q.Events)
	if len(q.Events) > 0 && len(p.Codes) == 0 {
		return out, nil
	}
	var failed error
	err = v.snap.One(ctx, canonical, func(h *timeline.View) { failed = v.fill(ctx, out, h, all, p, q.Limit) })
	out.Millis = float64(time.Since(begin).Microseconds()) / 1000
	return out, errors.Join(err, failed)
}

// page says where to begin, and in which direction.
func (q *HistoryRequest) page() (*record.Page, error) {
	p := &record.Page{Newest: q.After == "", Limit: q.Limit + 1}
	given := 0
	for _, text := range []string{q.Before, q.After} {
		if text == "" {
			continue
		}
		given++
		place := record.Place{}
		if n, err := fmt.Sscanf(text, "%d.%d.%d", &place.Milli, &place.Person, &place.Seq); n != 3 || err != nil {
			return nil, invalid("before", "this is not the place of an event")
		}
		p.After = &place
	}
	if !q.Until.IsZero() {
		given++
		p.After = &record.Place{Milli: q.Until.UnixMilli() + 1}
	}
	if given > 1 {
		return nil, invalid("before", "a page begins before one event, after one, or at a time")
	}
	return p, nil
}

// all is the set of codes of the events, or of everything.
func (v *view) all(events []string) []bool {
	set := make([]bool, 1<<16)
	for i := range set {
		set[i] = len(events) == 0
	}
	for _, code := range codesOf(v.snap.Names(), events) {
		set[code] = true
	}
	return set
}

func (v *view) fill(ctx context.Context, out *History, h *timeline.View, set []bool, p *record.Page, limit int) error {
	p.From, p.To = bounds(h, set, p)
	rows, err := v.space.Histories.Rows(ctx, *p)
	if err != nil {
		return err
	}
	more := len(rows) > limit
	rows = rows[:min(limit, len(rows))]
	if !p.Newest {
		slices.Reverse(rows)
	}
	if len(rows) == 0 {
		return nil
	}
	before, err := v.before(ctx, rows[len(rows)-1], p)
	if err != nil {
		return err
	}
	v.show(out, h, placesOf(h, set, rows, before), rows)
	oldest, newest := cursor(rows[len(rows)-1]), cursor(rows[0])
	if more || !p.Newest {
		out.Older = oldest
	}
	if p.After != nil && p.Newest || more && !p.Newest {
		out.Newer = newest
	}
	return nil
}

func cursor(r *timeline.Row) string {
	p := record.PlaceOf(r)
	return fmt.Sprintf("%d.%d.%d", p.Milli, p.Person, p.Seq)
}

// bounds is the time that a page's rows lie in, so that no more is read.
// Rows in the second of p.After may be on either side of it.
func bounds(h *timeline.View, set []bool, p *record.Page) (from, to int64) {
	const second = int64(1e6)
	n := 0
	if p.Newest {
		last := int64(math.MaxInt64)
		if p.After != nil {
			last = p.After.Milli / 1000
			to = (last + 1) * second
		}
		for i := len(h.Codes) - 1; i >= 0; i-- {
			if sec := int64(h.Secs[i]); sec < last && set[h.Codes[i]] {
				if n++; n == p.Limit {
					return sec * second, to
				}
			}
		}
		return 0, to
	}
	first := p.After.Milli / 1000
	for i := firstAt(h, first+1); i < len(h.Codes); i++ {
		if set[h.Codes[i]] {
			if n++; n == p.Limit {
				return first * second, (int64(h.Secs[i]) + 1) * second
			}
		}
	}
	return first * second, 0
}

// show turns rows, newest first, into events with their sessions.
func (v *view) show(out *History, h *timeline.View, places []int, rows []*timeline.Row) {
	names := v.snap.Names()
	shown := map[int]string{} // session -> id
	var spans []span
	sessions(h, v.active, v.col(h, sessionID), func(s span) { spans = append(spans, s) })
	for i, r := range rows {
		e := Event{Cursor: cursor(r), At: time.UnixMicro(r.Time).In(v.days.loc), Event: names.Events.Name(uint32(r.Code)), Seq: r.Seq, Properties: v.properties(r)}
		e.Passive = kith.Passive(e.Event)
		at, in := slices.BinarySearchFunc(spans, places[i], func(s span, place int) int {
			switch {
			case s.hi <= place:
				return -1
			case s.lo > place:
				return 1
			}
			return 0
		})
		if in {
			if shown[at] == "" {
				session := v.session(h, spans[at])
				shown[at] = session.ID
				out.Sessions = append(out.Sessions, session)
			}
			e.Session = shown[at]
		}
		out.Events = append(out.Events, e)
	}
}

// before counts the events that come before a page's oldest row in its second:
// a page may begin in the midst of one.
func (v *view) before(ctx context.Context, oldest *timeline.Row, p *record.Page) (int, error) {
	second := *p
	place := record.PlaceOf(oldest)
	second.Newest, second.After, second.Limit = true, &place, 10_000
	second.From, second.To = oldest.Time/1e6*1e6, (oldest.Time/1e6+1)*1e6
	rows, err := v.space.Histories.Rows(ctx, second)
	return len(rows), err
}

// placesOf finds the index in the history of each row, newest first. From the
// oldest on, the rows are all that the history has of the set.
func placesOf(h *timeline.View, set []bool, rows []*timeline.Row, before int) []int {
	places := make([]int, len(rows))
	i := firstAt(h, rows[len(rows)-1].Time/1e6)
	for at := len(rows) - 1; at >= 0 && i < len(h.Codes); i++ {
		switch {
		case !set[h.Codes[i]]:
		case before > 0:
			before--
		default:
			places[at] = i
			at--
		}
	}
	return places
}

func (v *view) session(h *timeline.View, s span) Session {
	out := Session{ID: fmt.Sprintf("%d.%d", h.Secs[s.lo], s.lo), Start: v.at(int64(h.Secs[s.lo])), End: v.at(int64(h.Secs[s.hi-1]))}
	for _, code := range h.Codes[s.lo:s.hi] {
		if v.active[code] {
			out.Events++
		}
	}
	out.Platform = v.text(h, "platform", s.lo)
	if out.Platform == "" {
		out.Platform = v.text(h, "$os", s.lo)
	}
	if v.isTouch(h, s.lo) {
		t := v.touch(h, s.lo)
		out.Source = t.Label
	}
	return out
}

func (v *view) properties(r *timeline.Row) []Property {
	out := make([]Property, 0, len(r.Props))
	names := v.snap.Names()
	for i := range r.Props {
		p := Property{Name: names.Properties.Name(r.Props[i].Key)}
		x := r.Props[i].Value
		if len(x.Str) > longestShown {
			x, p.Cut = kith.StringValue(strings.ToValidUTF8(x.Str[:longestShown], "")), true
		}
		if v.space.Masked {
			x = personalTrait(p.Name).maskValue(x)
		}
		p.Value = plainOf(x)
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Property) int { return strings.Compare(a.Name, b.Name) })
	return out
}
