package insight

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// plan is a question bound to one snapshot: names have become codes, filters
// tables by dictionary code, and times seconds.
type plan struct {
	q          *Question
	asker      *Asker
	cal        *calendar
	from, to   uint32 // [from, to), Unix seconds
	asOf       int64
	snap       timeline.Snapshot
	person     *uint32 // ask about this person only
	aliases    *Aliases
	cols       map[string]int // property -> index in View.Cols
	where      []test         // the question's own where
	active     *codeSet       // every name that is not passive
	warnings   []string
	ranked     *groups          // of the breakdown, once compiled
	pinned     []Group          // groups to use instead of ranking
	rows       *placeRows       // of the question channels, once compiled
	pinnedRows *placeRows       // rows to use instead of ranking
	only       *timeline.Codes  // no event of other codes can matter; nil: all may
	cuts       *timeline.Cutter // where sessions begin, for folds that use View.Cuts; nil: not asked

	events, persons uint64 // seen by all scans, for the cost
}

type codeSet = timeline.CodeSet

// test passes events by the dictionary code of one property.
type test struct {
	col  int
	pass []bool
}

// matcher picks events.
type matcher struct {
	codes *codeSet
	key   string // of the codes, as timeline.Codes has it
	tests []test
}

// named gives the codes, and whether they alone decide.
func (m *matcher) named() (timeline.Codes, bool) {
	return timeline.Codes{Key: m.key, Set: m.codes}, len(m.tests) == 0
}

func (m *matcher) match(v *timeline.View, i int) bool {
	return m.codes[v.Codes[i]] && (len(m.tests) == 0 || passes(m.tests, v, i))
}

func passes(tests []test, v *timeline.View, i int) bool {
	for t := range tests {
		if !tests[t].pass[v.Cols[tests[t].col].At(i)] {
			return false
		}
	}
	return true
}

// needed lists the properties a question reads, each once.
func needed(q *Question) []string {
	var props []string
	need := func(p string) {
		if p != "" && !slices.Contains(props, p) {
			props = append(props, p)
		}
	}
	needFilters(need, q.Where)
	q.kinds()[0].props(need)
	return props
}

func needFilters(need func(string), filters []Filter) {
	for _, f := range filters {
		need(f.Property)
	}
}

func (s *Selector) props(need func(string)) { needFilters(need, s.Where) }

func (b *Breakdown) props(need func(string)) {
	if b != nil {
		need(b.Property)
	}
}

// matcher compiles a selector.
func (p *plan) matcher(s *Selector) *matcher {
	m := &matcher{codes: &codeSet{}, tests: p.tests(s.Where)}
	if s.Event == "*" {
		m.codes, m.key = p.active, "*"
		return m
	}
	for _, name := range append(slices.Clone(s.Events), s.Event) {
		if name == "" {
			continue
		}
		p.codesOf(m.codes, name, s.Exact)
	}
	m.key = keyOf(m.codes, p.snap.Names().Events.Len())
	return m
}

// keyOf lists the codes in a set, which are less than n.
func keyOf(codes *codeSet, n int) string {
	var key []byte
	for code, in := range codes[:min(n, len(codes))] {
		if in {
			key = append(strconv.AppendInt(key, int64(code), 10), ' ')
		}
	}
	return string(key)
}

func (p *plan) warn(format string, args ...any) {
	if w := fmt.Sprintf(format, args...); !slices.Contains(p.warnings, w) {
		p.warnings = append(p.warnings, w)
	}
}

func (p *plan) tests(filters []Filter) []test {
	tests := make([]test, len(filters))
	for i := range filters {
		col := p.cols[filters[i].Property]
		values := p.snap.Dict(col).Values()
		tests[i] = test{col: col, pass: make([]bool, len(values))}
		ok := filters[i].predicate()
		for code, v := range values {
			tests[i].pass[code] = ok(v)
		}
	}
	return tests
}

// predicate returns the filter as a test of a value; absent is kind None.
func (f *Filter) predicate() func(kith.Value) bool {
	switch f.Op {
	case "set":
		return func(v kith.Value) bool { return v.Kind != kith.None }
	case "not_set":
		return func(v kith.Value) bool { return v.Kind == kith.None }
	case "eq":
		return f.anyOf
	case "ne":
		return func(v kith.Value) bool { return !f.anyOf(v) }
	case "contains":
		return f.textual(strings.Contains)
	case "not_contains":
		has := f.textual(strings.Contains)
		return func(v kith.Value) bool { return !has(v) }
	case "starts_with":
		return f.textual(strings.HasPrefix)
	}
	low, high := number(f.Values[0]), number(f.Values[len(f.Values)-1])
	return func(v kith.Value) bool {
		if v.Kind != kith.Number {
			return false
		}
		switch f.Op {
		case "gt":
			return v.Num > low
		case "gte":
			return v.Num >= low
		case "lt":
			return v.Num < low
		case "lte":
			return v.Num <= low
		}
		return low <= v.Num && v.Num <= high
	}
}

func (f *Filter) anyOf(v kith.Value) bool {
	for _, want := range f.Values {
		if v == valueOf(want) {
			return true
		}
	}
	return false
}

func (f *Filter) textual(is func(s, part string) bool) func(kith.Value) bool {
	parts := make([]string, len(f.Values))
	for i, v := range f.Values {
		parts[i] = strings.ToLower(valueOf(v).Text())
	}
	return func(v kith.Value) bool {
		if v.Kind == kith.None {
			return false
		}
		text := strings.ToLower(v.Text())
		return slices.ContainsFunc(parts, func(part string) bool { return is(text, part) })
	}
}

func number(v any) float64 {
	f, _ := v.(float64)
	return f
}

// valueOf turns a JSON scalar into a Value.
func valueOf(v any) kith.Value {
	switch v := v.(type) {
	case string:
		return kith.StringValue(v)
	case bool:
		return kith.BoolValue(v)
	case float64:
		return kith.NumberValue(v)
	}
	return kith.Value{}
}

// plainOf is a value as an answer shows it.
func plainOf(v kith.Value) any {
	switch v.Kind {
	case kith.Bool:
		return v.Num != 0
	case kith.Number:
		return v.Num
	case kith.String:
		return v.Str
	case kith.JSON:
		return json.RawMessage(v.Str)
	}
	return nil
}

// sameValue compares a value of an answer with one that came back in a cell,
// whose lists and objects JSON has decoded.
func sameValue(a, b any) bool {
	x, errA := json.Marshal(decoded(a))
	y, errB := json.Marshal(decoded(b))
	return errA == nil && errB == nil && bytes.Equal(x, y)
}

func decoded(v any) any {
	raw, ok := v.(json.RawMessage)
	if !ok {
		return v
	}
	var out any
	if json.Unmarshal(raw, &out) != nil {
		return string(raw)
	}
	return out
}
