package insight_test

import (
	"cmp"
	"encoding/json"
	"slices"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// oracleGroup is a row set of an answer: everyone, one value, or the rest.
type oracleGroup struct {
	everyone bool
	value    kith.Value
	other    bool
	named    []kith.Value // the values with groups of their own, for other
}

func (g oracleGroup) has(v kith.Value) bool {
	switch {
	case g.everyone:
		return true
	case g.other:
		return !slices.Contains(g.named, v)
	}
	return g.value == v
}

func (g oracleGroup) answer() *insight.Group {
	if g.everyone {
		return nil
	}
	return &insight.Group{Value: oracleAny(g.value), Other: g.other}
}

// oracleAny is a property's value as JSON decodes it.
func oracleAny(v kith.Value) any {
	switch v.Kind {
	case kith.Bool:
		return v.Num != 0
	case kith.Number:
		return v.Num
	case kith.String:
		return v.Str
	case kith.JSON:
		var out any
		if err := json.Unmarshal([]byte(v.Str), &out); err != nil {
			panic(err)
		}
		return out
	}
	return nil
}

// oracleGroups ranks the values of the events that count for the ranking.
// The first group is everyone.
func oracleGroups(b *insight.Breakdown, ranking []oracleEvent) []oracleGroup {
	groups := []oracleGroup{{everyone: true}}
	if b == nil {
		return groups
	}
	counts := map[kith.Value]int{}
	for _, e := range ranking {
		counts[e.props[b.Property]]++
	}
	var values []kith.Value
	for v := range counts {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b kith.Value) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), oracleCompare(a, b))
	})
	named := values[:min(b.Limit, len(values))]
	for _, v := range named {
		groups = append(groups, oracleGroup{value: v})
	}
	if len(values) > len(named) {
		groups = append(groups, oracleGroup{other: true, named: named})
	}
	return groups
}

// oracleCompare orders values by kind (none, boolean, number, text, JSON), then
// by value.
func oracleCompare(a, b kith.Value) int {
	kinds := []kith.ValueKind{kith.None, kith.Bool, kith.Number, kith.String, kith.JSON}
	return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
		cmp.Compare(a.Num, b.Num), cmp.Compare(a.Str, b.Str))
}

// oracleShare is part/whole, nil of nothing.
func oracleShare[A, B int | uint64 | float64](part A, whole B) *float64 {
	if whole == 0 {
		return nil
	}
	share := float64(part) / float64(whole)
	return &share
}

// oracleMean is nil of nothing.
func oracleMean(values []float64) *float64 {
	return oracleShare(oracleSum(values), len(values))
}

func oracleSum(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

// oraclePercentile interpolates between the closest ranks; nil of nothing.
func oraclePercentile(values []float64, p float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	h := float64(len(sorted)-1) * p / 100
	i := int(h)
	v := sorted[i]
	if i+1 < len(sorted) {
		v += (h - float64(i)) * (sorted[i+1] - sorted[i])
	}
	return &v
}
