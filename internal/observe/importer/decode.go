package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// decoder makes events of rows by a mapping.
type decoder struct {
	m      *Mapping
	clock  *clock
	latest int64 // times after it (µs) are out of range
	typed  bool
	doc    wire.Doc

	bound   int // columns that the places below are of
	columns []string
	event   int
	time    int
	user    int
	orUser  int
	anon    int
	spread  int
	where   []condition
	props   []target
}

// target is a property and the column that it comes from.
type target struct {
	name string
	at   int
	as   string
}

func newDecoder(m *Mapping, latest int64, typed bool) (*decoder, error) {
	c, err := newClock(m.TimeFormat, m.Zone)
	if err != nil {
		return nil, err
	}
	return &decoder{m: m, clock: c, latest: latest, typed: typed, bound: -1}, nil
}

// bind finds the places of the mapping's columns. Files of JSON may show new
// ones at any row.
func (d *decoder) bind(columns []string) {
	if len(columns) == d.bound {
		return
	}
	d.bound, d.columns = len(columns), columns
	d.event, d.time = d.place(d.m.EventColumn), d.place(d.m.Time)
	d.user, d.orUser, d.anon = d.place(d.m.UserID), d.place(d.m.OrUserID), d.place(d.m.AnonymousID)
	d.spread = d.place(d.m.PropertiesFrom)
	d.where = d.where[:0]
	for i := range d.m.Where {
		d.where = append(d.where, d.m.Where[i].bind(d.place(d.m.Where[i].Column)))
	}
	d.props = d.targets(d.m.propertyColumns(columns))
}

func (d *decoder) place(column string) int {
	if column == "" {
		return -1
	}
	return slices.Index(d.columns, column)
}

// targets are in order of columns, so that equal files give equal events.
func (d *decoder) targets(columns map[string]string) []target {
	var out []target
	for name, column := range columns {
		if at := d.place(column); at >= 0 {
			out = append(out, target{name, at, d.m.Types[name]})
		}
	}
	slices.SortFunc(out, func(a, b target) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return strings.Compare(a.name, b.name)
	})
	return out
}

// propertyColumns are the columns that become properties, by property.
func (m *Mapping) propertyColumns(columns []string) map[string]string {
	if m.Properties != nil {
		return m.Properties
	}
	if m.PropertiesFrom != "" {
		return nil
	}
	if len(m.Group) > 0 {
		columns = m.Group
	}
	return m.others(columns)
}

// others are the columns that have no part in the mapping yet, by their names.
func (m *Mapping) others(columns []string) map[string]string {
	out := make(map[string]string, len(columns))
	for _, c := range columns {
		if !slices.Contains([]string{m.EventColumn, m.Time, m.UserID, m.OrUserID, m.AnonymousID, m.PropertiesFrom}, c) {
			out[c] = c
		}
	}
	return out
}

// takes reports whether the rules let the row in.
func (d *decoder) takes(r *row) bool {
	for i := range d.where {
		if !d.where[i].holds(r.cells) {
			return false
		}
	}
	if d.event >= 0 && len(d.m.EventNames) > 0 {
		if name, renamed := d.m.EventNames[strings.TrimSpace(cell(r.cells, d.event).Text())]; renamed && name == "" {
			return false
		}
	}
	return true
}

// decode makes the event of a row, without its message id.
func (d *decoder) decode(r *row, e *kith.Event) *flaw {
	*e = kith.Event{Name: d.m.Event}
	if e.Name == "" {
		e.Name = strings.TrimSpace(cell(r.cells, d.event).Text())
		if name, renamed := d.m.EventNames[e.Name]; renamed {
			e.Name = name
		}
	}
	switch {
	case e.Name == "":
		return &flaw{reason: NoEventName, column: d.m.EventColumn}
	case wire.Longer(e.Name, kith.MaxEventName):
		return &flaw{reason: EventNameTooLong, column: d.m.EventColumn, saw: e.Name}
	}
	if f := d.identify(r, e); f != nil {
		return f
	}
	if f := d.date(r, e); f != nil {
		return f
	}
	return d.properties(r, e)
}

