package sandbox

import (
	"encoding/binary"
	"fmt"
	"unsafe"
)

// A block on the wire is its length in bytes and its number of rows, then for
// each column: whether a mask follows, the mask, and the values. Texts are
// their lengths, then their bytes. Everything is in the machine's own order:
// both ends are one program on one machine.

func appendBlock(dst []byte, b *Block, kinds []Kind) ([]byte, error) {
	if b.N == 0 || b.N > BlockRows || len(b.Columns) != len(kinds) {
		return dst, fmt.Errorf("a block of %d rows and %d columns of %d", b.N, len(b.Columns), len(kinds))
	}
	from := len(dst)
	dst = binary.NativeEndian.AppendUint32(append(dst, 0, 0, 0, 0), uint32(b.N))
	for i := range b.Columns {
		v := &b.Columns[i]
		if v.Has == nil {
			dst = append(dst, 0)
		} else {
			dst = append(append(dst, 1), raw(v.Has[:(b.N+63)/64])...)
		}
		switch kinds[i] {
		case Text, Object:
			for _, t := range v.Texts[:b.N] {
				dst = binary.NativeEndian.AppendUint32(dst, uint32(len(t)))
			}
			for _, t := range v.Texts[:b.N] {
				dst = append(dst, t...)
			}
		case Dict, Natural:
			dst = append(dst, raw(v.U32[:b.N])...)
		case Count, Time:
			dst = append(dst, raw(v.I64[:b.N])...)
		case Day:
			dst = append(dst, raw(v.I32[:b.N])...)
		case Number:
			dst = append(dst, raw(v.F64[:b.N])...)
		case Truth:
			dst = append(dst, raw(v.Bools[:b.N])...)
		}
	}
	binary.NativeEndian.PutUint32(dst[from:], uint32(len(dst)-from))
	return dst, nil
}

func raw[T any](s []T) []byte {
	var one T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(one)))
}

func (k Kind) width() int {
	switch k {
	case Dict, Natural, Day:
		return 4
	case Count, Time, Number:
		return 8
	}
	return 1
}

// blockReader walks over the columns of a block.
type blockReader struct{ rest []byte }

func (r *blockReader) uint32() uint32 {
	n := binary.NativeEndian.Uint32(r.rest)
	r.rest = r.rest[4:]
	return n
}

func (r *blockReader) take(n int) []byte {
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

// mask returns nil when every row has a value.
func (r *blockReader) mask(n int) []byte {
	if r.take(1)[0] == 0 {
		return nil
	}
	return r.take((n + 63) / 64 * 8)
}
