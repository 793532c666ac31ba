package insight_test

import (
	"cmp"
	"slices"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

// oracleStop is an event on a path: its name and, with by, its value.
type oracleStop struct {
	name  string
	value kith.Value
	other bool // any of those beyond the top
}

func (s oracleStop) label() string {
	if s.value.Kind == kith.None {
		return s.name
	}
	return s.name + " · " + s.value.Text()
}

// compare orders stops by label; the rest stands last.
func (s oracleStop) compare(t oracleStop) int {
	if s.other != t.other {
		if s.other {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(s.label(), t.label()), oracleCompare(s.value, t.value))
}

// oraclePath is one session's path; ends is the level at which it ends early,
// -1 when it does not.
type oraclePath struct {
	person uint32
	stops  []oracleStop
	ends   int
}

// pathOf reduces a session to its path; no stops when it has none.
func (o *oracle) pathOf(q *insight.Paths, s oracleSession) oraclePath {
	var events []oracleEvent
	var stops []oracleStop
	for _, e := range s.events {
		if len(q.Only) > 0 && !slices.Contains(q.Only, e.name) || slices.Contains(q.Skip, e.name) {
			continue
		}
		stop := oracleStop{name: e.name}
		if q.By != "" {
			stop.value = e.props[q.By]
		}
		if !q.Repeats && len(stops) > 0 && stops[len(stops)-1] == stop {
			continue
		}
		events, stops = append(events, e), append(stops, stop)
	}
	first := func(sel *insight.Selector, from int) int {
		for i := from; i < len(events); i++ {
			if oracleMatches(sel, &events[i]) {
				return i
			}
		}
		return -1
	}
	out := oraclePath{person: s.person, ends: -1}
	switch {
	case q.From != nil:
		from := first(q.From, 0)
		if from < 0 {
			return out
		}
		if q.To == nil {
			out.stops = stops[from:min(len(stops), from+q.Depth)]
			break
		}
		to := first(q.To, from+1)
		if to < 0 {
			return out
		}
		out.stops = slices.Clone(stops[from : to+1])
		if len(out.stops) > q.Depth {
			out.stops = append(out.stops[:q.Depth-1], stops[to])
		}
		return out // ends at its match
	case q.To != nil:
		to := first(q.To, 0)
		if to < 0 {
			return out
		}
		for i := to; i >= 0 && len(out.stops) < q.Depth; i-- {
			out.stops = append(out.stops, stops[i])
		}
		if len(out.stops) == 1 {
			return out // nothing before its match
		}
	default:
		out.stops = stops[:min(len(stops), q.Depth)]
	}
	if len(out.stops) < q.Depth {
		out.ends = len(out.stops) - 1
	}
	return out
}

// grouped are everyone's paths, with what is beyond the top at each level
// replaced by the rest.
func (o *oracle) grouped(q *insight.Paths) []oraclePath {
	var paths []oraclePath
	for _, h := range o.people {
		for _, s := range oracleSessions(h, 1800) {
			if p := o.pathOf(q, s); o.inRange(&s.events[0]) && len(p.stops) > 0 {
				paths = append(paths, p)
			}
		}
	}
	for level := range q.Depth {
		counts := map[oracleStop]int{}
		for _, p := range paths {
			if level < len(p.stops) {
				counts[p.stops[level]]++
			}
		}
		var ranked []oracleStop
		for s := range counts {
			ranked = append(ranked, s)
		}
		slices.SortFunc(ranked, func(a, b oracleStop) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), a.compare(b)) })
		top := ranked[:min(q.Top, len(ranked))]
		for i, p := range paths {
			if level < len(p.stops) && !slices.Contains(top, p.stops[level]) {
				paths[i].stops = slices.Clone(p.stops)
				paths[i].stops[level] = oracleStop{other: true}
			}
		}
	}
	return paths
}

// oracleTally counts the paths that pass a test, and their persons.
func oracleTally(paths []oraclePath, passes func(oraclePath) bool) (sessions, persons uint64) {
	seen := map[uint32]bool{}
	for _, p := range paths {
		if passes(p) {
			sessions++
			seen[p.person] = true
		}
	}
	return sessions, uint64(len(seen))
}

