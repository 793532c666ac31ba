package query

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline"
	"kith/internal/observe/timeline/record"
	"kith/internal/understand/query/sandbox"
)

// tables is one state of a workspace as the tables that SQL sees.
type tables struct {
	state   *ingest.Table
	zone    *time.Location
	sources sourceNames
	props   []record.PropertyCount // with a column in events, in their order
	all     []sandbox.Table
}

// sourceNames are the sources' names, with a code for each number.
type sourceNames struct {
	codes map[uint32]uint32
	names []string
}

func nameSources(names map[uint32]string) sourceNames {
	s := sourceNames{codes: map[uint32]uint32{}, names: []string{""}} // 0: a source that is gone
	for id, name := range names {
		s.codes[id] = uint32(len(s.names))
		s.names = append(s.names, name)
	}
	return s
}

// Names of the tables, and of the dictionaries that their columns use.
const (
	eventsTable  = "events"
	personsTable = "persons"
	idsTable     = "ids"

	eventDict  = "event"
	sourceDict = "source"
	kindDict   = "kind"
)

// maxPropertyColumns bounds the columns of events; rarer properties are in the
// JSON column only.
const maxPropertyColumns = 300

// fixedEvents come before the properties' columns, allProperties after them.
var fixedEvents = []sandbox.TableColumn{
	{Name: "person", Kind: sandbox.Natural},
	{Name: "event", Kind: sandbox.Dict, Dict: eventDict},
	{Name: "time", Kind: sandbox.Time},
	{Name: "day", Kind: sandbox.Day},
	{Name: "source", Kind: sandbox.Dict, Dict: sourceDict},
	{Name: "received", Kind: sandbox.Time},
}

const allProperties = "properties"

var personsColumns = []sandbox.TableColumn{
	{Name: "person", Kind: sandbox.Natural},
	{Name: "user_id", Kind: sandbox.Text},
	{Name: "first_seen", Kind: sandbox.Time},
	{Name: "last_seen", Kind: sandbox.Time},
	{Name: "events", Kind: sandbox.Count},
	{Name: "ids", Kind: sandbox.Count},
	{Name: "traits", Kind: sandbox.Object},
}

var idsColumns = []sandbox.TableColumn{
	{Name: "person", Kind: sandbox.Natural},
	{Name: "kind", Kind: sandbox.Dict, Dict: kindDict},
	{Name: "id", Kind: sandbox.Text},
}

func newTables(s *Space) (*tables, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, fmt.Errorf("load zone %q: %w", s.Zone, err)
	}
	t := &tables{state: s.Table(), zone: zone, sources: nameSources(s.Sources)}
	columns := slices.Clone(fixedEvents)
	t.props = frequent(t.state.Properties())
	taken := map[string]bool{allProperties: true}
	for _, c := range fixedEvents {
		taken[c.Name] = true
	}
	for _, p := range t.props {
		// As in the Parquet export: a name that is taken has its number appended.
		name := t.state.PropertyName(p.Key)
		if name == "" || taken[strings.ToLower(name)] {
			name += "_" + strconv.FormatUint(uint64(p.Key), 10)
		}
		taken[strings.ToLower(name)] = true
		columns = append(columns, sandbox.TableColumn{Name: name, Kind: columnKind(p.Most())})
	}
	columns = append(columns, sandbox.TableColumn{Name: allProperties, Kind: sandbox.Object})
	rows := t.state.Seq()
	t.all = []sandbox.Table{
		{Name: eventsTable, Rows: rows, Columns: columns},
		{Name: personsTable, Rows: uint64(t.state.LastPerson()), Columns: personsColumns},
		{Name: idsTable, Rows: uint64(t.state.LastPerson()), Columns: idsColumns},
	}
	return t, nil
}

// frequent are the properties with the most values, by name.
func frequent(all []record.PropertyCount) []record.PropertyCount {
	slices.SortStableFunc(all, func(a, b record.PropertyCount) int { return cmp.Compare(b.Total(), a.Total()) })
	all = all[:min(len(all), maxPropertyColumns)]
	return slices.DeleteFunc(all, func(p record.PropertyCount) bool { return p.Total() == 0 })
}

