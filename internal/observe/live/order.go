package live

import (
	"cmp"
	"slices"

	"kith/internal/observe/quarantine"
)

func (i *item) received() int64 {
	if i.rejected != nil {
		return i.rejected.Received
	}
	return i.row.Received
}

// newest returns the most items by arrival, the newest last. Rows of one
// arrival stay in their order.
func newest(items []item, most int) []item {
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(a.received(), b.received()) })
	return items[max(0, len(items)-most):]
}

// place is how far the log was shown.
type place struct {
	seq      uint64
	rejected quarantine.Position
}

func lastOf(items []item) (p place) {
	for _, it := range items {
		if it.row != nil {
			p.seq = max(p.seq, it.row.Seq)
		} else if at := it.position(); after(at, p.rejected) {
			p.rejected = at
		}
	}
	return p
}

func (i *item) position() quarantine.Position {
	return quarantine.Position{LogSeq: i.rejected.LogSeq, Index: i.rejected.Index}
}

func after(a, b quarantine.Position) bool {
	return a.LogSeq > b.LogSeq || a.LogSeq == b.LogSeq && a.Index > b.Index
}

// drop leaves out what was shown: between the beginning of the watch and the
// look at what was there before, things may arrive that are in both.
func (p place) drop(items []item) []item {
	return slices.DeleteFunc(items, func(i item) bool {
		if i.row != nil {
			return i.row.Seq <= p.seq
		}
		return !after(i.position(), p.rejected)
	})
}