func oracleHas(p oraclePath, level int, s oracleStop) bool {
	return level < len(p.stops) && p.stops[level] == s
}

func (o *oracle) paths(q *insight.Paths) *insight.PathsAnswer {
	paths := o.grouped(q)
	out := &insight.PathsAnswer{}
	out.Sessions, out.Persons = oracleTally(paths, func(oraclePath) bool { return true })
	var refs []oracleStop // of out.Nodes
	index := func(level int, s oracleStop) int {
		return slices.IndexFunc(out.Nodes, func(n insight.PathNode) bool {
			return n.Level == level && oracleSame(n.Value, oracleAny(s.value)) && n.Event == s.name && n.Other == s.other
		})
	}
	for level := range q.Depth {
		for _, s := range oracleStopsAt(paths, level) {
			node := insight.PathNode{Level: level, Event: s.name, Value: oracleAny(s.value), Other: s.other}
			node.Sessions, node.Persons = oracleTally(paths, func(p oraclePath) bool { return oracleHas(p, level, s) })
			node.Ends, _ = oracleTally(paths, func(p oraclePath) bool { return oracleHas(p, level, s) && p.ends == level })
			out.Nodes, refs = append(out.Nodes, node), append(refs, s)
		}
	}
	for from, a := range out.Nodes {
		for to, b := range out.Nodes {
			link := insight.PathLink{Level: a.Level, From: from, To: to}
			link.Sessions, link.Persons = oracleTally(paths, func(p oraclePath) bool {
				return oracleHas(p, a.Level, refs[from]) && oracleHas(p, b.Level, refs[to])
			})
			if b.Level == a.Level+1 && link.Sessions > 0 {
				out.Links = append(out.Links, link)
			}
		}
	}
	slices.SortStableFunc(out.Links, func(a, b insight.PathLink) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(b.Sessions, a.Sessions))
	})
	for i, p := range paths {
		same := func(q oraclePath) bool { return slices.Equal(p.stops, q.stops) }
		if slices.IndexFunc(paths, same) < i {
			continue
		}
		var whole insight.Path
		for level, s := range p.stops {
			whole.Nodes = append(whole.Nodes, index(level, s))
		}
		whole.Sessions, whole.Persons = oracleTally(paths, same)
		out.Paths = append(out.Paths, whole)
	}
	slices.SortFunc(out.Paths, func(a, b insight.Path) int {
		return cmp.Or(cmp.Compare(b.Sessions, a.Sessions), slices.CompareFunc(a.Nodes, b.Nodes, func(x, y int) int { return refs[x].compare(refs[y]) }))
	})
	out.Paths = out.Paths[:min(50, len(out.Paths))]
	return out
}

// oracleStopsAt are the nodes of a level, most sessions first, the rest last.
func oracleStopsAt(paths []oraclePath, level int) []oracleStop {
	counts := map[oracleStop]int{}
	for _, p := range paths {
		if level < len(p.stops) {
			counts[p.stops[level]]++
		}
	}
	var out []oracleStop
	for s := range counts {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b oracleStop) int {
		if a.other || b.other {
			return a.compare(b)
		}
		return cmp.Or(cmp.Compare(counts[b], counts[a]), a.compare(b))
	})
	return out
}

func (o *oracle) pathsCell(q *insight.Paths, c insight.Cell) func(oracleHistory) bool {
	paths := o.grouped(q)
	is := func(p oraclePath, level int, ref *insight.PathRef) bool {
		if level >= len(p.stops) {
			return false
		}
		s := p.stops[level]
		return s.name == ref.Event && s.other == ref.Other && oracleSame(oracleAny(s.value), ref.Value)
	}
	return func(h oracleHistory) bool {
		return slices.ContainsFunc(paths, func(p oraclePath) bool {
			if c.Path != nil {
				for i := range c.Path {
					if !is(p, i, &c.Path[i]) {
						return false
					}
				}
				return p.person == h.person && len(p.stops) == len(c.Path)
			}
			return p.person == h.person && is(p, c.Level, c.Node) && (c.Next == nil || is(p, c.Level+1, c.Next)) && (!c.Ended || len(p.stops) == c.Level+1)
		})
	}
}
