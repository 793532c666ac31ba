package insight_test

import (
	"cmp"
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/channel"
	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

// oracleEvent is one event as it arrived; person is the raw number.
type oracleEvent struct {
	person uint32
	seq    uint64
	micros int64 // since 1970 UTC
	name   string
	props  map[string]kith.Value
}

func (e *oracleEvent) sec() int64     { return oracleFloor(e.micros, 1e6) }
func (e *oracleEvent) active() bool   { return !slices.Contains(oraclePassive, e.name) }
func oracleFloor(a, unit int64) int64 { return (a - ((a%unit)+unit)%unit) / unit }

var oraclePassive = []string{"$identify", "$alias", "$group", "$set", "$merge", "$link_clicked"}

// oracleData is a workspace: its events in order of arrival, and its merges.
type oracleData struct {
	events []oracleEvent
	merges []timeline.Pair
	costs  []channel.Cost
}

// oracleHistory is all that one canonical person did, in history order.
type oracleHistory struct {
	person uint32
	events []oracleEvent
}

// canonical follows the merges in order: everyone who stands where the first
// stands moves to where the second stands.
func (d *oracleData) canonical(person uint32) uint32 {
	stands := map[uint32]uint32{}
	at := func(p uint32) uint32 {
		if q, ok := stands[p]; ok {
			return q
		}
		return p
	}
	for _, m := range d.merges {
		from, into := at(m.From), at(m.Into)
		for p := range stands {
			if stands[p] == from {
				stands[p] = into
			}
		}
		stands[from] = into
	}
	return at(person)
}

// histories gives one history a canonical person, by ascending number.
func (d *oracleData) histories() []oracleHistory {
	var out []oracleHistory
	for _, e := range d.events {
		person := d.canonical(e.person)
		i := slices.IndexFunc(out, func(h oracleHistory) bool { return h.person == person })
		if i < 0 {
			i, out = len(out), append(out, oracleHistory{person: person})
		}
		out[i].events = append(out[i].events, e)
	}
	for _, h := range out {
		slices.SortFunc(h.events, func(a, b oracleEvent) int {
			return cmp.Or(cmp.Compare(oracleFloor(a.micros, 1000), oracleFloor(b.micros, 1000)),
				cmp.Compare(a.person, b.person), cmp.Compare(a.seq, b.seq))
		})
	}
	slices.SortFunc(out, func(a, b oracleHistory) int { return cmp.Compare(a.person, b.person) })
	return out
}

// oracleMatches reports whether the selector picks the event.
func oracleMatches(s *insight.Selector, e *oracleEvent) bool {
	named := s.Event == e.name || slices.Contains(s.Events, e.name)
	if s.Event == "*" || slices.Contains(s.Events, "*") {
		named = named || e.active()
	}
	return named && oraclePasses(s.Where, e)
}

// oraclePasses reports whether the event passes every filter.
func oraclePasses(filters []insight.Filter, e *oracleEvent) bool {
	for _, f := range filters {
		if !oraclePassesOne(f, e.props[f.Property]) {
			return false
		}
	}
	return true
}

func oraclePassesOne(f insight.Filter, v kith.Value) bool {
	present := v.Kind != kith.None
	number := func(i int) float64 { return f.Values[i].(float64) }
	anyOf := func(holds func(want any) bool) bool { return slices.ContainsFunc(f.Values, holds) }
	same := func(want any) bool { return oracleValue(want) == v }
	lower := strings.ToLower(v.Text())
	contains := func(want any) bool {
		return strings.Contains(lower, strings.ToLower(oracleValue(want).Text()))
	}
	starts := func(want any) bool {
		return strings.HasPrefix(lower, strings.ToLower(oracleValue(want).Text()))
	}
	switch f.Op {
	case "set":
		return present
	case "not_set":
		return !present
	case "eq":
		return present && anyOf(same)
	case "ne":
		return !present || !anyOf(same)
	case "contains":
		return present && anyOf(contains)
	case "not_contains":
		return !present || !anyOf(contains)
	case "starts_with":
		return present && anyOf(starts)
	}
	if v.Kind != kith.Number {
		return false
	}
	switch f.Op {
	case "gt":
		return v.Num > number(0)
	case "gte":
		return v.Num >= number(0)
	case "lt":
		return v.Num < number(0)
	case "lte":
		return v.Num <= number(0)
	case "between":
		return v.Num >= number(0) && v.Num <= number(1)
	}
	panic("the oracle does not know the comparison " + f.Op)
}

// oracleValue is a JSON scalar as a property's value.
func oracleValue(v any) kith.Value {
	switch v := v.(type) {
	case bool:
		return kith.BoolValue(v)
	case float64:
		return kith.NumberValue(v)
	case string:
		return kith.StringValue(v)
	}
	return kith.Value{}
}