func (d *decoder) identify(r *row, e *kith.Event) *flaw {
	e.UserID = strings.TrimSpace(cell(r.cells, d.user).Text())
	if e.UserID == "" {
		e.UserID = strings.TrimSpace(cell(r.cells, d.orUser).Text())
	}
	e.AnonymousID = strings.TrimSpace(cell(r.cells, d.anon).Text())
	switch {
	case e.UserID == "" && e.AnonymousID == "":
		column := d.m.UserID
		if column == "" {
			column = d.m.AnonymousID
		}
		return &flaw{reason: NoIdentity, column: column}
	case wire.Longer(e.UserID, kith.MaxIDLen):
		return &flaw{reason: IDTooLong, column: d.m.UserID, saw: e.UserID}
	case wire.Longer(e.AnonymousID, kith.MaxIDLen):
		return &flaw{reason: IDTooLong, column: d.m.AnonymousID, saw: e.AnonymousID}
	}
	return nil
}

func (d *decoder) date(r *row, e *kith.Event) *flaw {
	v := cell(r.cells, d.time)
	if blank(v) {
		return &flaw{reason: NoTime, column: d.m.Time}
	}
	t, ok := d.clock.micros(v)
	switch {
	case !ok:
		return &flaw{reason: BadTime, column: d.m.Time, saw: v.Text()}
	case t < kith.MinTime || t > d.latest:
		return &flaw{reason: TimeOutOfRange, column: d.m.Time, saw: v.Text()}
	}
	e.Time = t
	return nil
}

func (d *decoder) properties(r *row, e *kith.Event) *flaw {
	e.Props = make([]kith.Property, 0, len(d.props))
	size := 0
	for i := range d.props {
		p := &d.props[i]
		v, f := d.value(r, p)
		if f != nil {
			return f
		}
		if v.Kind != kith.None {
			e.Props = append(e.Props, kith.Property{Name: p.name, Value: v})
			size += len(p.name) + len(v.Str)
		}
	}
	if d.spread >= 0 {
		if f := d.unfold(r, e); f != nil {
			return f
		}
	}
	for i := range e.Props {
		if e.Props[i].Name == "" || wire.Longer(e.Props[i].Name, kith.MaxPropertyName) {
			return &flaw{reason: BadPropertyName, saw: e.Props[i].Name}
		}
	}
	switch {
	case len(e.Props) > kith.MaxProperties:
		return &flaw{reason: TooManyProperties}
	case size > kith.MaxEventSize:
		return &flaw{reason: EventTooLarge}
	}
	return nil
}

// value is what a target's column has, as its type.
func (d *decoder) value(r *row, p *target) (kith.Value, *flaw) {
	v := cell(r.cells, p.at)
	if p.as == "" {
		if !d.typed && v.Kind == kith.String {
			v = guessed(v.Str)
		}
		return v, nil
	}
	v, reason := typed(v, p.as, &d.doc)
	if reason != "" && slices.Contains(d.m.Lenient, p.name) {
		return kith.Value{}, nil
	}
	if reason != "" {
		return v, &flaw{reason: reason, column: d.columns[p.at], saw: v.Text()}
	}
	return v, nil
}

// unfold makes a property of each member of a JSON object in a cell.
func (d *decoder) unfold(r *row, e *kith.Event) *flaw {
	v := cell(r.cells, d.spread)
	if blank(v) {
		return nil
	}
	bad := &flaw{reason: BadJSONCell, column: d.m.PropertiesFrom, saw: v.Text()}
	if !utf8.ValidString(v.Str) || d.doc.Scan(v.Str) != nil || d.doc.Root().Kind() != wire.Object || d.doc.Root().Depth() > wire.MaxDepth+1 {
		return bad
	}
	for name, node := range d.doc.Root().Members() {
		v, repaired := node.Value()
		if repaired {
			return bad
		}
		var reason Reason
		if v, reason = typed(v, d.m.Types[name], &wire.Doc{}); reason != "" {
			return &flaw{reason: reason, column: name, saw: v.Text()}
		}
		if v.Kind == kith.None {
			continue
		}
		if i := slices.IndexFunc(e.Props, func(p kith.Property) bool { return p.Name == name }); i >= 0 {
			e.Props[i].Value = v
		} else {
			e.Props = append(e.Props, kith.Property{Name: name, Value: v})
		}
		if len(e.Props) > kith.MaxProperties {
			return &flaw{reason: TooManyProperties}
		}
	}
	return nil
}
