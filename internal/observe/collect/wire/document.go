package wire

import "fmt"

// MaxValues bounds the values and member names of a body, and so the memory
// that reading it takes (16 bytes each). An ordinary event has about 60.
const MaxValues = 1 << 20

// Doc is a JSON text that was read once and is walked many times, without a
// tree of pointers: one flat list of tokens, reused from text to text.
//
// The text is checked in full by RFC 8259, with one leniency: control
// characters may stand in strings unescaped, for old clients write them so.
type Doc struct {
	text string
	tape []token
}

type token struct {
	pos, end uint32 // where in the text; of a string, what is between the quotes
	next     uint32 // the token after this value; while a container is open, its parent
	height   uint16 // of containers: how deep they nest, 1 when flat; stays at its maximum
	kind     Kind
	flags    uint8
}

const (
	escaped  = 1 << iota // a string with a backslash
	rewrite              // the text as it is cannot be stored: see Node.Value
	fraction             // a number with a point or an exponent
)

// Kind is what a JSON value is.
type Kind uint8

const (
	Absent Kind = iota
	Null
	False
	True
	Number
	String
	Array
	Object
)

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset int
	What   string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at byte %d: %s", e.Offset, e.What) }

// CrowdedError says that a text has more than MaxValues.
type CrowdedError struct{}

func (CrowdedError) Error() string {
	return fmt.Sprintf("the JSON has more than %d values", MaxValues)
}

// Scan reads text, which the Doc refers to until the next Scan. What was
// walked before is no longer valid. The error is a *SyntaxError or CrowdedError.
func (d *Doc) Scan(text string) error {
	s := scanner{text: text, tape: d.tape[:0], open: outside}
	err := s.run()
	d.text, d.tape = text, s.tape
	if err != nil {
		d.text, d.tape = "", d.tape[:0]
	}
	return err
}

// Forget lets go of the text, and of an unusually large list of tokens.
func (d *Doc) Forget() {
	d.text, d.tape = "", d.tape[:0]
	if cap(d.tape) > 1<<16 {
		d.tape = nil
	}
}
