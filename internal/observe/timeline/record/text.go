package record

import "unsafe"

// text is DuckDB's 16-byte string: its length, then up to 12 bytes in place,
// or the first four and a pointer to all of them. It lives in memory that Go's
// collector does not look at, and is read there; the pointer is kept in a plain
// integer because twelve bytes in place are no pointer.
type text struct {
	head uint64 // length in the low half, first four bytes in the high half
	rest uint64
}

const inPlace = 12

func (t *text) len() int { return int(uint32(t.head)) }

// bytes is valid as long as the text's chunk. The text must not be a copy on
// Go's stack when it is short enough to be in place.
func (t *text) bytes() []byte {
	n := t.len()
	if n <= inPlace {
		return unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), n)
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&t.rest)), n)
}

// set makes t the string s, whose bytes beyond the place in t go to a.
func (t *text) set(s string, a *arena) {
	*t = text{head: uint64(len(s))}
	if len(s) <= inPlace {
		copy(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), inPlace), s)
		return
	}
	copy(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), 4), s)
	t.rest = uint64(uintptr(a.put(s)))
}

// setBytes is set for bytes that may be reused afterwards.
func (t *text) setBytes(b []byte, a *arena) { t.set(unsafe.String(unsafe.SliceData(b), len(b)), a) }
