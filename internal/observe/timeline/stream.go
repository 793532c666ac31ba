package timeline

// Chunk is a run of rows in record order: person, millisecond, arrival.
// Columns are aligned. It is valid until the next call of Next.
type Chunk struct {
	Persons []uint32
	Times   []int64 // µs UTC
	Codes   []uint16
	Seqs    []uint64
	Cols    [][]uint32 // a property asked for: codes by the Dict it was asked with
}

// Stream yields the record (and, given one, the unsealed tail) in order.
type Stream interface {
	// Next returns nil, nil at the end.
	Next() (*Chunk, error)
	Close()
}

// StreamRequest asks for rows with the named properties, coded by the dicts.
type StreamRequest struct {
	Props  []string
	Dicts  []*Dict
	MinSeq uint64 // rows before it are left out
	MaxSeq uint64 // rows after it are left out
	// PersonLo and PersonHi bound raw person numbers, [lo, hi); hi 0: no bound.
	PersonLo, PersonHi uint32
	// Tail holds unsealed rows in record order, to be merged in; may be nil.
	Tail []*Row
}
