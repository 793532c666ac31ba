package sandbox

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

const noColumn = 1<<31 - 1

// openScan is what the child asks of the parent when a table is to be read.
type openScan struct {
	ID      uint32
	Table   int
	Columns []int // of the table; empty: rows are counted only
}

// scan is one reading of a table by the statement.
type scan struct {
	openScan
	kinds   []Kind // of Columns
	outputs []int  // the place of each in DuckDB's chunk
	dicts   [][]duckText
	ended   bool
}

// reader is one thread's part of a scan. Texts in DuckDB's vectors point into
// its blocks, so the ones before the last are kept as well.
type reader struct {
	rest   []byte
	pinned [2]runtime.Pinner
}

func (c *child) openScan(table int, columns []int) (uint32, error) {
	s := &scan{openScan: openScan{Table: table}}
	for output, at := range columns {
		if at == noColumn {
			continue
		}
		column := c.job.Tables[table].Columns[at]
		s.Columns, s.outputs = append(s.Columns, at), append(s.outputs, output)
		s.kinds, s.dicts = append(s.kinds, column.Kind), append(s.dicts, c.dicts[column.Dict])
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scans = append(c.scans, s)
	s.ID = uint32(len(c.scans) - 1)
	return s.ID, writeJSON(c.out, frameOpen, s.openScan)
}

func (c *child) newReader() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readers = append(c.readers, &reader{})
	return len(c.readers) - 1
}

func (c *child) at(scan, reader int) (*scan, *reader) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.scans[scan], c.readers[reader]
}

// fill puts the next rows of a scan into DuckDB's chunk; none at the end.
func (c *child) fill(scan, reader int, out duckdb.DataChunk) error {
	s, r := c.at(scan, reader)
	if len(r.rest) == 0 {
		blocks, err := c.more(s)
		if err != nil {
			return err
		}
		if blocks == nil {
			duckdb.DataChunkSetSize(out, 0)
			return nil
		}
		r.take(blocks)
	}
	size := binary.NativeEndian.Uint32(r.rest)
	b := blockReader{rest: r.rest[4:size]}
	r.rest = r.rest[size:]
	n := int(b.uint32())
	for i, kind := range s.kinds {
		vec := duckdb.DataChunkGetVector(out, duckdb.IdxT(s.outputs[i]))
		if mask := b.mask(n); mask != nil {
			duckdb.VectorEnsureValidityWritable(vec)
			copy(unsafe.Slice((*byte)(duckdb.VectorGetValidity(vec)), len(mask)), mask)
		}
		b.show(kind, n, duckdb.VectorGetData(vec), s.dicts[i])
	}
	duckdb.DataChunkSetSize(out, duckdb.IdxT(n))
	return nil
}

// take makes blocks the reader's, in memory that C may point into.
func (r *reader) take(blocks []byte) {
	r.pinned[0].Unpin()
	r.pinned[0], r.pinned[1] = r.pinned[1], runtime.Pinner{}
	r.pinned[1].Pin(&blocks[0])
	r.rest = blocks
}

// more asks the parent for blocks; nil at the end.
func (c *child) more(s *scan) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.ended {
		return nil, nil
	}
	var id [4]byte
	binary.NativeEndian.PutUint32(id[:], s.ID)
	if err := writeFrame(c.out, frameNext, id[:]); err != nil {
		return nil, err
	}
	kind, payload, err := readFrame(c.in)
	if err != nil {
		return nil, err
	}
	switch kind {
	case frameBlocks:
		return payload, nil
	case frameEnd:
		s.ended = true
		return nil, nil
	}
	return nil, fmt.Errorf("a frame of kind %q", kind)
}

// show copies a column of the block into a vector of DuckDB's.
func (b *blockReader) show(kind Kind, n int, to unsafe.Pointer, dict []duckText) {
	switch kind {
	case Text, Object:
		lens := b.take(4 * n)
		texts := unsafe.Slice((*duckText)(to), n)
		for i := range texts {
			texts[i].set(b.take(int(binary.NativeEndian.Uint32(lens[4*i:]))))
		}
	case Dict:
		texts := unsafe.Slice((*duckText)(to), n)
		for i := range texts {
			if code := int(b.uint32()); code < len(dict) {
				texts[i] = dict[code]
			} else {
				texts[i] = duckText{}
			}
		}
	default:
		size := n * kind.width()
		copy(unsafe.Slice((*byte)(to), size), b.take(size))
	}
}

// duckText is DuckDB's 16-byte string: its length, then up to 12 bytes in
// place, or the first four and a pointer to all of them.
type duckText struct {
	head uint64
	rest uint64
}

const inPlace = 12

// set makes t the string s, whose memory must stay where it is when it is long.
func (t *duckText) set(s []byte) {
	*t = duckText{head: uint64(len(s))}
	if len(s) <= inPlace {
		copy(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), inPlace), s)
		return
	}
	copy(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), 4), s)
	t.rest = uint64(uintptr(unsafe.Pointer(unsafe.SliceData(s))))
}

func (t *duckText) bytes() []byte {
	n := int(uint32(t.head))
	if n <= inPlace {
		return unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), n)
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&t.rest)), n)
}

func logicalType(k Kind) duckdb.LogicalType {
	t := duckdb.CreateLogicalType(map[Kind]duckdb.Type{
		Text: duckdb.TypeVarchar, Object: duckdb.TypeVarchar, Dict: duckdb.TypeVarchar, Natural: duckdb.TypeUInteger, Count: duckdb.TypeBigInt,
		Time: duckdb.TypeTimestampTZ, Day: duckdb.TypeDate, Number: duckdb.TypeDouble, Truth: duckdb.TypeBoolean,
	}[k])
	if k == Object {
		duckdb.LogicalTypeSetAlias(t, "JSON")
	}
	return t
}
