package quarantine

import (
	"cmp"
	"slices"
	"strings"
)

const groupNames = 5

func (g *Group) add(name string, source uint32, events int, first, latest int64) {
	g.Events += events
	g.First, g.Latest = min(g.First, first), max(g.Latest, latest)
	if i := slices.IndexFunc(g.Names, func(n Named) bool { return n.Name == name }); i >= 0 {
		g.Names[i].Events += events
	} else {
		g.Names = append(g.Names, Named{name, events})
	}
	if i := slices.IndexFunc(g.Sources, func(s Source) bool { return s.Source == source }); i >= 0 {
		g.Sources[i].Events += events
	} else {
		g.Sources = append(g.Sources, Source{source, events})
	}
}

func sortGroups(groups []Group) {
	for i := range groups {
		g := &groups[i]
		slices.SortStableFunc(g.Names, func(a, b Named) int { return cmp.Compare(b.Events, a.Events) })
		g.Names = g.Names[:min(len(g.Names), groupNames)]
		slices.SortStableFunc(g.Sources, func(a, b Source) int { return cmp.Compare(b.Events, a.Events) })
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Reason, b.Reason))
	})
}
