package catalogue

import (
	"cmp"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline/record"
)

// Type is what a property's value is.
type Type string

const (
	Bool   Type = "bool"
	Number Type = "number"
	Text   Type = "text"
	JSON   Type = "json"
)

var types = map[kith.ValueKind]Type{kith.Bool: Bool, kith.Number: Number, kith.String: Text, kith.JSON: JSON}

// ValueCount is a value and on how many events it is.
type ValueCount struct {
	Value  any    `json:"value" doc:"As a filter takes it: a text, a number or a truth; JSON is text here"`
	Type   Type   `json:"type" enum:"bool,number,text,json"`
	Events uint64 `json:"events"`

	is kith.Value
}

// Numbers sums up the values that are numbers, event by event.
type Numbers struct {
	Min    float64 `json:"min"`
	Median float64 `json:"median" doc:"Half of the events have this or less"`
	Mean   float64 `json:"mean"`
	Max    float64 `json:"max"`
}

func newCounted(v *record.Values) *counted {
	out := &counted{rows: v.Rows, full: v.Full, values: make([]ValueCount, 0, len(v.Counts))}
	for value, n := range v.Counts {
		out.values = append(out.values, ValueCount{Value: plain(value), Type: types[value.Kind], Events: n, is: value})
	}
	slices.SortFunc(out.values, func(a, b ValueCount) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.is.Kind, b.is.Kind), cmp.Compare(a.is.Num, b.is.Num), strings.Compare(a.is.Str, b.is.Str))
	})
	return out
}

func plain(v kith.Value) any {
	switch v.Kind {
	case kith.Bool:
		return v.Num != 0
	case kith.Number:
		return v.Num
	}
	return v.Str
}

// numbers is nil when there are none, or more than were told apart.
func (c *counted) numbers() *Numbers {
	if c.full {
		return nil
	}
	var all []ValueCount
	var n uint64
	var sum float64
	for _, v := range c.values {
		if v.Type == Number {
			all = append(all, v)
			n += v.Events
			sum += v.is.Num * float64(v.Events)
		}
	}
	if n == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b ValueCount) int { return cmp.Compare(a.is.Num, b.is.Num) })
	out := &Numbers{Min: all[0].is.Num, Max: all[len(all)-1].is.Num, Mean: sum / float64(n)}
	below := uint64(0)
	for _, v := range all {
		if below += v.Events; 2*below >= n {
			out.Median = v.is.Num
			break
		}
	}
	return out
}

// matching returns up to limit values whose text contains the search, letters'
// case aside.
func (c *counted) matching(search string, limit int) []ValueCount {
	out := []ValueCount{}
	search = strings.ToLower(search)
	for _, v := range c.values {
		if len(out) == limit {
			break
		}
		if search == "" || strings.Contains(strings.ToLower(v.is.Text()), search) {
			out = append(out, v)
		}
	}
	return out
}
