package sandbox

import "time"

// Job is one statement and what it may use.
type Job struct {
	SQL     string
	Zone    string // IANA; what SQL means by a day
	Tables  []Table
	Dicts   map[string][]string // texts by code, of columns of kind Dict
	Format  Format
	Rows    int   // most rows given
	Bytes   int   // most bytes given, as the format counts them
	Memory  int64 // bytes that DuckDB may use
	Threads int
	Time    time.Duration
}

// Format says how rows are given.
type Format string

const (
	JSON Format = "json" // arrays, comma after comma
	CSV  Format = "csv"  // lines without a header, RFC 4180
)

// Table is one that statements can read.
type Table struct {
	Name    string
	Rows    uint64 // about; for the order of joins
	Columns []TableColumn
}

// TableColumn is a column of a table. Kind is how its values cross to the child.
type TableColumn struct {
	Name string
	Kind Kind
	Dict string // the dictionary's name when Kind is Dict
}

// Kind is a column's type, and its form in a Block.
type Kind uint8

const (
	Text    Kind = iota // Texts; VARCHAR
	Object              // Texts; JSON
	Dict                // U32, codes of a dictionary; VARCHAR
	Natural             // U32; UINTEGER
	Count               // I64; BIGINT
	Time                // I64, µs UTC; TIMESTAMP WITH TIME ZONE
	Day                 // I32, days since 1970-01-01; DATE
	Number              // F64; DOUBLE
	Truth               // Bools; BOOLEAN
)

// Block is up to BlockRows rows of the columns that were asked for.
type Block struct {
	N       int
	Columns []Values
}

// BlockRows is the most rows that a block may have: DuckDB's vectors are so long.
const BlockRows = 2048

// Values is a column of a block; the slice that its Kind names is filled.
type Values struct {
	Has   []uint64 // a bit a row; nil: all have a value
	Texts [][]byte
	U32   []uint32
	I64   []int64
	I32   []int32
	F64   []float64
	Bools []bool
}

// Column is one of the result's.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type" doc:"SQL type, such as BIGINT, DOUBLE, VARCHAR, DATE or TIMESTAMP WITH TIME ZONE"`
}

// Done says how a statement ended well.
type Done struct {
	Rows   int    // given
	More   bool   // there were more than could be given
	Memory int64  // most that the child had in memory for it, bytes
	Read   uint64 // rows read of the tables; set by the parent
}

// Failure is why a statement has no answer, in words for whoever wrote it.
type Failure struct {
	Reason     Reason
	Message    string // of DuckDB, or ours
	Position   int    // bytes into the SQL; -1: nowhere
	Name       string // of what is unknown or not allowed
	Candidates []string
}

func (f *Failure) Error() string { return string(f.Reason) + ": " + f.Message }

// Reason is the kind of a failure, stable for programs.
type Reason string

const (
	ReadOnly        Reason = "read_only"        // the statement would change something
	Several         Reason = "several"          // more than one statement
	Empty           Reason = "empty"            // no statement
	Syntax          Reason = "syntax"           // cannot be read
	UnknownColumn   Reason = "unknown_column"   // Name, Candidates
	UnknownTable    Reason = "unknown_table"    // Name, Candidates
	UnknownFunction Reason = "unknown_function" // Name, Candidates
	NotAllowed      Reason = "not_allowed"      // Name reaches outside of the tables
	Wrong           Reason = "wrong"            // types that do not fit, values that cannot be cast, …
	Memory          Reason = "memory"           // more than it may use
	TooLarge        Reason = "too_large"        // one row has more bytes than an answer
	TimeOut         Reason = "time"             // more time than it may take
	Broken          Reason = "broken"           // our fault
)

// String is the kind's SQL type.
func (k Kind) String() string {
	switch k {
	case Object:
		return "JSON"
	case Natural:
		return "UINTEGER"
	case Count:
		return "BIGINT"
	case Time:
		return "TIMESTAMP WITH TIME ZONE"
	case Day:
		return "DATE"
	case Number:
		return "DOUBLE"
	case Truth:
		return "BOOLEAN"
	}
	return "VARCHAR"
}
