package index

import "kith/internal/observe/timeline"

// flat is rows side by side, in the order of the record. It holds no pointers
// but to the arrays, so the garbage collector has nothing to walk.
type flat struct {
	secs   []uint32
	millis []uint16 // 0-999
	codes  []uint16
	cols   []timeline.Col // by slot; the zero Col where a slot is free or not yet loaded
}

func (f *flat) len() int { return len(f.secs) }

// col returns the column at a slot, to be read; the zero Col when there is none.
func (f *flat) col(slot int) *timeline.Col {
	if slot < 0 || slot >= len(f.cols) {
		return &noCol
	}
	return &f.cols[slot]
}

var noCol timeline.Col

// withCol returns the rows with one column replaced; f keeps its own.
func (f flat) withCol(slot int, c timeline.Col) flat {
	cols := make([]timeline.Col, max(len(f.cols), slot+1))
	copy(cols, f.cols)
	cols[slot] = c
	f.cols = cols
	return f
}

// bytes is the memory of the rows without their columns.
func (f *flat) bytes() int64 { return int64(f.len()) * 8 }

// splice merges b into a: b's i-th row comes after at[i] rows of a. Only the
// columns in keep are carried over; both sides have them.
func (f *flat) splice(b *flat, at []uint32, keep []int) flat {
	out := flat{
		secs:   splice(f.secs, b.secs, at),
		millis: splice(f.millis, b.millis, at),
		codes:  splice(f.codes, b.codes, at),
	}
	if len(keep) > 0 {
		out.cols = make([]timeline.Col, keep[len(keep)-1]+1)
		for _, slot := range keep {
			out.cols[slot] = spliceCol(f.col(slot), b.col(slot), at)
		}
	}
	return out
}

func splice[T any](a, b []T, at []uint32) []T {
	out := make([]T, len(a)+len(b))
	done := 0
	for i, pos := range at {
		if n := int(pos); n > done {
			copy(out[done+i:], a[done:n])
			done = n
		}
		out[done+i] = b[i]
	}
	copy(out[done+len(b):], a[done:])
	return out
}

func spliceCol(a, b *timeline.Col, at []uint32) timeline.Col {
	switch max(width(a), width(b)) {
	case 4:
		return timeline.Col{W32: splice(wide32(a), wide32(b), at)}
	case 2:
		return timeline.Col{W16: splice(wide16(a), wide16(b), at)}
	}
	return timeline.Col{W8: splice(a.W8, b.W8, at)}
}

// clock splits a time (µs UTC) as the columns keep it. The doors accept times
// from 1970 to tomorrow; what lies outside 1970-2106 is moved to that border.
func clock(t int64) (sec uint32, milli uint16) {
	if t < 0 {
		return 0, 0
	}
	u := uint64(t)
	s := u / 1e6
	if s > 1<<32-1 {
		return 1<<32 - 1, 999
	}
	return uint32(s), uint16((u - s*1e6) / 1000)
}

// key orders rows of one person.
func key(sec uint32, milli uint16) uint64 { return uint64(sec)<<16 | uint64(milli) }
