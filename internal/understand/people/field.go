package people

import (
	"fmt"
	"slices"

	"kith/internal/kith"
)

// Field names one thing that can be known of every person: to be shown in a
// column, filtered by or sorted by.
type Field struct {
	Kind     string `json:"kind" enum:"trait,first_seen,last_seen,events,active_days,sessions,count,sum,activity,first_touch,last_touch" doc:"trait: its newest value. first_seen, last_seen: their first and last activity. events, active_days, sessions: how many. count: of one event. sum: of a number property of one event. activity: events a day, for a sparkline. first_touch, last_touch: the source of the first and last event that has one"`
	Trait    string `json:"trait,omitempty" maxLength:"200" doc:"Of the kind trait"`
	Event    string `json:"event,omitempty" maxLength:"200" doc:"Of the kinds count and sum"`
	Property string `json:"property,omitempty" maxLength:"200" doc:"Of the kind sum"`
	Days     int    `json:"days,omitempty" minimum:"0" maximum:"366" doc:"Only these last days, today included; 0: ever. The kind activity has 14 when absent"`
}

// MaxColumns bounds the columns of a list, and its filters.
const MaxColumns = 40

func invalid(field, format string, args ...any) error {
	return &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// fieldKinds says which of a field's parts each kind has.
var fieldKinds = map[string]struct{ trait, event, property, days bool }{
	"trait": {trait: true}, "first_seen": {}, "last_seen": {}, "first_touch": {}, "last_touch": {},
	"events": {days: true}, "active_days": {days: true}, "sessions": {days: true}, "activity": {days: true},
	"count": {event: true, days: true}, "sum": {event: true, property: true, days: true},
}

func (f *Field) check(path string) error {
	has, ok := fieldKinds[f.Kind]
	if !ok {
		return invalid(path+".kind", "there is no field of the kind %q", f.Kind)
	}
	for _, part := range []struct {
		name     string
		wanted   bool
		is       bool
		optional bool
	}{
		{"trait", has.trait, f.Trait != "", false}, {"event", has.event, f.Event != "", false},
		{"property", has.property, f.Property != "", false}, {"days", has.days, f.Days != 0, true},
	} {
		switch {
		case part.wanted && !part.is && !part.optional:
			return invalid(path+"."+part.name, "the kind %s needs it", f.Kind)
		case !part.wanted && part.is:
			return invalid(path+"."+part.name, "the kind %s has none", f.Kind)
		}
	}
	if f.Days < 0 || f.Days > 366 {
		return invalid(path+".days", "%d is not from 0 to 366", f.Days)
	}
	if f.Kind == "activity" && f.Days == 0 {
		f.Days = 14
	}
	return nil
}

// props adds the event properties that the field is read from.
func (f *Field) props(all []string) []string {
	need := func(names ...string) {
		for _, name := range names {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	switch f.Kind {
	case "sum":
		need(f.Property)
	case "sessions":
		need(sessionID)
	case "first_touch", "last_touch":
		need(touchProps...)
	}
	return all
}

// isTime tells that the field's numbers are Unix seconds.
func (f *Field) isTime() bool { return f.Kind == "first_seen" || f.Kind == "last_seen" }
