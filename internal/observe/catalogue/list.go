package catalogue

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/timeline/record"
)

// Event is an event name and what was seen of it.
type Event struct {
	Name string `json:"name"`
	Note
	Passive   bool         `json:"passive,omitempty" doc:"It says who a person is, not what they did: any event leaves it out"`
	Total     uint64       `json:"total"`
	Last24h   uint64       `json:"last_24h"`
	Last7d    uint64       `json:"last_7d"`
	Last30d   uint64       `json:"last_30d"`
	Persons   uint32       `json:"persons"`
	FirstSeen time.Time    `json:"first_seen,omitzero" doc:"By when events happened, as last_seen"`
	LastSeen  time.Time    `json:"last_seen,omitzero"`
	Days      [Days]uint32 `json:"days" doc:"Of the workspace's last 30 days; the last is not over"`
}

// Property is a property and what was seen of it.
type Property struct {
	Name string `json:"name"`
	Note
	Events   uint64      `json:"events" doc:"Events that carry it, of those asked about"`
	Fill     float64     `json:"fill" doc:"Their share, 0 to 1"`
	Types    []TypeShare `json:"types" doc:"The most frequent first"`
	Examples []any       `json:"examples" doc:"Up to 5 recent values, different ones"`
	On       int         `json:"on,omitempty" doc:"Event names that carry it; absent when asked about one event"`
}

// TypeShare is how many of a property's values are of a type.
type TypeShare struct {
	Type   Type    `json:"type" enum:"bool,number,text,json"`
	Events uint64  `json:"events"`
	Share  float64 `json:"share" doc:"0 to 1"`
}

// Query narrows a list down.
type Query struct {
	Search string // in names and titles, letters' case aside
	Hidden bool   // those that operators hid too
}

func (q *Query) wants(name string, n *Note) bool {
	if n.Hidden && !q.Hidden {
		return false
	}
	search := strings.ToLower(q.Search)
	return search == "" || strings.Contains(strings.ToLower(name), search) || strings.Contains(strings.ToLower(n.Title), search)
}

// Events lists event names, the most frequent of the last 30 days first.
func (c *Catalogue) Events(ctx context.Context, w *Workspace, q Query) ([]Event, Age, error) {
	found, age, err := c.events(ctx, w)
	if err != nil {
		return nil, Age{}, err
	}
	notes, err := c.Notes(ctx, w.ID, OfEvent)
	if err != nil {
		return nil, Age{}, err
	}
	out := []Event{}
	for code, name := range w.Space.Names().Events.All() {
		note := notes[name]
		if !q.wants(name, &note) {
			continue
		}
		e := Event{Name: name, Note: note, Passive: kith.Passive(name)}
		if code < len(found) { // else it was first seen after the figures were taken
			e.show(&found[code])
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.Last30d, a.Last30d), cmp.Compare(b.Total, a.Total), strings.Compare(a.Name, b.Name))
	})
	return out, age, nil
}

func (e *Event) show(s *seen) {
	e.Total, e.Last24h, e.Last7d, e.Last30d, e.Persons, e.Days = s.events, s.day, s.week, s.month, s.persons, s.days
	if s.events > 0 {
		e.FirstSeen, e.LastSeen = time.Unix(int64(s.first), 0).UTC(), time.Unix(int64(s.last), 0).UTC()
	}
}

// Event returns one event name with its properties, the fullest first.
func (c *Catalogue) Event(ctx context.Context, w *Workspace, name string) (Event, []Property, Age, error) {
	code, ok := w.Space.Names().Events.Find(name)
	if !ok {
		return Event{}, nil, Age{}, &kith.Error{Code: kith.NotFound, Field: "name", Message: "no event of this name was ever seen", Hint: "GET /api/v1/catalogue/events lists those that were"}
	}
	found, age, err := c.events(ctx, w)
	if err != nil {
		return Event{}, nil, Age{}, err
	}
	e := Event{Name: name, Passive: kith.Passive(name)}
	if int(code) < len(found) {
		e.show(&found[code])
	}
	if e.Note, err = c.Note(ctx, w.ID, OfEvent, name); err != nil {
		return Event{}, nil, Age{}, err
	}
	properties, _, err := c.Properties(ctx, w, name, Query{Hidden: true})
	return e, properties, age, err
}

