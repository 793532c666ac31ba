package importer

import (
	"fmt"
	"slices"
	"strings"

	"kith/internal/kith"
)

const (
	maxGroups     = 2_000_000
	maxGroupBytes = 1 << 30 // of all groups' ids, properties and lines
	maxLines      = 500     // of a group
	maxLineBytes  = 64 << 10
)

// grouper gathers the rows that become one event. All groups are in memory
// until the file ends, because their rows may be anywhere in it.
type grouper struct {
	m     *Mapping
	key   identifier
	by    map[string]*group
	order []*group
	bytes int
	sums  []sum
	lines []target
}

type group struct {
	event   kith.Event
	first   int64 // row
	rows    int
	sums    []float64
	lines   []byte // JSON array without its end
	listed  int
	omitted int // rows that did not fit in lines
}

// sum adds up a column, or the product of two.
type sum struct {
	name    string
	factors []int
}

func newGrouper(m *Mapping) *grouper {
	return &grouper{m: m, key: identifier{by: m.Group}, by: map[string]*group{}}
}

// factors are the columns of an expression.
func factors(expression string, columns []string) []string {
	if slices.Contains(columns, expression) {
		return []string{expression}
	}
	if a, b, ok := strings.Cut(expression, "*"); ok {
		return []string{strings.TrimSpace(a), strings.TrimSpace(b)}
	}
	return []string{expression}
}

func (g *grouper) bind(d *decoder) {
	g.key.bind(d)
	g.sums = g.sums[:0]
	for name, expression := range g.m.Sum {
		s := sum{name: name}
		for _, c := range factors(expression, d.columns) {
			s.factors = append(s.factors, d.place(c))
		}
		g.sums = append(g.sums, s)
	}
	slices.SortFunc(g.sums, func(a, b sum) int { return strings.Compare(a.name, b.name) })
	columns := g.m.LineColumns
	if columns == nil {
		columns = g.m.others(d.columns)
		for _, c := range g.m.Group {
			delete(columns, c)
		}
		for _, c := range g.m.Properties {
			delete(columns, c)
		}
	}
	g.lines = d.targets(columns)
}

// add puts a row into its group.
func (g *grouper) add(d *decoder, r *row, e *kith.Event) (*flaw, error) {
	key, ok := g.key.key(r, e.Name)
	if !ok {
		return &flaw{reason: NoRowID, column: g.m.Group[0]}, nil
	}
	values := make([]float64, len(g.sums))
	for i, s := range g.sums {
		values[i] = 1
		for _, at := range s.factors {
			v, reason := asNumber(cell(r.cells, at))
			if reason != "" {
				return &flaw{reason: reason, column: d.columns[at], saw: v.Text()}, nil
			}
			values[i] *= v.Num
		}
	}
	line, f := g.line(d, r)
	if f != nil {
		return f, nil
	}
	into := g.by[key]
	if into == nil {
		if len(g.order) >= maxGroups {
			return nil, crowded(fmt.Sprintf("more than %d groups", maxGroups))
		}
		e.MessageID = key
		into = &group{event: *e, first: r.number, sums: make([]float64, len(g.sums))}
		g.by[key] = into
		g.order = append(g.order, into)
		g.bytes += 400 + len(key) + 60*len(e.Props)
	}
	into.rows++
	for i, v := range values {
		into.sums[i] += v
	}
	if g.m.Lines != "" {
		g.list(into, line)
	}
	if g.bytes > maxGroupBytes {
		return nil, crowded("more in its groups than memory should hold")
	}
	return nil, nil
}

func crowded(what string) error {
	return &kith.Error{Code: kith.TooLarge, Message: "the file has " + what, Hint: "split it, by month for example, and import the parts"}
}

// line is what a row says in its group's list.
func (g *grouper) line(d *decoder, r *row) (props []kith.Property, f *flaw) {
	if g.m.Lines == "" {
		return nil, nil
	}
	for i := range g.lines {
		v, f := d.value(r, &g.lines[i])
		if f != nil {
			return nil, f
		}
		if v.Kind != kith.None {
			props = append(props, kith.Property{Name: g.lines[i].name, Value: v})
		}
	}
	return props, nil
}

// list writes one more line of the group, if it fits.
func (g *grouper) list(into *group, line []kith.Property) {
	if into.listed == maxLines {
		into.omitted++
		return
	}
	before := len(into.lines)
	into.lines = append(into.lines, "[,"[min(into.listed, 1)])
	into.lines = appendObject(into.lines, line)
	if len(into.lines) >= maxLineBytes {
		into.lines = into.lines[:before]
		into.omitted++
		return
	}
	into.listed++
	g.bytes += len(into.lines) - before
}

// events hands over one event a group, in order of their first rows, and lets
// go of it.
func (g *grouper) events(fn func(e *kith.Event, rows int, first int64) error) error {
	g.by = nil
	for i, into := range g.order {
		g.order[i] = nil
		e := &into.event
		for k, s := range g.sums {
			setProperty(e, s.name, kith.NumberValue(into.sums[k]))
		}
		if into.listed > 0 {
			setProperty(e, g.m.Lines, kith.JSONValue(string(append(into.lines, ']'))))
		}
		if into.omitted > 0 {
			setProperty(e, g.m.Lines+"_omitted", kith.NumberValue(float64(into.omitted)))
		}
		if err := fn(e, into.rows, into.first); err != nil {
			return err
		}
	}
	return nil
}

func setProperty(e *kith.Event, name string, v kith.Value) {
	if v.Kind == kith.None {
		return
	}
	for i := range e.Props {
		if e.Props[i].Name == name {
			e.Props[i].Value = v
			return
		}
	}
	e.Props = append(e.Props, kith.Property{Name: name, Value: v})
}
