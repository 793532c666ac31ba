package importer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"kith/internal/kith"
)

const previewRows = 10_000

// Draft is what an import of a file would make, by its first 10,000 rows.
type Draft struct {
	Mapping  Mapping        `json:"mapping"` // with what was seen in the file filled in
	Columns  []Column       `json:"columns,omitempty"`
	Events   []DraftEvent   `json:"events"`
	Made     int64          `json:"made"` // events
	Problems []DraftProblem `json:"problems"`
	Counts
	Whole bool `json:"whole"` // the file has no more rows
}

// DraftEvent is an event as it would be.
type DraftEvent struct {
	MessageID   string         `json:"message_id"`
	Event       string         `json:"event"`
	UserID      string         `json:"user_id,omitempty"`
	AnonymousID string         `json:"anonymous_id,omitempty"`
	Time        time.Time      `json:"time"`
	Properties  map[string]any `json:"properties"`
	Rows        int            `json:"rows"` // it is made of
	Row         int64          `json:"row"`  // the first of them
	// Known says that the person is, when whoever previews can tell.
	Known bool `json:"known"`
}

// DraftProblem is a reason with some of its rows.
type DraftProblem struct {
	Reason  Reason  `json:"reason"`
	Wrong   string  `json:"wrong"`
	Instead string  `json:"instead"`
	Count   int64   `json:"count"`
	Rows    []int64 `json:"rows"` // the first ten
	Column  string  `json:"column,omitempty"`
	Example string  `json:"example,omitempty"` // of the first
	// Examples are different values at fault, the first four.
	Examples []string `json:"examples,omitempty"`
	Property string   `json:"property,omitempty"` // that the column becomes
}

// problems gathers bad rows by reason and column.
type problems struct {
	m    *Mapping
	list []*DraftProblem
}

const maxProblems = 200 // kinds; reasons are few, columns at most some thousands

func (p *problems) add(r *row, f *flaw) error {
	i := slices.IndexFunc(p.list, func(d *DraftProblem) bool { return d.Reason == f.reason && d.Column == f.column })
	if i < 0 {
		if len(p.list) == maxProblems {
			return nil
		}
		i = len(p.list)
		p.list = append(p.list, &DraftProblem{Reason: f.reason, Wrong: reasons[f.reason].wrong, Instead: reasons[f.reason].instead,
			Column: f.column, Example: start(f.saw, 80), Property: p.m.propertyOf(f.column)})
	}
	d := p.list[i]
	if d.Count++; len(d.Rows) < 10 {
		d.Rows = append(d.Rows, r.number)
	}
	if saw := start(f.saw, 40); saw != "" && len(d.Examples) < 4 && !slices.Contains(d.Examples, saw) {
		d.Examples = append(d.Examples, saw)
	}
	return nil
}

// sorted are the problems, the most frequent first.
func (p *problems) sorted() []DraftProblem {
	out := []DraftProblem{}
	for _, d := range p.list {
		out = append(out, *d)
	}
	slices.SortStableFunc(out, func(a, b DraftProblem) int { return cmp.Compare(b.Count, a.Count) })
	return out
}

// propertyOf is the property that a column becomes, "" when it becomes none.
func (m *Mapping) propertyOf(column string) string {
	for name, c := range m.Properties {
		if c == column {
			return name
		}
	}
	if m.Properties == nil && m.others([]string{column})[column] != "" {
		return column
	}
	return ""
}

// Preview runs the beginning of a file without writing anything, and returns
// the first n events.
func Preview(ctx context.Context, in Source, m Mapping, n int) (_ *Draft, err error) {
	now := time.Now()
	if m, err = resolve(ctx, in, m, now); err != nil {
		return nil, err
	}
	s, err := in.sample(ctx, &m)
	if err != nil {
		return nil, err
	}
	o, err := in.open(&m, new(atomic.Int64))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	rows, err := o.rows(&m)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.close()) }()
	x, err := newExtractor(rows, &m, now.UnixMicro()+kith.MaxAhead)
	if err != nil {
		return nil, err
	}
	d := &Draft{Mapping: m, Columns: s.describe(now), Events: []DraftEvent{}, Whole: true}
	if err := d.fill(ctx, x, n); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Draft) fill(ctx context.Context, x *extractor, n int) error {
	bad := problems{m: &d.Mapping}
	x.bad = bad.add
	x.event = func(e *kith.Event, rows int) error {
		if d.Made++; len(d.Events) < n {
			d.Events = append(d.Events, draftEvent(e, rows, x.first))
		}
		return nil
	}
	x.row = func() error {
		if x.counts.Rows < previewRows {
			return nil
		}
		d.Whole = false
		return errEnough
	}
	x.end = func() {}
	if err := x.run(ctx); err != nil {
		return err
	}
	d.Counts = x.counts
	d.Problems = bad.sorted()
	return nil
}

func draftEvent(e *kith.Event, rows int, first int64) DraftEvent {
	out := DraftEvent{
		MessageID: e.MessageID, Event: e.Name, UserID: e.UserID, AnonymousID: e.AnonymousID,
		Time: time.UnixMicro(e.Time).UTC(), Properties: map[string]any{}, Rows: rows, Row: first,
	}
	for _, p := range e.Props {
		switch p.Value.Kind {
		case kith.Bool:
			out.Properties[p.Name] = p.Value.Num != 0
		case kith.Number:
			out.Properties[p.Name] = p.Value.Num
		default:
			out.Properties[p.Name] = p.Value.Str
		}
	}
	return out
}

// Column is what the first thousand rows have in a column.
type Column struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`     // text, number, boolean, json, time or empty
	Filled   float64  `json:"filled"`   // share of rows
	Distinct int      `json:"distinct"` // values
	Examples []string `json:"examples"` // up to three different ones

	// What the mapping makes of it; see the lists of roles and reasons.
	Role     string  `json:"role,omitempty"`
	Property string  `json:"property,omitempty"`
	Sure     string  `json:"sure,omitempty"`
	Why      string  `json:"why,omitempty"`
	Detail   string  `json:"detail,omitempty"`
	Read     float64 `json:"read"` // share of rows that have something readable in it
}

func (s *sample) describe(now time.Time) []Column {
	out := make([]Column, len(s.columns))
	for at, name := range s.columns {
		c := Column{Name: name, Type: "empty", Examples: []string{}}
		values := s.column(at)
		seen := map[string]bool{}
		for _, v := range values {
			if t := v.Text(); !seen[t] {
				seen[t] = true
				if len(c.Examples) < 3 {
					c.Examples = append(c.Examples, start(t, 60))
				}
			}
		}
		c.Distinct = len(seen)
		if len(values) > 0 {
			c.Filled = float64(len(values)) / float64(len(s.rows))
			c.Type = s.typeOf(values, now)
		}
		out[at] = c
	}
	return out
}

// typeOf is what all values of a column are, text when they differ.
func (s *sample) typeOf(values []kith.Value, now time.Time) string {
	kinds := map[kith.ValueKind]bool{}
	for _, v := range values {
		if !s.typed {
			v = guessed(v.Str)
		}
		kinds[v.Kind] = true
	}
	if len(kinds) == 1 {
		for kind, name := range map[kith.ValueKind]string{kith.Number: number, kith.Bool: boolean, kith.JSON: jsonType} {
			if kinds[kind] {
				return name
			}
		}
	}
	if kinds[kith.String] {
		if format, _ := guessFormat(values[:min(len(values), 20)], "", now); format != "" && !slices.Contains([]string{unixTime, unixMilli, unixMicro}, format) {
			return "time"
		}
	}
	return text
}
