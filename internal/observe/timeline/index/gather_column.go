package index

import "kith/internal/observe/timeline"

// assembleCol merges one column in the widest width that a piece has; space is
// where such columns were merged before.
func (g *gatherer) assembleCol(out, space *timeline.Col, slot int) {
	wide := 0
	if slot >= 0 {
		for i := range g.pieces {
			wide = max(wide, width(&g.pieces[i].rows.cols[slot]))
		}
	}
	switch wide {
	case 0:
		*out = timeline.Col{}
	case 1:
		space.W8 = space.W8[:0]
		for i := range g.pieces {
			p := &g.pieces[i]
			space.W8 = insert(space.W8, p.rows.cols[slot].W8[p.lo:p.hi], p.at)
		}
		*out = timeline.Col{W8: space.W8}
	case 2:
		space.W16 = space.W16[:0]
		for i := range g.pieces {
			p := &g.pieces[i]
			space.W16 = insert(space.W16, g.part16(p, slot), p.at)
		}
		*out = timeline.Col{W16: space.W16}
	case 4:
		space.W32 = space.W32[:0]
		for i := range g.pieces {
			p := &g.pieces[i]
			space.W32 = insert(space.W32, g.part32(p, slot), p.at)
		}
		*out = timeline.Col{W32: space.W32}
	}
}

// part16 is a piece's codes in two bytes; valid until the next call.
func (g *gatherer) part16(p *piece, slot int) []uint16 {
	c := &p.rows.cols[slot]
	if c.W16 != nil {
		return c.W16[p.lo:p.hi]
	}
	g.wide16 = widen(g.wide16[:0], c.W8[p.lo:p.hi])
	return g.wide16
}

// part32 is a piece's codes in four bytes; valid until the next call.
func (g *gatherer) part32(p *piece, slot int) []uint32 {
	c := &p.rows.cols[slot]
	switch {
	case c.W32 != nil:
		return c.W32[p.lo:p.hi]
	case c.W16 != nil:
		g.wide32 = widen(g.wide32[:0], c.W16[p.lo:p.hi])
	default:
		g.wide32 = widen(g.wide32[:0], c.W8[p.lo:p.hi])
	}
	return g.wide32
}

func cut(c *timeline.Col, lo, hi int) timeline.Col {
	switch {
	case c.W8 != nil:
		return timeline.Col{W8: c.W8[lo:hi:hi]}
	case c.W16 != nil:
		return timeline.Col{W16: c.W16[lo:hi:hi]}
	case c.W32 != nil:
		return timeline.Col{W32: c.W32[lo:hi:hi]}
	}
	return timeline.Col{}
}
