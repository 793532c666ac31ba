package insight

import (
	"cmp"
	"context"
	"slices"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// groups assigns dictionary codes of the breakdown property to the answer's
// groups. Without a breakdown there is none, and of always answers 0 of 1.
type groups struct {
	col    int // -1: no breakdown
	byCode []uint16
	list   []Group
}

// len is how many groups a fold makes room for: at least one. The answer shows
// those of list.
func (g *groups) len() int { return max(1, len(g.list)) }

func (g *groups) of(v *timeline.View, i int) int {
	if g.col < 0 {
		return 0
	}
	return int(g.byCode[v.Cols[g.col].At(i)])
}

// group describes the i-th group, nil without a breakdown.
func (g *groups) group(i int) *Group {
	if g.col < 0 {
		return nil
	}
	return &g.list[i]
}

// find returns the index of the group a cell names; -1 when it names none.
func (g *groups) find(want *Group) (int, error) {
	if want == nil {
		return -1, nil
	}
	for i, have := range g.list {
		if have.Other == want.Other && sameValue(have.Value, want.Value) {
			return i, nil
		}
	}
	return 0, invalid("cell.group", "the answer has no group %v", want.Value)
}

// rank makes the groups of a breakdown. count adds, for one person, to the
// tally (by dictionary code) the events that the ranking goes by.
func (p *plan) rank(ctx context.Context, b *Breakdown, count func() func(v *timeline.View, col *timeline.Col, tally []uint64)) (*groups, error) {
	if b == nil {
		return &groups{col: -1}, nil
	}
	g := &groups{col: p.cols[b.Property]}
	values := p.snap.Dict(g.col).Values()
	type tally struct {
		n     []uint64
		count func(*timeline.View, *timeline.Col, []uint64)
	}
	sum, err := scan(ctx, p, func() *tally { return &tally{n: make([]uint64, len(values)), count: count()} },
		func(t *tally, v *timeline.View) { t.count(v, &v.Cols[g.col], t.n) },
		func(into, from *tally) {
			for i, n := range from.n {
				into.n[i] += n
			}
		})
	if err != nil {
		return nil, err
	}
	var seen []int
	for code, n := range sum.n {
		if n > 0 {
			seen = append(seen, code)
		}
	}
	slices.SortFunc(seen, func(a, b int) int {
		return cmp.Or(cmp.Compare(sum.n[b], sum.n[a]), compareValues(values[a], values[b]))
	})
	ranked, limit := p.pin(seen, values, b.Limit)
	g.assign(ranked, values, limit)
	p.ranked = g
	return g, nil
}

// pin puts the values of pinned groups before those that were ranked, and says
// how many are kept apart.
func (p *plan) pin(ranked []int, values []kith.Value, limit int) ([]int, int) {
	if p.pinned == nil {
		return ranked, limit
	}
	var first []int
	for _, g := range p.pinned {
		if g.Other {
			continue
		}
		first = append(first, slices.IndexFunc(values, func(v kith.Value) bool { return sameValue(plainOf(v), g.Value) }))
	}
	rest := slices.DeleteFunc(ranked, func(code int) bool { return slices.Contains(first, code) })
	return append(slices.Clone(first), rest...), len(first)
}

func (g *groups) assign(ranked []int, values []kith.Value, limit int) {
	g.byCode = make([]uint16, len(values))
	kept := min(limit, len(ranked))
	for i := range g.byCode {
		g.byCode[i] = uint16(max(0, min(kept, len(ranked)-1))) // other; a code never ranked is never asked about
	}
	for i, code := range ranked[:kept] {
		g.byCode[code] = uint16(i)
		g.list = append(g.list, Group{Value: plainOf(values[code])})
	}
	if len(ranked) > kept {
		g.list = append(g.list, Group{Other: true})
	}
}

// compareValues orders by kind (none, boolean, number, text, JSON), then value.
func compareValues(a, b kith.Value) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Num, b.Num), cmp.Compare(a.Str, b.Str))
}

// rankMatches counts in-range events that a selector matches, the ranking that
// most kinds use.
func (p *plan) rankMatches(m *matcher) func() func(*timeline.View, *timeline.Col, []uint64) {
	return func() func(*timeline.View, *timeline.Col, []uint64) {
		return func(v *timeline.View, col *timeline.Col, tally []uint64) {
			for i, sec := range v.Secs {
				if sec >= p.to {
					return
				}
				if sec >= p.from && m.match(v, i) {
					tally[col.At(i)]++
				}
			}
		}
	}
}
