package people

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
)

// Filter passes persons by one field.
type Filter struct {
	Field  Field  `json:"field"`
	Op     string `json:"op" enum:"eq,ne,contains,not_contains,starts_with,gt,gte,lt,lte,between,within,not_within,set,not_set" doc:"within and not_within: an instant in the last so many days, today included. gt to between compare numbers, instants and, as text, dates"`
	Values []any  `json:"values,omitempty" maxItems:"1000" doc:"Texts, numbers, booleans; instants as RFC 3339 or YYYY-MM-DD in the workspace's zone. eq, ne and the text operators pass when any fits; gt, gte, lt, lte, within, not_within have one, between two"`
}

var operands = map[string][2]int{ // least and most values
	"eq": {1, 1000}, "ne": {1, 1000}, "contains": {1, 1000}, "not_contains": {1, 1000}, "starts_with": {1, 1000},
	"gt": {1, 1}, "gte": {1, 1}, "lt": {1, 1}, "lte": {1, 1}, "between": {2, 2}, "within": {1, 1}, "not_within": {1, 1}, "set": {0, 0}, "not_set": {0, 0},
}

func (f *Filter) check(path string) error {
	if err := f.Field.check(path + ".field"); err != nil {
		return err
	}
	if f.Field.Kind == "activity" {
		return invalid(path+".field.kind", "a sparkline cannot be filtered by; take events with days")
	}
	bounds, ok := operands[f.Op]
	if !ok {
		return invalid(path+".op", "there is no operator %q", f.Op)
	}
	if n := len(f.Values); n < bounds[0] || n > bounds[1] {
		return invalid(path+".values", "%s has %d to %d values, not %d", f.Op, bounds[0], bounds[1], n)
	}
	for i, value := range f.Values {
		if valueOf(value).Kind == kith.None {
			return invalid(fmt.Sprintf("%s.values[%d]", path, i), "a value is a text, a number or true or false")
		}
	}
	if f.Op == "within" || f.Op == "not_within" {
		if n, ok := f.Values[0].(float64); !ok || n < 1 || n > 36600 {
			return invalid(path+".values[0]", "it is a number of days, at least 1")
		}
	}
	return nil
}

// guarded refuses to let a caller who may not see a trait find it out by asking.
func (f *Filter) guarded(masked bool) error {
	if !masked || f.Field.Kind != "trait" || personalTrait(f.Field.Trait) == harmless {
		return nil
	}
	switch f.Op {
	case "eq", "set", "not_set":
		return nil
	}
	return &kith.Error{Code: kith.Forbidden, Field: "where", Message: fmt.Sprintf("%s is hidden from your role: you may ask whether it is there, or for one whole value", f.Field.Trait)}
}

// predicate compiles a checked filter to a test of the field's value.
func (f *Filter) predicate(v *view) (func(kith.Value) bool, error) {
	has := func(x kith.Value) bool { return x.Kind != kith.None }
	switch f.Op {
	case "set":
		return has, nil
	case "not_set":
		return func(x kith.Value) bool { return !has(x) }, nil
	case "within", "not_within":
		since := v.days.start(v.now, int(f.Values[0].(float64))-1)
		in := func(x kith.Value) bool { sec, ok := v.instant(x, f.Field.isTime()); return ok && sec >= since }
		if f.Op == "within" {
			return in, nil
		}
		return func(x kith.Value) bool { return has(x) && !in(x) }, nil
	case "contains", "not_contains", "starts_with":
		return f.textual(), nil
	}
	values := make([]kith.Value, len(f.Values))
	for i, value := range f.Values {
		values[i] = valueOf(value)
		if f.Field.isTime() {
			sec, ok := v.instant(values[i], false)
			if !ok {
				return nil, invalid("where", "%q is not an instant such as 2026-11-01", values[i].Text())
			}
			values[i] = kith.NumberValue(float64(sec))
		}
	}
	return f.comparing(values), nil
}

func (f *Filter) comparing(values []kith.Value) func(kith.Value) bool {
	test := func(ok func(c int) bool) func(kith.Value) bool {
		return func(x kith.Value) bool {
			c, comparable := compare(x, values[0])
			return comparable && ok(c)
		}
	}
	switch f.Op {
	case "eq":
		return func(x kith.Value) bool { return slices.Contains(values, x) }
	case "ne":
		return func(x kith.Value) bool { return !slices.Contains(values, x) }
	case "gt":
		return test(func(c int) bool { return c > 0 })
	case "gte":
		return test(func(c int) bool { return c >= 0 })
	case "lt":
		return test(func(c int) bool { return c < 0 })
	case "lte":
		return test(func(c int) bool { return c <= 0 })
	}
	return func(x kith.Value) bool { // between
		low, ok := compare(x, values[0])
		high, both := compare(x, values[1])
		return ok && both && low >= 0 && high <= 0
	}
}

func (f *Filter) textual() func(kith.Value) bool {
	parts := make([]string, len(f.Values))
	for i, value := range f.Values {
		parts[i] = strings.ToLower(valueOf(value).Text())
	}
	is := strings.Contains
	if f.Op == "starts_with" {
		is = strings.HasPrefix
	}
	return func(x kith.Value) bool {
		fits := x.Kind != kith.None
		if fits {
			text := strings.ToLower(x.Text())
			fits = slices.ContainsFunc(parts, func(part string) bool { return is(text, part) })
		}
		return fits != (f.Op == "not_contains")
	}
}

// compare orders two values of one kind; numbers, and texts byte by byte.
func compare(a, b kith.Value) (int, bool) {
	if a.Kind != b.Kind {
		return 0, false
	}
	if a.Kind == kith.String {
		return strings.Compare(a.Str, b.Str), true
	}
	switch {
	case a.Kind != kith.Number:
		return 0, false
	case a.Num < b.Num:
		return -1, true
	case a.Num > b.Num:
		return 1, true
	}
	return 0, true
}

// instant reads a value as Unix seconds: it is a number of them already, or a
// text.
func (v *view) instant(x kith.Value, seconds bool) (int64, bool) {
	if x.Kind == kith.Number {
		switch {
		case seconds || x.Num < 1e11:
			return int64(x.Num), true
		}
		return int64(x.Num / 1000), true // what programs call a timestamp is often milliseconds
	}
	if x.Kind != kith.String {
		return 0, false
	}
	if t, err := time.Parse(time.RFC3339, x.Str); err == nil {
		return t.Unix(), true
	}
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006/01/02"} {
		if t, err := time.ParseInLocation(layout, x.Str, v.days.loc); err == nil {
			return t.Unix(), true
		}
	}
	return 0, false
}

// valueOf turns a JSON scalar into a Value.
func valueOf(x any) kith.Value {
	switch x := x.(type) {
	case string:
		return kith.StringValue(x)
	case bool:
		return kith.BoolValue(x)
	case float64:
		return kith.NumberValue(x)
	}
	return kith.Value{}
}

// plainOf is a value as an answer shows it.
func plainOf(x kith.Value) any {
	switch x.Kind {
	case kith.Bool:
		return x.Num != 0
	case kith.Number:
		return x.Num
	case kith.String, kith.JSON:
		return x.Str
	}
	return nil
}
