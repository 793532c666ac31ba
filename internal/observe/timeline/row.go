package timeline

import "kith/internal/kith"

// Row is one event of record, with names and persons resolved to numbers.
type Row struct {
	Person   uint32 // raw number: the one its id had, never rewritten by a merge
	Code     uint16 // event name, by Names
	Source   uint32
	Time     int64  // µs UTC
	Received int64  // µs UTC
	Seq      uint64 // dense ordinal in log order, from 1; unique in a workspace
	MID      uint64 // hash of the message id; the key for dropping duplicates
	Props    []Prop
}

// Prop is a property with its name resolved.
type Prop struct {
	Key   uint32 // property name, by Names
	Value kith.Value
}

// Millis is the time's millisecond, the unit that histories are ordered by.
func (r *Row) Millis() int64 { return floorDiv(r.Time, 1000) }

// Less is the order of the record: person, millisecond, arrival.
func (r *Row) Less(o *Row) bool {
	if r.Person != o.Person {
		return r.Person < o.Person
	}
	if a, b := r.Millis(), o.Millis(); a != b {
		return a < b
	}
	return r.Seq < o.Seq
}

// Position says how far the record is: every log entry up to LogSeq is in it,
// and the next row will get ordinal NextSeq.
type Position struct {
	LogSeq  uint64
	NextSeq uint64
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