// Properties lists the properties of one event, or of all when it is "", the
// most frequent first.
func (c *Catalogue) Properties(ctx context.Context, w *Workspace, event string, q Query) ([]Property, Age, error) {
	tally, age, err := c.tally(ctx, w)
	if err != nil {
		return nil, Age{}, err
	}
	notes, err := c.Notes(ctx, w.ID, OfProperty)
	if err != nil {
		return nil, Age{}, err
	}
	names := w.Space.Names()
	found := map[uint32]*sum{}
	rows := tally.Rows
	if event == "" {
		for _, code := range frequent(tally) {
			addAll(found, tally.Events[code])
		}
	} else {
		rows = 0
		if code, ok := names.Events.Find(event); ok && tally.Events[uint16(code)] != nil {
			rows = tally.Events[uint16(code)].Rows
			addAll(found, tally.Events[uint16(code)])
		}
	}
	out := []Property{}
	for key, s := range found {
		name := names.Properties.Name(key)
		note := notes[name]
		if !q.wants(name, &note) {
			continue
		}
		p := s.property(rows)
		p.Name, p.Note = name, note
		if event != "" {
			p.On = 0
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Property) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
	})
	return out, age, nil
}

// frequent lists the event codes, the most frequent first.
func frequent(t *record.Tally) []uint16 {
	return slices.SortedFunc(maps.Keys(t.Events), func(a, b uint16) int {
		return cmp.Or(cmp.Compare(t.Events[b].Rows, t.Events[a].Rows), cmp.Compare(a, b))
	})
}

// sum is a property's counts over some events.
type sum struct {
	record.PropTally
	on       int
	examples []kith.Value
}

func addAll(to map[uint32]*sum, e *record.EventTally) {
	for key, p := range e.Props {
		s := to[key]
		if s == nil {
			s = &sum{}
			to[key] = s
		}
		s.on++
		for k, n := range p.Counts {
			s.Counts[k] += n
		}
		for _, v := range p.Examples {
			if len(s.examples) < maxExamples && !slices.Contains(s.examples, v) {
				s.examples = append(s.examples, v)
			}
		}
	}
}

const maxExamples = 5

func (s *sum) property(rows uint64) Property {
	total := s.Total()
	p := Property{Events: total, Types: []TypeShare{}, Examples: []any{}, On: s.on}
	if rows > 0 {
		p.Fill = float64(total) / float64(rows)
	}
	for kind, n := range s.Counts {
		if n > 0 {
			p.Types = append(p.Types, TypeShare{Type: types[kith.ValueKind(kind)], Events: n, Share: float64(n) / float64(total)})
		}
	}
	slices.SortStableFunc(p.Types, func(a, b TypeShare) int { return cmp.Compare(b.Events, a.Events) })
	for _, v := range s.examples {
		p.Examples = append(p.Examples, plain(v))
	}
	return p
}

// Property returns one property and the events that carry it.
func (c *Catalogue) Property(ctx context.Context, w *Workspace, name string) (Property, []Carrier, Age, error) {
	key, ok := w.Space.Names().Properties.Find(name)
	if !ok {
		return Property{}, nil, Age{}, &kith.Error{Code: kith.NotFound, Field: "name", Message: "no property of this name was ever seen", Hint: "GET /api/v1/catalogue/properties lists those that were"}
	}
	tally, age, err := c.tally(ctx, w)
	if err != nil {
		return Property{}, nil, Age{}, err
	}
	titles, err := c.Notes(ctx, w.ID, OfEvent)
	if err != nil {
		return Property{}, nil, Age{}, err
	}
	found, carriers := map[uint32]*sum{key: {}}, []Carrier{}
	for _, code := range frequent(tally) {
		e := tally.Events[code]
		of := e.Props[key]
		if of == nil {
			continue
		}
		addAll(found, &record.EventTally{Props: map[uint32]*record.PropTally{key: of}})
		event := w.Space.Names().Events.Name(uint32(code))
		carriers = append(carriers, Carrier{Event: event, Title: titles[event].Title, Events: of.Total(), Fill: float64(of.Total()) / float64(e.Rows)})
	}
	slices.SortFunc(carriers, func(a, b Carrier) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Event, b.Event))
	})
	p := found[key].property(tally.Rows)
	p.Name = name
	p.Note, err = c.Note(ctx, w.ID, OfProperty, name)
	return p, carriers, age, err
}
