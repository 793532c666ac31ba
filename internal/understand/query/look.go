package query

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"kith/internal/observe/timeline"
)

// Schema is what statements can be about.
type Schema struct {
	Tables []SchemaTable `json:"tables"`
	Events []SchemaEvent `json:"events" doc:"The most frequent first"`
	Zone   string        `json:"zone"`
	AsOf   time.Time     `json:"as_of"`
	Sample int           `json:"sample" doc:"How many events were looked at for examples and for which event has which property"`
	Limits SchemaLimits  `json:"limits"`
}

// SchemaLimits are what a statement may use.
type SchemaLimits struct {
	Seconds    float64 `json:"seconds"`
	Memory     int64   `json:"memory" doc:"Bytes"`
	Rows       int     `json:"rows" doc:"Shown"`
	ExportRows int     `json:"export_rows"`
}

// SchemaTable is a table.
type SchemaTable struct {
	Name    string         `json:"name"`
	Doc     string         `json:"doc"`
	Rows    uint64         `json:"rows,omitempty" doc:"Absent when it is not known without counting"`
	Columns []SchemaColumn `json:"columns"`
}

// SchemaColumn is a column.
type SchemaColumn struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Doc      string   `json:"doc,omitempty"`
	Property bool     `json:"property,omitempty" doc:"It is a property of events"`
	Values   uint64   `json:"values,omitempty" doc:"Of a property: events that have it"`
	Distinct int      `json:"distinct,omitempty" doc:"Different values seen in the sample; absent when there are more than 200"`
	Examples []string `json:"examples,omitempty"`
	Events   []string `json:"events,omitempty" doc:"Of a property: events of the sample that have it, the most frequent first"`
}

// SchemaEvent is an event's name.
type SchemaEvent struct {
	Name string `json:"name"`
	Rows uint64 `json:"rows"`
}

var docs = map[string]string{
	"events":              "What happened, an event a row. Merged persons are one.",
	"events.person":       "Number of the person, after merges",
	"events.event":        "Name of the event",
	"events.time":         "When it happened",
	"events.day":          "The day it happened on, in the workspace's zone: quicker than date_trunc of time",
	"events.source":       "Name of the source that sent it",
	"events.received":     "When it arrived",
	"events.properties":   "All properties: properties->>'name' is text, properties->'name' is JSON. A column is quicker",
	"persons":             "Who did something, a person a row.",
	"persons.person":      "Number of the person, as in events",
	"persons.user_id":     "The id that your own system gave; null when there is none",
	"persons.first_seen":  "Time of the first event",
	"persons.last_seen":   "Time of the last event",
	"persons.events":      "How many events",
	"persons.ids":         "How many ids",
	"persons.traits":      "Newest value of every trait that $identify and $set gave: traits->>'plan'",
	"ids":                 "Every id of every person, an id a row.",
	"ids.person":          "Number of the person, after merges",
	"ids.kind":            "user or anonymous",
	"ids.id":              "The id",
	"properties.property": "Values of another type than the column's are null here; properties has them",
}

// looks keeps what was seen of each workspace for a while.
type looks struct {
	mu sync.Mutex
	by map[uint32]*Schema
}

const lookFor = time.Minute

// Schema says what there is to ask about; it may be a minute old.
func (d *Desk) Schema(ctx context.Context, s *Space) (*Schema, error) {
	d.looks.mu.Lock()
	known := d.looks.by[s.ID]
	d.looks.mu.Unlock()
	if known != nil && d.now().Sub(known.AsOf) < lookFor && known.Zone == s.Zone {
		return known, nil
	}
	fresh, err := d.look(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("look at the tables: %w", err)
	}
	d.looks.mu.Lock()
	defer d.looks.mu.Unlock()
	if d.looks.by == nil {
		d.looks.by = map[uint32]*Schema{}
	}
	d.looks.by[s.ID] = fresh
	return fresh, nil
}