func columnKind(k kith.ValueKind) sandbox.Kind {
	switch k {
	case kith.Bool:
		return sandbox.Truth
	case kith.Number:
		return sandbox.Number
	case kith.JSON:
		return sandbox.Object
	}
	return sandbox.Text
}

func (t *tables) dicts() map[string][]string {
	return map[string][]string{eventDict: t.state.Events, sourceDict: t.sources.names, kindDict: t.state.Kinds()}
}

// read implements sandbox.Reader.
func (t *tables) read(ctx context.Context, table string, columns []int, yield func(*sandbox.Block) error) error {
	switch table {
	case eventsTable:
		return t.readEvents(ctx, columns, yield)
	case personsTable:
		return t.readPersons(ctx, columns, yield)
	case idsTable:
		return t.readIDs(ctx, columns, yield)
	}
	return fmt.Errorf("there is no table %q", table)
}

// readEvents shows the record's columns as the table's.
func (t *tables) readEvents(ctx context.Context, columns []int, yield func(*sandbox.Block) error) error {
	var req timeline.TableRequest
	fill := make([]func(*timeline.Cells, *sandbox.Values), len(columns))
	for i, at := range columns {
		fill[i] = t.eventColumn(&req, at)
	}
	block := sandbox.Block{Columns: make([]sandbox.Values, len(columns))}
	return t.state.Scan(ctx, req, func(c *timeline.Cells) error {
		block.N = c.N
		for i := range fill {
			fill[i](c, &block.Columns[i])
		}
		return yield(&block)
	})
}

// eventColumn asks for what a column needs and returns how to show it.
func (t *tables) eventColumn(req *timeline.TableRequest, at int) func(*timeline.Cells, *sandbox.Values) {
	want := &req.Columns
	switch {
	case at >= len(fixedEvents)+len(t.props):
		req.Object = true
		return func(c *timeline.Cells, v *sandbox.Values) { v.Has, v.Texts = c.Objects.Has, c.Objects.Texts }
	case at >= len(fixedEvents):
		p := t.props[at-len(fixedEvents)]
		i := len(req.Props)
		req.Props = append(req.Props, timeline.TableProp{Key: p.Key, Kind: p.Most()})
		return func(c *timeline.Cells, v *sandbox.Values) {
			from := &c.Props[i]
			v.Has, v.Bools, v.F64, v.Texts = from.Has, from.Bools, from.Nums, from.Texts
		}
	}
	switch fixedEvents[at].Name {
	case "person":
		want.Person = true
		return func(c *timeline.Cells, v *sandbox.Values) {
			v.U32 = v.U32[:0]
			for _, p := range c.Persons {
				v.U32 = append(v.U32, t.state.Overrides.Canonical(p))
			}
		}
	case "event":
		want.Code = true
		return func(c *timeline.Cells, v *sandbox.Values) {
			v.U32 = v.U32[:0]
			for _, code := range c.Codes {
				v.U32 = append(v.U32, uint32(code))
			}
		}
	case "day":
		want.Time = true
		d := &days{zone: t.zone}
		return func(c *timeline.Cells, v *sandbox.Values) {
			v.I32 = v.I32[:0]
			for _, micros := range c.Times {
				v.I32 = append(v.I32, d.of(micros))
			}
		}
	case "source":
		want.Source = true
		return func(c *timeline.Cells, v *sandbox.Values) {
			v.U32 = v.U32[:0]
			for _, s := range c.Sources {
				v.U32 = append(v.U32, t.sources.codes[s])
			}
		}
	case "received":
		want.Received = true
		return func(c *timeline.Cells, v *sandbox.Values) { v.I64 = c.Received }
	}
	want.Time = true
	return func(c *timeline.Cells, v *sandbox.Values) { v.I64 = c.Times }
}
