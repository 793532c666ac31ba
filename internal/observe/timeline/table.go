package timeline

import "kith/internal/kith"

// TableRequest asks for rows as a table, in no order.
type TableRequest struct {
	Columns Columns
	Props   []TableProp
	// Object asks for all properties of each row as one JSON object.
	Object bool
	// Codes are the event codes wanted; nil: all.
	Codes []uint16
	// PersonLo and PersonHi bound raw person numbers, [lo, hi); hi 0: no bound.
	PersonLo, PersonHi uint32
}

// Columns names the fixed columns that are read.
type Columns struct{ Person, Time, Code, Source, Received bool }

// TableProp is a property wanted as a column of one kind. A value of another
// kind is written out when the column's kind is String or JSON, and is absent
// otherwise.
type TableProp struct {
	Key  uint32
	Kind kith.ValueKind
}

// Cells is a run of rows. Columns that were not asked for are nil; all of it is
// valid only during the call that it is handed to.
type Cells struct {
	N        int
	Persons  []uint32 // raw
	Times    []int64  // µs UTC
	Codes    []uint16
	Sources  []uint32
	Received []int64 // µs UTC
	Props    []CellColumn
	Objects  CellColumn // of kind JSON
}

// CellColumn is a property's column. Only the slice of its kind is filled:
// Texts for String and JSON.
type CellColumn struct {
	Kind  kith.ValueKind
	Has   []uint64 // a bit a row; nil: every row has a value
	Bools []bool
	Nums  []float64
	Texts [][]byte
}

// Present tells whether row i has a value.
func (c *CellColumn) Present(i int) bool { return c.Has == nil || c.Has[i/64]>>(i%64)&1 == 1 }