func (d *Desk) look(ctx context.Context, s *Space) (*Schema, error) {
	t, err := newTables(s)
	if err != nil {
		return nil, err
	}
	out := &Schema{Zone: s.Zone, AsOf: d.now().UTC(), Limits: SchemaLimits{Seconds: d.limits.Time.Seconds(), Memory: d.limits.Memory, Rows: d.limits.Rows, ExportRows: d.limits.ExportRows}}
	counts, err := t.state.EventCounts(ctx)
	if err != nil {
		return nil, err
	}
	for code, n := range counts {
		out.Events = append(out.Events, SchemaEvent{Name: t.state.Events[code], Rows: n})
	}
	slices.SortFunc(out.Events, func(a, b SchemaEvent) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Name, b.Name)) })
	sample, err := t.sample(ctx)
	if err != nil {
		return nil, err
	}
	out.Sample = sample.rows
	for _, table := range t.all {
		shown := SchemaTable{Name: table.Name, Doc: docs[table.Name], Columns: []SchemaColumn{}}
		for _, c := range table.Columns {
			shown.Columns = append(shown.Columns, SchemaColumn{Name: c.Name, Type: c.Kind.String(), Doc: docs[table.Name+"."+c.Name]})
		}
		out.Tables = append(out.Tables, shown)
	}
	t.describe(out, sample)
	return out, nil
}

// describe adds what was counted and seen to the columns of events.
func (t *tables) describe(out *Schema, sample *sample) {
	events := &out.Tables[0]
	events.Rows = t.state.Seq()
	events.Columns[1].Distinct = len(out.Events)
	for _, e := range out.Events[:min(3, len(out.Events))] {
		events.Columns[1].Examples = append(events.Columns[1].Examples, e.Name)
	}
	events.Columns[4].Distinct = len(t.sources.codes)
	for i, p := range t.props {
		c := &events.Columns[len(fixedEvents)+i]
		c.Property, c.Values = true, p.Total()
		if seen := sample.by[t.state.PropertyName(p.Key)]; seen != nil {
			seen.describe(c, t.state.Events)
		}
	}
}

// sample is what some events look like.
type sample struct {
	rows int
	by   map[string]*seen
}

// seen is a property in the sample.
type seen struct {
	events map[uint16]int
	values map[string]int
	many   bool // more values than are kept
}

const (
	sampleRows   = 20_000 // of each place
	samplePlaces = 3
	lastPersons  = 20_000
	keptValues   = 200
)

var errEnough = errors.New("enough rows")

// sample looks at the histories of some of the first persons, of some in the
// middle and of some of the last.
func (t *tables) sample(ctx context.Context) (*sample, error) {
	s := &sample{by: map[string]*seen{}}
	last, places := t.state.LastPerson(), uint32(samplePlaces)
	if t.state.Seq() <= sampleRows {
		places = 1
	}
	for place := range places {
		lo := last / places * place
		hi := lo + last/places
		if place == places-1 {
			lo, hi = max(lo, last-min(last, lastPersons)), 0
		}
		left := sampleRows
		err := t.state.Scan(ctx, timeline.TableRequest{Columns: timeline.Columns{Code: true}, Object: true, PersonLo: lo, PersonHi: hi}, func(c *timeline.Cells) error {
			for i := range c.N {
				s.add(c.Codes[i], c.Objects.Texts[i])
			}
			if left -= c.N; left <= 0 {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return nil, err
		}
	}
	return s, nil
}

func (s *sample) add(code uint16, object []byte) {
	s.rows++
	var props map[string]json.RawMessage
	if json.Unmarshal(object, &props) != nil {
		return
	}
	for name, raw := range props {
		p := s.by[name]
		if p == nil {
			p = &seen{events: map[uint16]int{}, values: map[string]int{}}
			s.by[name] = p
		}
		p.events[code]++
		text := string(raw)
		if raw[0] == '"' {
			_ = json.Unmarshal(raw, &text)
		}
		if _, known := p.values[text]; known || len(p.values) < keptValues {
			p.values[text]++
		} else {
			p.many = true
		}
	}
}

func (p *seen) describe(c *SchemaColumn, names []string) {
	if !p.many {
		c.Distinct = len(p.values)
	}
	most := func(a, b string) int { return cmp.Or(cmp.Compare(p.values[b], p.values[a]), cmp.Compare(a, b)) }
	for _, v := range slices.SortedFunc(maps.Keys(p.values), most) {
		if len(c.Examples) == 3 {
			break
		}
		if r := []rune(v); len(r) > 40 {
			v = string(r[:40]) + "…"
		}
		if v = strings.TrimSpace(v); v != "" {
			c.Examples = append(c.Examples, v)
		}
	}
	for _, code := range slices.SortedFunc(maps.Keys(p.events), func(a, b uint16) int { return cmp.Or(cmp.Compare(p.events[b], p.events[a]), cmp.Compare(a, b)) }) {
		if len(c.Events) == 20 {
			break
		}
		c.Events = append(c.Events, names[code])
	}
}
