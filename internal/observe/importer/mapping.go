package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"kith/internal/kith"
)

// Formats of a file.
const (
	CSV     = "csv"
	JSONL   = "jsonl"
	Parquet = "parquet"
)

// Mapping says what the columns of a file are. Columns are named as the header
// names them; a JSON object's members and a Parquet file's columns are columns.
type Mapping struct {
	Format    string `yaml:"format" json:"format,omitempty"`       // csv, jsonl or parquet; "" to look
	Encoding  string `yaml:"encoding" json:"encoding,omitempty"`   // utf-8, gb18030, utf-16le, utf-16be; "" to look; a byte-order mark goes first
	Delimiter string `yaml:"delimiter" json:"delimiter,omitempty"` // of CSV, one character; "" to look

	Event       string `yaml:"event" json:"event,omitempty"`               // the name of every event, or
	EventColumn string `yaml:"event_column" json:"event_column,omitempty"` // the column that has it
	// EventNames are names of events by what the event column says, for what is
	// to be called otherwise; "" leaves such rows out. The value "" is an empty cell.
	EventNames map[string]string `yaml:"event_names" json:"event_names,omitempty"`

	Time       string `yaml:"time" json:"time,omitempty"`               // column
	TimeFormat string `yaml:"time_format" json:"time_format,omitempty"` // iso, unix, unix_ms, unix_us or a layout of Go; "" to look
	Zone       string `yaml:"zone" json:"zone,omitempty"`               // IANA zone of times that name none; "" is UTC

	UserID      string `yaml:"user_id" json:"user_id,omitempty"`           // column
	OrUserID    string `yaml:"or_user_id" json:"or_user_id,omitempty"`     // column of the user id where that one is empty
	AnonymousID string `yaml:"anonymous_id" json:"anonymous_id,omitempty"` // column

	// ID are the columns that identify a row for good, within its event name.
	// Without them rows are known by their content, equal ones by their order.
	ID []string `yaml:"id" json:"id,omitempty"`

	// Properties are columns by the names of properties. nil is all columns not
	// used above, by their own names; with PropertiesFrom or Group it is none
	// and the columns of Group.
	Properties map[string]string `yaml:"properties" json:"properties" required:"false" nullable:"true"`
	// PropertiesFrom is a column that holds a JSON object of properties.
	PropertiesFrom string `yaml:"properties_from" json:"properties_from,omitempty"`
	// Types of properties: text, number, boolean or json. Otherwise each value
	// of a CSV decides: a plain number of up to 15 digits is a number (2.50 is;
	// 007 and ids of 20 digits are not), true and false are boolean.
	Types map[string]string `yaml:"types" json:"types,omitempty"`

	// Lenient are properties that are left out where their value cannot be read as
	// their type; otherwise such rows are bad.
	Lenient []string `yaml:"lenient" json:"lenient,omitempty"`

	Where []Rule `yaml:"where" json:"where,omitempty"` // rows to take: all rules hold

	// Group makes one event of all rows that have the same values in these
	// columns, wherever in the file they are; time and person are the first row's.
	Group []string `yaml:"group" json:"group,omitempty"`
	// Sum adds up, by property: a column, or a product of two ("price*units").
	Sum map[string]string `yaml:"sum" json:"sum,omitempty"`
	// Lines is the property that lists the group's rows, up to 500 and 64 KB.
	Lines string `yaml:"lines" json:"lines,omitempty"`
	// LineColumns are columns by their names in a line; nil is all not used above.
	LineColumns map[string]string `yaml:"line_columns" json:"line_columns" required:"false" nullable:"true"`
}

// ParseMapping reads YAML (or JSON, which is YAML). What it does not know is an
// error that names its line.
func ParseMapping(text []byte) (Mapping, error) {
	var m Mapping
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&m)
	var typed *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF):
		return m, invalid("", "the mapping is empty", "name at least event, time and user_id")
	case errors.As(err, &typed):
		what := strings.ReplaceAll(typed.Errors[0], " not found in type importer.Mapping", " is not known in a mapping")
		what = strings.ReplaceAll(what, " not found in type importer.Rule", " is not known in a rule")
		return m, invalid("", "the mapping cannot be read: "+what, "see the guide for what a mapping may say")
	case err != nil:
		return m, invalid("", "the mapping cannot be read: "+strings.TrimPrefix(err.Error(), "yaml: "), "it is YAML: name: value")
	}
	return m, nil
}

// Check finds what is wrong in the mapping itself, before any file is read.
func (m *Mapping) Check() error {
	switch {
	case !slices.Contains([]string{"", CSV, JSONL, Parquet}, m.Format):
		return invalid("format", "there is no format "+m.Format, "csv, jsonl or parquet")
	case m.Encoding != "" && !slices.Contains(encodings, m.Encoding):
		return invalid("encoding", "there is no encoding "+m.Encoding, strings.Join(encodings, ", "))
	case len(m.Delimiter) > 1 || strings.ContainsAny(m.Delimiter, "\"\r\n"):
		return invalid("delimiter", "the delimiter must be one plain character", "a comma, a semicolon or a tab")
	case (m.Event == "") == (m.EventColumn == ""):
		return invalid("event", "say what each row is: one event name for all, or the column that has it", "one of event and event_column")
	case len([]rune(m.Event)) > kith.MaxEventName:
		return invalid("event", fmt.Sprintf("the name has more than %d characters", kith.MaxEventName), "")
	case len(m.Group) > 0 && len(m.ID) > 0:
		return invalid("id", "a group is known by its own columns; with id, further rows of a group would count as repeats", "leave id out")
	case len(m.EventNames) > 0 && m.EventColumn == "":
		return invalid("event_names", "names by value need the column that has the values", "say event_column")
	case m.OrUserID != "" && m.UserID == "":
		return invalid("or_user_id", "this column is for rows whose user id is empty: there is no column of user ids", "name it in user_id")
	case m.Time == "":
		return invalid("time", "say which column has the time", "")
	case m.UserID == "" && m.AnonymousID == "":
		return invalid("user_id", "say which column tells whose event it is", "user_id, anonymous_id or both")
	}
	if _, err := time.LoadLocation(m.Zone); err != nil {
		return invalid("zone", "there is no time zone "+m.Zone, "write it as in Asia/Shanghai")
	}
	return m.checkProperties()
}

func (m *Mapping) checkProperties() error {
	for i, r := range m.Where {
		if err := r.check(fmt.Sprintf("where[%d]", i)); err != nil {
			return err
		}
	}
	for name, t := range m.Types {
		if !slices.Contains([]string{text, number, boolean, jsonType}, t) {
			return invalid("types."+name, "there is no type "+t, "text, number, boolean or json")
		}
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(m.Properties)), maps.Keys(m.Sum))
	if m.Lines != "" {
		names = append(names, m.Lines)
	}
	for _, name := range names {
		if name == "" || len([]rune(name)) > kith.MaxPropertyName {
			return invalid("properties", fmt.Sprintf("the name of a property must have 1 to %d characters", kith.MaxPropertyName), "")
		}
	}
	if len(m.Group) == 0 && (len(m.Sum) > 0 || m.Lines != "" || m.LineColumns != nil) {
		return invalid("group", "sum and lines are of rows that belong together", "name the columns that tell so, in group")
	}
	return nil
}

// bare reports whether the mapping says at most how the file is to be read.
func (m *Mapping) bare() bool {
	return m.Time == "" && m.UserID == "" && m.AnonymousID == "" && m.Event == "" && m.EventColumn == "" && m.Properties == nil
}

func invalid(field, message, hint string) error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: message, Hint: hint}
}
