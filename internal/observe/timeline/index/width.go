package index

import "kith/internal/observe/timeline"

// width is the bytes of a code in c; 0 when c is absent.
func width(c *timeline.Col) int {
	switch {
	case c.W8 != nil:
		return 1
	case c.W16 != nil:
		return 2
	case c.W32 != nil:
		return 4
	}
	return 0
}

func colBytes(c *timeline.Col) int64 {
	return int64(len(c.W8)) + 2*int64(len(c.W16)) + 4*int64(len(c.W32))
}

// widthFor is the least width that holds the code.
func widthFor(code uint32) int {
	switch {
	case code < 1<<8:
		return 1
	case code < 1<<16:
		return 2
	}
	return 4
}

// emptyCol is n absent values of the given width.
func emptyCol(width, n int) timeline.Col {
	switch width {
	case 4:
		return timeline.Col{W32: make([]uint32, n)}
	case 2:
		return timeline.Col{W16: make([]uint16, n)}
	}
	return timeline.Col{W8: make([]uint8, n)}
}

// narrowCol keeps codes in the least width that holds them all.
func narrowCol(codes []uint32) timeline.Col {
	var top uint32
	for _, c := range codes {
		top = max(top, c)
	}
	col := emptyCol(widthFor(top), len(codes))
	for i, c := range codes {
		put(&col, i, c)
	}
	return col
}

// put writes a code, widening the whole column when it does not fit.
func put(c *timeline.Col, i int, code uint32) {
	switch {
	case c.W32 != nil:
		c.W32[i] = code
	case c.W16 != nil && code < 1<<16:
		c.W16[i] = uint16(code)
	case c.W8 != nil && code < 1<<8:
		c.W8[i] = uint8(code)
	case code < 1<<16:
		*c = timeline.Col{W16: wide16(c)}
		c.W16[i] = uint16(code)
	default:
		*c = timeline.Col{W32: wide32(c)}
		c.W32[i] = code
	}
}

// wide16 is c in two bytes, c's own array when it has that width already.
func wide16(c *timeline.Col) []uint16 {
	if c.W8 != nil {
		return widen(make([]uint16, 0, len(c.W8)), c.W8)
	}
	return c.W16
}

// wide32 is c in four bytes, c's own array when it has that width already.
func wide32(c *timeline.Col) []uint32 {
	switch {
	case c.W8 != nil:
		return widen(make([]uint32, 0, len(c.W8)), c.W8)
	case c.W16 != nil:
		return widen(make([]uint32, 0, len(c.W16)), c.W16)
	}
	return c.W32
}

// widen appends narrow's codes to dst.
func widen[To uint16 | uint32, From uint8 | uint16](dst []To, narrow []From) []To {
	for _, v := range narrow {
		dst = append(dst, To(v))
	}
	return dst
}
