package identity

import (
	"encoding/binary"
	"sync/atomic"
	"unsafe"
)

const (
	chunkBits = 18
	chunkSize = 1 << chunkBits
)

// arena keeps ids one after another in chunks without pointers, so that the
// garbage collector has nothing to look at and growing copies nothing. An
// entry is the person (4 bytes, little endian; never 0), length<<1|kind as a
// varint, and the text; of kinds other than the first two, which are most, the
// text begins with NUL, which no id does, and the kind. What was written stays
// where and as it is.
//
// One goroutine adds. Others may read an entry whose reference they got by an
// atomic load of what the adder stored after add returned.
type arena struct {
	chunks atomic.Pointer[[]*[chunkSize]byte]
	end    uint64 // reference of the next entry
}

func (a *arena) add(kind Kind, id string, person uint32) uint64 {
	head := [4 + binary.MaxVarintLen64 + 2]byte{}
	binary.LittleEndian.PutUint32(head[:], person)
	n := 4
	if kind <= User {
		n += binary.PutUvarint(head[4:], uint64(len(id))<<1|uint64(kind))
	} else {
		n += binary.PutUvarint(head[4:], uint64(len(id)+2)<<1)
		head[n], head[n+1] = 0, byte(kind)
		n += 2
	}
	if room := chunkSize - int(a.end&(chunkSize-1)); room == chunkSize || room < n+len(id) {
		a.end = uint64(a.addChunk()) << chunkBits
	}
	ref := a.end
	at := (*a.chunks.Load())[ref>>chunkBits][ref&(chunkSize-1):]
	copy(at, head[:n])
	copy(at[n:], id)
	a.end += uint64(n + len(id))
	return ref
}

func (a *arena) addChunk() int {
	var chunks []*[chunkSize]byte
	if old := a.chunks.Load(); old != nil {
		chunks = *old
	}
	i := len(chunks)
	chunks = append(chunks, new([chunkSize]byte)) // readers hold shorter slices of the same array
	a.chunks.Store(&chunks)
	return i
}

// at returns the entry with that reference. The text points into the arena.
func (a *arena) at(ref uint64) (kind Kind, id string, person uint32) {
	b := (*a.chunks.Load())[ref>>chunkBits][ref&(chunkSize-1):]
	size, n := binary.Uvarint(b[4:])
	text := b[4+n : 4+n+int(size>>1)]
	kind = Kind(size & 1)
	if len(text) >= 2 && kind == Anonymous && text[0] == 0 {
		kind, text = Kind(text[1]), text[2:]
	}
	return kind, unsafe.String(unsafe.SliceData(text), len(text)), binary.LittleEndian.Uint32(b)
}

// walk visits every entry in the order they were added; the adding goroutine
// calls it. It is many times faster than going by the table's slots.
func (a *arena) walk(visit func(ref uint64, kind Kind, id string, person uint32)) {
	chunks := a.chunks.Load()
	if chunks == nil {
		return
	}
	for ref := uint64(0); ref < a.end; {
		b := (*chunks)[ref>>chunkBits][ref&(chunkSize-1):]
		if len(b) < 4 || binary.LittleEndian.Uint32(b) == 0 { // the rest of a chunk was too short
			ref = (ref>>chunkBits + 1) << chunkBits
			continue
		}
		kind, id, person := a.at(ref)
		visit(ref, kind, id, person)
		size, n := binary.Uvarint(b[4:])
		ref += uint64(4 + n + int(size>>1))
	}
}

func (a *arena) bytes() int64 {
	if chunks := a.chunks.Load(); chunks != nil {
		return int64(len(*chunks)) * (chunkSize + 8)
	}
	return 0
}
