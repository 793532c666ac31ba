package index

import (
	"slices"
	"sort"

	"kith/internal/observe/timeline"
)

// piece is rows of one person in one place, in order.
type piece struct {
	rows   *flat
	lo, hi int
	at     []int // how many rows of earlier pieces come before each; nil: all
}

// gatherer puts one person's history together from several places. Its arrays
// are used again for the next person.
type gatherer struct {
	slots  []int
	pieces []piece // by raw person, then by arrival

	secs   []uint32
	millis []uint16
	codes  []uint16
	cols   []timeline.Col // by position asked; kept for their arrays
	at     []int
	wide16 []uint16
	wide32 []uint32
	out    timeline.View
}

func (g *gatherer) reset(s *snapshot) {
	g.slots, g.pieces = s.slots, g.pieces[:0]
	g.cols = slices.Grow(g.cols[:0], len(s.slots))[:len(s.slots)]
	g.out.Cols = slices.Grow(g.out.Cols[:0], len(s.slots))[:len(s.slots)]
}

// forget lets go of the state, and of space that an unusual person took.
func (g *gatherer) forget() {
	clear(g.pieces[:cap(g.pieces)])
	clear(g.out.Cols)
	g.slots, g.pieces = nil, g.pieces[:0]
	g.out = timeline.View{Cols: g.out.Cols[:0]}
	if cap(g.secs) > 1<<16 {
		*g = gatherer{}
	}
}

func (g *gatherer) add(rows *flat, lo, hi int) {
	if hi > lo {
		g.pieces = append(g.pieces, piece{rows: rows, lo: lo, hi: hi})
	}
}

// collect finds all rows of a canonical person, its members' included.
func (g *gatherer) collect(st *state, canonical uint32) {
	members := st.overrides.Members(canonical)
	if members == nil {
		g.collectRaw(st, canonical)
		return
	}
	for _, m := range members {
		g.collectRaw(st, m)
	}
}

func (g *gatherer) collectRaw(st *state, raw uint32) {
	sh, p := st.shards[raw%shards], raw>>shardBits
	lo, hi := sh.base.span(p)
	g.add(&sh.base.flat, lo, hi)
	for _, r := range sh.runs {
		lo, hi := r.span(p)
		g.add(&r.flat, lo, hi)
	}
}

// view is the collected pieces as one history; valid until the next reset or add.
func (g *gatherer) view(person uint32) *timeline.View {
	v := &g.out
	v.Person, v.Cuts = person, nil
	if len(g.pieces) == 0 {
		v.Secs, v.Codes = nil, nil
		clear(v.Cols)
		return v
	}
	if len(g.pieces) == 1 {
		p := g.pieces[0]
		v.Secs, v.Codes = p.rows.secs[p.lo:p.hi:p.hi], p.rows.codes[p.lo:p.hi:p.hi]
		for i, slot := range g.slots {
			v.Cols[i] = cut(p.rows.col(slot), p.lo, p.hi)
		}
		return v
	}
	g.assemble()
	v.Secs, v.Codes = g.secs, g.codes
	return v
}

// inOrder reports whether the pieces of the view follow one another.
func (g *gatherer) inOrder() bool {
	for i := range g.pieces {
		if g.pieces[i].at != nil {
			return false
		}
	}
	return true
}

// assemble merges the pieces one after the other. A later piece comes after what
// is there at the same millisecond, which is the order of members and arrivals.
// As what arrives later mostly is later, milliseconds are only fetched when a
// piece does not begin in a later second than the one before it ends.
func (g *gatherer) assemble() {
	g.secs, g.millis, g.codes, g.at = g.secs[:0], g.millis[:0], g.codes[:0], g.at[:0]
	tight := false
	for i := range g.pieces {
		p := &g.pieces[i]
		if n := len(g.secs); !tight && n > 0 && g.secs[n-1] >= p.rows.secs[p.lo] {
			tight = true
			for _, before := range g.pieces[:i] {
				g.millis = append(g.millis, before.rows.millis[before.lo:before.hi]...)
			}
		}
		if tight {
			p.at = g.places(p)
			g.millis = insert(g.millis, p.rows.millis[p.lo:p.hi], p.at)
		}
		g.secs = insert(g.secs, p.rows.secs[p.lo:p.hi], p.at)
		g.codes = insert(g.codes, p.rows.codes[p.lo:p.hi], p.at)
	}
	for i, slot := range g.slots {
		g.assembleCol(&g.out.Cols[i], &g.cols[i], slot)
	}
}

// places finds how many of the rows gathered so far come before each row of p;
// nil when all do.
func (g *gatherer) places(p *piece) []int {
	n := len(g.secs)
	if key(g.secs[n-1], g.millis[n-1]) <= key(p.rows.secs[p.lo], p.rows.millis[p.lo]) {
		return nil
	}
	from, pos := len(g.at), 0
	for i := p.lo; i < p.hi; i++ {
		k := key(p.rows.secs[i], p.rows.millis[i])
		pos += sort.Search(n-pos, func(j int) bool { return key(g.secs[pos+j], g.millis[pos+j]) > k })
		g.at = append(g.at, pos)
	}
	return g.at[from:]
}

// insert puts add's rows after at[i] rows of buf each, in place.
func insert[T any](buf, add []T, at []int) []T {
	n := len(buf)
	buf = append(buf, add...)
	if at == nil {
		return buf
	}
	for i := len(add) - 1; i >= 0; i-- {
		copy(buf[at[i]+i+1:], buf[at[i]:n])
		buf[at[i]+i], n = add[i], at[i]
	}
	return buf
}
