package people

import (
	"context"
	"slices"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Person is all that is known of one person but the timeline.
type Person struct {
	Asked      uint32       `json:"asked" doc:"The number asked for"`
	Person     uint32       `json:"person" doc:"Whom it stands for now: another when merged"`
	Name       string       `json:"name"`
	NamedBy    Named        `json:"named_by" enum:"trait,user_id,anonymous"`
	IDs        []KnownID    `json:"ids" doc:"User ids first, then by when they came"`
	MoreIDs    int          `json:"more_ids" doc:"Ids that are not listed"`
	Traits     []TraitNow   `json:"traits" doc:"By name"`
	First      *time.Time   `json:"first_seen,omitempty" doc:"First activity; absent when there was none"`
	Last       *time.Time   `json:"last_seen,omitempty"`
	Events     int          `json:"events" doc:"Activity, ever"`
	Sessions   int          `json:"sessions"`
	ActiveDays int          `json:"active_days"`
	Spent      *Spent       `json:"spent,omitempty" doc:"Absent when no payment was seen"`
	FirstTouch *TouchAt     `json:"first_touch,omitempty" doc:"First event that says where they came from; absent when none does"`
	LastTouch  *TouchAt     `json:"last_touch,omitempty"`
	Weeks      []Week       `json:"weeks" doc:"The last 53 weeks, of Monday to Sunday; the last is not over"`
	Moments    []Moment     `json:"moments" doc:"Events that stand out, by time"`
	Devices    []Device     `json:"devices" doc:"By platform and what else is said of them, the last used first"`
	Names      []EventCount `json:"names" doc:"Events of the timeline by name, the most frequent first"`
	Masked     bool         `json:"masked"`
	Zone       string       `json:"zone"`
	Millis     float64      `json:"ms"`
}

// Week counts activity of a week.
type Week struct {
	Start  string  `json:"start" format:"date" doc:"Its Monday"`
	Events int     `json:"events"`
	Spent  float64 `json:"spent"`
}

// Moment is an event that stands out.
type Moment struct {
	Kind   string    `json:"kind" enum:"first_seen,identified,first_payment,largest_payment"`
	At     time.Time `json:"at"`
	Event  string    `json:"event"`
	Amount *float64  `json:"amount,omitempty"`
}

// EventCount counts a person's events of one name.
type EventCount struct {
	Event   string    `json:"event"`
	Events  int       `json:"events"`
	Last    time.Time `json:"last"`
	Passive bool      `json:"passive"`
}

const weeksShown = 53

// Person reads one person, by any number that stands for them.
func (r *Room) Person(ctx context.Context, s *Space, person uint32) (*Person, error) {
	begin := time.Now()
	event, property, paid := money(s.Histories.Names())
	props := append(slices.Clone(sessionProps), deviceProps...)
	if paid {
		props = append(props, property, "currency")
	}
	slices.Sort(props)
	v, err := r.openMost(ctx, s, slices.Compact(props))
	if err != nil {
		return nil, err
	}
	defer v.close()
	p := &Person{Asked: person, Masked: s.Masked, Zone: s.Zone}
	canonical, raw := v.members(person)
	p.Person = canonical
	var failed error
	err = v.snap.One(ctx, canonical, func(h *timeline.View) {
		if h.Len() == 0 {
			failed = &kith.Error{Code: kith.NotFound, Field: "person", Message: "nobody has this number", Hint: "search for an id or a name"}
			return
		}
		v.figures(p, h)
		if paid {
			v.spent(p, h, event, property)
		}
		v.weeks(p, h)
		p.Devices = v.devices(h)
		failed = v.touches(ctx, p, h, raw)
	})
	if err == nil {
		err = failed
	}
	if err == nil {
		err = v.who(ctx, p, raw)
	}
	p.Millis = float64(time.Since(begin).Microseconds()) / 1000
	return p, err
}

// figures counts the history.
func (v *view) figures(p *Person, h *timeline.View) {
	s := v.newSubject()
	s.see(h, p.Person)
	p.Events = v.count(h, v.active, 0)
	p.ActiveDays = v.activeDays(s, 0)
	p.Sessions = v.sessionsSince(h, 0)
	counts, last := map[uint16]int{}, map[uint16]uint32{}
	names := v.snap.Names()
	identify, _ := names.Events.Find(kith.EventIdentify)
	for i, code := range h.Codes {
		if code == uint16(identify) && counts[code] == 0 && names.Events.Name(identify) == kith.EventIdentify {
			p.Moments = append(p.Moments, Moment{Kind: "identified", At: v.at(int64(h.Secs[i])), Event: kith.EventIdentify})
		}
		counts[code]++
		last[code] = h.Secs[i]
		if v.active[code] {
			now := v.at(int64(h.Secs[i]))
			if p.First == nil {
				p.First = &now
				p.Moments = append(p.Moments, Moment{Kind: "first_seen", At: now, Event: names.Events.Name(uint32(code))})
			}
		}
	}
	for i := len(h.Codes) - 1; i >= 0 && p.Last == nil; i-- {
		if v.active[h.Codes[i]] {
			now := v.at(int64(h.Secs[i]))
			p.Last = &now
		}
	}
	p.Names = []EventCount{}
	for code, n := range counts {
		name := names.Events.Name(uint32(code))
		p.Names = append(p.Names, EventCount{Event: name, Events: n, Last: v.at(int64(last[code])), Passive: kith.Passive(name)})
	}
	slices.SortFunc(p.Names, func(a, b EventCount) int {
		if a.Events != b.Events {
			return b.Events - a.Events
		}
		return compareText(a.Event, b.Event)
	})
}

func (v *view) spent(p *Person, h *timeline.View, event, property string) {
	all := v.payments(h, event, property)
	if len(all) == 0 {
		return
	}
	s := &Spent{Event: event, Property: property, Times: len(all), Currency: currency(v.text(h, "currency", all[len(all)-1].at))}
	largest := 0
	for i, one := range all {
		s.Sum += one.amount
		if one.amount > all[largest].amount {
			largest = i
		}
	}
	s.Mean = s.Sum / float64(s.Times)
	p.Spent = s
	moment := func(kind string, one payment) {
		p.Moments = append(p.Moments, Moment{Kind: kind, At: v.at(int64(h.Secs[one.at])), Event: event, Amount: &one.amount})
	}
	moment("first_payment", all[0])
	if largest > 0 {
		moment("largest_payment", all[largest])
	}
	slices.SortStableFunc(p.Moments, func(a, b Moment) int { return a.At.Compare(b.At) })
}

// weeks counts the last year by weeks.
func (v *view) weeks(p *Person, h *timeline.View) {
	monday := func(day int64) int64 { return day - (day+3)%7 } // day 0 was a Thursday
	last := monday(v.days.of(v.now))
	first := last - 7*(weeksShown-1)
	p.Weeks = make([]Week, weeksShown)
	for i := range p.Weeks {
		p.Weeks[i].Start = time.Unix((first+int64(7*i))*86400, 0).UTC().Format(time.DateOnly)
	}
	week := func(i int) *Week {
		if at := (monday(v.days.of(int64(h.Secs[i]))) - first) / 7; at >= 0 && at < weeksShown {
			return &p.Weeks[at]
		}
		return nil
	}
	for i := firstAt(h, (first-1)*86400); i < len(h.Codes); i++ {
		if w := week(i); w != nil && v.active[h.Codes[i]] {
			w.Events++
		}
	}
	if p.Spent != nil {
		for _, one := range v.payments(h, p.Spent.Event, p.Spent.Property) {
			if w := week(one.at); w != nil {
				w.Spent += one.amount
			}
		}
	}
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
