package record

import (
	"errors"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// chunkRows is DuckDB's vector size.
const chunkRows = 2048

// writer fills a segment's table chunk by chunk, in record order.
type writer struct {
	app   duckdb.Appender
	chunk duckdb.DataChunk
	n     int // rows in chunk

	persons  []uint32
	times    []int64
	codes    []uint16
	seqs     []uint64
	mids     []uint64
	received []int64
	sources  []uint32
	columns  []output
	tail     output

	slots   []int32 // by property key: index into columns, plus one
	names   []string
	strings *arena
	scratch []byte
	retired []duckdb.DataChunk // read chunks whose strings chunk points to

	overrides *timeline.OverrideView // not nil: persons taken are made canonical
}

// output is one column of the chunk being filled.
type output struct {
	kind  kith.ValueKind
	bools []bool
	nums  []float64
	texts []text
	valid mask
}

// newWriter starts to write the segment's table, which exists. names are the
// property names by key.
func newWriter(c *conn, s *segment, names []string) (*writer, error) {
	w := &writer{names: names, strings: newArena()}
	types := []duckdb.Type{
		duckdb.TypeUInteger, duckdb.TypeBigInt, duckdb.TypeUSmallInt, duckdb.TypeUBigInt,
		duckdb.TypeUBigInt, duckdb.TypeBigInt, duckdb.TypeUInteger,
	}
	for i, p := range s.Properties.columns() {
		for int(p.Key) >= len(w.slots) {
			w.slots = append(w.slots, make([]int32, int(p.Key)+1-len(w.slots))...)
		}
		w.slots[p.Key] = int32(i + 1)
		w.columns = append(w.columns, output{kind: p.Column})
		types = append(types, columnType(p.Column))
	}
	w.tail.kind = kith.JSON
	w.chunk = newChunk(append(types, duckdb.TypeVarchar))
	if duckdb.AppenderCreateExt(c.handle, s.catalog, "", s.name(), &w.app) == duckdb.StateError {
		err := w.failure()
		w.close()
		return nil, err
	}
	w.begin()
	return w, nil
}

func columnType(kind kith.ValueKind) duckdb.Type {
	switch kind {
	case kith.Bool:
		return duckdb.TypeBoolean
	case kith.Number:
		return duckdb.TypeDouble
	}
	return duckdb.TypeVarchar
}

func newChunk(types []duckdb.Type) duckdb.DataChunk {
	logical := make([]duckdb.LogicalType, len(types))
	for i, t := range types {
		logical[i] = duckdb.CreateLogicalType(t)
		defer duckdb.DestroyLogicalType(&logical[i])
	}
	return duckdb.CreateDataChunk(logical)
}

// begin points the columns at the chunk's memory, every property absent.
func (w *writer) begin() {
	w.n = 0
	w.persons = memory[uint32](w.chunk, 0)
	w.times = memory[int64](w.chunk, 1)
	w.codes = memory[uint16](w.chunk, 2)
	w.seqs = memory[uint64](w.chunk, 3)
	w.mids = memory[uint64](w.chunk, 4)
	w.received = memory[int64](w.chunk, 5)
	w.sources = memory[uint32](w.chunk, 6)
	first := len(fixedColumns)
	for i := range w.columns {
		w.columns[i].begin(w.chunk, first+i)
	}
	w.tail.begin(w.chunk, first+len(w.columns))
}

func (o *output) begin(chunk duckdb.DataChunk, i int) {
	switch o.kind {
	case kith.Bool:
		o.bools = memory[bool](chunk, i)
	case kith.Number:
		o.nums = memory[float64](chunk, i)
	default:
		o.texts = memory[text](chunk, i)
	}
	vec := duckdb.DataChunkGetVector(chunk, duckdb.IdxT(i))
	duckdb.VectorEnsureValidityWritable(vec)
	o.valid = unsafe.Slice((*uint64)(duckdb.VectorGetValidity(vec)), chunkRows/64)
	clear(o.valid)
}

func memory[T any](chunk duckdb.DataChunk, i int) []T {
	vec := duckdb.DataChunkGetVector(chunk, duckdb.IdxT(i))
	return unsafe.Slice((*T)(duckdb.VectorGetData(vec)), chunkRows)
}

// set writes the property of row n; the kind must be the column's.
func (o *output) set(n int, v kith.Value, a *arena) {
	switch o.kind {
	case kith.Bool:
		o.bools[n] = v.Num != 0
	case kith.Number:
		o.nums[n] = v.Num
	default:
		o.texts[n].set(v.Str, a)
	}
	o.valid.set(n)
}

// column returns the column that takes values of this kind of the property,
// nil when they go to the tail.
func (w *writer) column(key uint32, kind kith.ValueKind) *output {
	if int(key) >= len(w.slots) || w.slots[key] == 0 {
		return nil
	}
	if o := &w.columns[w.slots[key]-1]; o.kind == kind {
		return o
	}
	return nil
}

// flush hands the filled rows to DuckDB, which copies them.
func (w *writer) flush() error {
	if w.n > 0 {
		duckdb.DataChunkSetSize(w.chunk, duckdb.IdxT(w.n))
		if duckdb.AppendDataChunk(w.app, w.chunk) == duckdb.StateError {
			return w.failure()
		}
		duckdb.DataChunkReset(w.chunk)
		w.begin()
	}
	w.strings.reset()
	w.release()
	return nil
}

func (w *writer) release() {
	for i := range w.retired {
		duckdb.DestroyDataChunk(&w.retired[i])
	}
	w.retired = w.retired[:0]
}

// finish writes what is left; the transaction's commit makes it last.
func (w *writer) finish() error {
	if err := w.flush(); err != nil {
		return err
	}
	if duckdb.AppenderClose(w.app) == duckdb.StateError {
		return w.failure()
	}
	return nil
}

func (w *writer) failure() error { return errors.New(duckdb.AppenderError(w.app)) }

// close frees everything. After an error the rows still held by the appender
// are dropped, not written.
func (w *writer) close() {
	if w.app.Ptr != nil {
		duckdb.AppenderClear(w.app)
		duckdb.AppenderDestroy(&w.app)
	}
	duckdb.DestroyDataChunk(&w.chunk)
	w.strings.close()
	w.release()
}
