package index

import (
	"context"
	"strconv"

	"kith/internal/observe/timeline"
)

// cuts are the places that a cutter found in the histories of one base: those of
// person p, counted from the person's first row, are offsets[p] to offsets[p+1].
type cuts struct {
	offsets []uint32
	at      []uint32
	secs    [][2]uint32 // by person: of the first and the last of them
}

func (c *cuts) bytes() int64 { return 4*int64(len(c.offsets)+cap(c.at)) + 8*int64(len(c.secs)) }

func (c *cuts) span(p uint32) []uint32 {
	lo, hi := c.offsets[p], c.offsets[p+1]
	return c.at[lo:hi:hi]
}

// cut finds the cuts of a base, with the columns at the slots.
func (b *base) cut(slots []int, find func(*timeline.View, []uint32) []uint32) *cuts {
	out := &cuts{offsets: make([]uint32, len(b.offsets)), at: []uint32{}, secs: make([][2]uint32, b.persons())}
	v, own := timeline.View{Cols: make([]timeline.Col, len(slots))}, []uint32(nil)
	for p := range b.persons() {
		if lo, hi := b.span(p); lo < hi {
			v.Secs, v.Codes = b.secs[lo:hi:hi], b.codes[lo:hi:hi]
			for i, slot := range slots {
				v.Cols[i] = cut(b.col(slot), lo, hi)
			}
			own = find(&v, own[:0])
			out.secs[p] = ends(&v, own)
			out.at = append(out.at, own...)
		}
		out.offsets[p+1] = uint32(len(out.at))
	}
	out.at = append(make([]uint32, 0, len(out.at)), out.at...)
	return out
}

// ends are the seconds of the first and the last cut.
func ends(v *timeline.View, cuts []uint32) [2]uint32 {
	if len(cuts) == 0 {
		return [2]uint32{}
	}
	return [2]uint32{v.Secs[cuts[0]], v.Secs[cuts[len(cuts)-1]]}
}

// cutting is what a walker needs to hand over cuts.
type cutting struct {
	of   *[shards]*cuts // of the bases
	find func(*timeline.View, []uint32) []uint32
}

// ScanCut: see timeline.Shortcuts. Whoever was merged, or has newer rows that are
// not later than the others, has no cuts.
func (s *snapshot) ScanCut(ctx context.Context, c timeline.Cutter, visitor func() func(*timeline.View)) error {
	key, slots := "cut "+c.Key, make([]int, len(s.slots))
	for i := range slots {
		slots[i] = -1
	}
	for _, i := range c.Cols {
		if slots[i] = s.slots[i]; slots[i] >= 0 {
			key += " " + strconv.FormatInt(s.st.slots[slots[i]].id, 10)
		}
	}
	cuts, err := digested(ctx, s, key, func(b *base) *cuts { return b.cut(slots, c.Cut) })
	if err != nil {
		return err
	}
	if cuts == nil {
		return s.Scan(ctx, visitor)
	}
	return s.scan(ctx, s.st, &cutting{cuts, c.Cut}, visitor)
}
