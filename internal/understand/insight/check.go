package insight

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kith/internal/kith"
)

// Check validates the question and fills in defaults. Parse calls it; a program
// that builds a question calls it itself. Checking twice changes nothing.
func (q *Question) Check() error {
	if _, err := loadZone(q.Zone); err != nil {
		return err
	}
	if err := oneOf("week_start", &q.WeekStart, "monday", "sunday"); err != nil {
		return err
	}
	if q.Compare != "" && q.Compare != Previous {
		return invalid("compare", "%q is not one of %s", clip(q.Compare), Previous)
	}
	if err := q.Range.check(); err != nil {
		return err
	}
	if err := checkFilters("where", q.Where); err != nil {
		return err
	}
	kinds := q.kinds()
	if len(kinds) != 1 {
		return &kith.Error{Code: kith.Invalid, Message: fmt.Sprintf("a question has exactly one kind, this has %d", len(kinds)),
			Hint: "set one of trend, funnel, retention, paths, stickiness, lifecycle, sessions, rfm, channels"}
	}
	return kinds[0].check(kinds[0].Kind())
}

// Kind names the kind of a question that has been checked.
func (q *Question) Kind() string { return q.kinds()[0].Kind() }

// kind is what the nine kinds of question share.
type kind interface {
	Kind() string
	// check validates, fills defaults; path is the field it stands in.
	check(path string) error
	// props adds the properties it reads.
	props(need func(string))
}

func (q *Question) kinds() []kind {
	var out []kind
	if q.Trend != nil {
		out = append(out, q.Trend)
	}
	if q.Funnel != nil {
		out = append(out, q.Funnel)
	}
	if q.Retention != nil {
		out = append(out, q.Retention)
	}
	if q.Paths != nil {
		out = append(out, q.Paths)
	}
	if q.Stickiness != nil {
		out = append(out, q.Stickiness)
	}
	if q.Lifecycle != nil {
		out = append(out, q.Lifecycle)
	}
	if q.Sessions != nil {
		out = append(out, q.Sessions)
	}
	if q.RFM != nil {
		out = append(out, q.RFM)
	}
	if q.Channels != nil {
		out = append(out, q.Channels)
	}
	return out
}

func oneOf(field string, value *string, allowed ...string) error {
	if *value == "" {
		*value = allowed[0]
	}
	if !slices.Contains(allowed, *value) {
		return invalid(field, "%q is not one of %s", clip(*value), strings.Join(allowed, ", "))
	}
	return nil
}

func between(field string, value *int, low, high, standard int) error {
	if *value == 0 {
		*value = standard
	}
	if *value < low || *value > high {
		return invalid(field, "%d is not between %d and %d", *value, low, high)
	}
	return nil
}

func (s *Selector) check(path string) error {
	switch {
	case s.Event != "" && len(s.Events) > 0:
		return invalid(join(path, "events"), "give event or events, not both")
	case s.Event == "" && len(s.Events) == 0:
		return &kith.Error{Code: kith.Invalid, Field: join(path, "event"), Message: "an event's name is missing", Hint: `"*" means any activity`}
	case len(s.Events) > 100:
		return invalid(join(path, "events"), "%d names; at most 100", len(s.Events))
	}
	for i, name := range append([]string{s.Event}, s.Events...) {
		if i > 0 && name == "" {
			return invalid(fmt.Sprintf("%s[%d]", join(path, "events"), i-1), "an event's name is empty")
		}
		if utf8.RuneCountInString(name) > kith.MaxEventName {
			return invalid(join(path, "event"), "the name is longer than %d characters", kith.MaxEventName)
		}
	}
	return checkFilters(join(path, "where"), s.Where)
}

// label is what to call the selector in an answer.
func (s *Selector) label() string {
	if s.Label != "" {
		return s.Label
	}
	if s.Event != "" {
		return s.Event
	}
	return strings.Join(s.Events, " | ")
}

func (b *Breakdown) check(path string) error {
	if b == nil {
		return nil
	}
	if b.Property == "" {
		return invalid(join(path, "property"), "a property's name is missing")
	}
	return between(join(path, "limit"), &b.Limit, 1, 50, 10)
}

func checkFilters(path string, filters []Filter) error {
	if len(filters) > 20 {
		return invalid(path, "%d filters; at most 20", len(filters))
	}
	for i := range filters {
		if err := filters[i].check(fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return nil
}

func (f *Filter) check(path string) error {
	if f.Property == "" {
		return invalid(join(path, "property"), "a property's name is missing")
	}
	if f.Op == "" {
		return invalid(join(path, "op"), "the comparison is missing; one of eq, ne, contains, not_contains, starts_with, gt, gte, lt, lte, between, set, not_set")
	}
	if err := oneOf(join(path, "op"), &f.Op, "eq", "ne", "contains", "not_contains", "starts_with", "gt", "gte", "lt", "lte", "between", "set", "not_set"); err != nil {
		return err
	}
	low, high, numeric := 1, 500, false
	switch f.Op {
	case "set", "not_set":
		low, high = 0, 0
	case "gt", "gte", "lt", "lte":
		high, numeric = 1, true
	case "between":
		low, high, numeric = 2, 2, true
	}
	if len(f.Values) < low || len(f.Values) > high {
		return invalid(join(path, "values"), "%s takes %s, not %d", f.Op, countOf(low, high), len(f.Values))
	}
	for i, v := range f.Values {
		at := fmt.Sprintf("%s[%d]", join(path, "values"), i)
		switch v := v.(type) {
		case float64:
		case int:
			f.Values[i] = float64(v)
		case string, bool:
			if numeric {
				return invalid(at, "%s compares numbers, not %T", f.Op, v)
			}
		default:
			return invalid(at, "a value is a text, a number or a boolean, not %s", clip(fmt.Sprintf("%v", v)))
		}
	}
	return nil
}

func countOf(low, high int) string {
	switch {
	case low == high && low == 0:
		return "no value"
	case low == high && low == 1:
		return "one value"
	case low == high:
		return fmt.Sprintf("%d values", low)
	}
	return fmt.Sprintf("%d to %d values", low, high)
}

// parseWindow reads 30m, 24h, 7d, 2w (and s) as whole seconds.
func parseWindow(field, text string, standard int64) (int64, error) {
	if text == "" {
		return standard, nil
	}
	bad := &kith.Error{Code: kith.Invalid, Field: field, Message: fmt.Sprintf("%q is not a length of time above zero", clip(text)), Hint: "a whole number and s, m, h, d or w: 30m, 24h, 7d"}
	unit := map[byte]int64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 7 * 86400}[text[len(text)-1]]
	n, ok := wholeNumber(text[:len(text)-1])
	if unit == 0 || !ok || n == 0 {
		return 0, bad
	}
	const most = 10 * 366 * 86400
	if n > most/unit {
		return 0, invalid(field, "%q is longer than ten years", clip(text))
	}
	return n * unit, nil
}

func wholeNumber(s string) (int64, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	var n int64
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

func loadZone(name string) (*time.Location, error) {
	if name == "" {
		return time.UTC, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, &kith.Error{Code: kith.Invalid, Field: "zone", Message: fmt.Sprintf("the time zone %q does not exist", clip(name)),
			Hint: "use an IANA name such as Asia/Shanghai or Europe/London"}
	}
	return loc, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
