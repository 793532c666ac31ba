package record

import (
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// Tally counts rows: of each event name which properties they carry, by kind of
// value, and of each source which libraries it sends with. Tallies add up.
type Tally struct {
	Rows    uint64
	Events  map[uint16]*EventTally
	Sources map[uint32]*SourceTally
	pairs   int // of event and property; bounded by maxPairs
}

// EventTally counts the rows of one event name.
type EventTally struct {
	Rows  uint64
	Props map[uint32]*PropTally // by key
}

// PropTally counts one property of one event.
type PropTally struct {
	Counts   [kinds]uint64 // by kith.ValueKind
	Examples []kith.Value  // up to maxExamples recent ones, different; long ones are cut
}

// Total is how many rows have the property.
func (p *PropTally) Total() (n uint64) {
	for _, c := range p.Counts {
		n += c
	}
	return n
}

// SourceTally counts the rows of one source; times are of arrival, µs UTC.
type SourceTally struct {
	Rows        uint64
	First, Last int64
	Libraries   map[Library]*LibraryTally
}

// Library is a client's own name for itself.
type Library struct{ Name, Version string }

// LibraryTally counts the rows that one library sent.
type LibraryTally struct {
	Rows uint64
	Last int64
}

// What senders choose must not fill the memory: beyond these, pairs and
// libraries are left out.
const (
	maxPairs     = 500_000
	maxLibraries = 100 // of a source
	maxExamples  = 5
	maxExample   = 200 // bytes
)

// NewTally returns one of no rows.
func NewTally() *Tally {
	return &Tally{Events: map[uint16]*EventTally{}, Sources: map[uint32]*SourceTally{}}
}

func (t *Tally) event(code uint16) *EventTally {
	e := t.Events[code]
	if e == nil {
		e = &EventTally{Props: map[uint32]*PropTally{}}
		t.Events[code] = e
	}
	return e
}

// prop is nil when there are too many already.
func (t *Tally) prop(e *EventTally, key uint32) *PropTally {
	p := e.Props[key]
	if p == nil && t.pairs < maxPairs {
		p = &PropTally{}
		e.Props[key] = p
		t.pairs++
	}
	return p
}

func (t *Tally) source(id uint32) *SourceTally {
	s := t.Sources[id]
	if s == nil {
		s = &SourceTally{Libraries: map[Library]*LibraryTally{}}
		t.Sources[id] = s
	}
	return s
}

func (s *SourceTally) add(rows uint64, first, last int64) {
	if s.Rows == 0 || first < s.First {
		s.First = first
	}
	s.Rows, s.Last = s.Rows+rows, max(s.Last, last)
}

func (s *SourceTally) library(l Library, rows uint64, last int64) {
	if l.Name == "" {
		return
	}
	of := s.Libraries[l]
	if of == nil {
		if len(s.Libraries) >= maxLibraries {
			return
		}
		of = &LibraryTally{}
		s.Libraries[l] = of
	}
	of.Rows, of.Last = of.Rows+rows, max(of.Last, last)
}

func (p *PropTally) example(v kith.Value) {
	if len(p.Examples) >= maxExamples {
		return
	}
	if len(v.Str) > maxExample {
		v.Str = strings.ToValidUTF8(v.Str[:maxExample], "")
	}
	if !slices.Contains(p.Examples, v) {
		p.Examples = append(p.Examples, v)
	}
}

// Add counts one more row.
func (t *Tally) Add(r *timeline.Row, library, version uint32) {
	t.Rows++
	e := t.event(r.Code)
	e.Rows++
	var l Library
	for i := range r.Props {
		v := r.Props[i].Value
		if p := t.prop(e, r.Props[i].Key); p != nil {
			p.Counts[v.Kind]++
			p.example(v)
		}
		switch r.Props[i].Key {
		case library:
			l.Name = v.Text()
		case version:
			l.Version = v.Text()
		}
	}
	s := t.source(r.Source)
	s.add(1, r.Received, r.Received)
	s.library(l, 1, r.Received)
}

// Merge adds another's rows, taken to be the newer ones.
func (t *Tally) Merge(o *Tally) {
	t.Rows += o.Rows
	for code, from := range o.Events {
		e := t.event(code)
		e.Rows += from.Rows
		for key, counted := range from.Props {
			p := t.prop(e, key)
			if p == nil {
				continue
			}
			for k, n := range counted.Counts {
				p.Counts[k] += n
			}
			older := p.Examples
			p.Examples = slices.Clone(counted.Examples)
			for _, v := range older {
				p.example(v)
			}
		}
	}
	for id, from := range o.Sources {
		s := t.source(id)
		s.add(from.Rows, from.First, from.Last)
		for l, n := range from.Libraries {
			s.library(l, n.Rows, n.Last)
		}
	}
}
