package record

import (
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

const arenaBlock = 256 << 10

// arena holds the bytes of strings until a chunk is appended, in memory that
// DuckDB may keep pointers into (Go's may not be pointed to from C). A call
// into C for each string would cost more than copying it.
type arena struct {
	blocks []duckdb.Vector // vectors of bytes: DuckDB's allocator by its public door
	free   []byte
	used   int // of blocks
	large  []duckdb.Vector
	bytes  duckdb.LogicalType
}

func newArena() *arena {
	return &arena{bytes: duckdb.CreateLogicalType(duckdb.TypeUTinyInt)}
}

// put copies s and returns where it is, until reset.
func (a *arena) put(s string) unsafe.Pointer {
	if len(s) > arenaBlock {
		var room []byte
		a.large, room = a.grow(a.large, len(s))
		copy(room, s)
		return unsafe.Pointer(unsafe.SliceData(room))
	}
	if len(s) > len(a.free) {
		if a.used == len(a.blocks) {
			a.blocks, a.free = a.grow(a.blocks, arenaBlock)
		} else {
			a.free = unsafe.Slice((*byte)(duckdb.VectorGetData(a.blocks[a.used])), arenaBlock)
		}
		a.used++
	}
	p := unsafe.Pointer(unsafe.SliceData(a.free))
	a.free = a.free[copy(a.free, s):]
	return p
}

func (a *arena) grow(to []duckdb.Vector, size int) ([]duckdb.Vector, []byte) {
	vec := duckdb.CreateVector(a.bytes, duckdb.IdxT(size))
	return append(to, vec), unsafe.Slice((*byte)(duckdb.VectorGetData(vec)), size)
}

// reset forgets all strings and keeps the blocks.
func (a *arena) reset() {
	for i := range a.large {
		duckdb.DestroyVector(&a.large[i])
	}
	a.large, a.free, a.used = a.large[:0], nil, 0
}

func (a *arena) close() {
	a.reset()
	for i := range a.blocks {
		duckdb.DestroyVector(&a.blocks[i])
	}
	a.blocks = nil
	duckdb.DestroyLogicalType(&a.bytes)
}
