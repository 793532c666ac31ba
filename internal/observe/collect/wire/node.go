package wire

import (
	"iter"

	"kith/internal/kith"
)

// Node is one value of a Doc. The zero Node is absent. Texts that it gives out
// share the text that was scanned, and stay valid as long as they are held.
type Node struct {
	doc *Doc
	i   uint32
}

// Root is the whole text's value.
func (d *Doc) Root() Node {
	if len(d.tape) == 0 {
		return Node{}
	}
	return Node{d, 0}
}

func (n Node) token() *token { return &n.doc.tape[n.i] }

func (n Node) Kind() Kind {
	if n.doc == nil {
		return Absent
	}
	return n.token().kind
}

// Empty reports whether n is absent or null.
func (n Node) Empty() bool { return n.Kind() <= Null }

// Depth is how deep objects and arrays nest in n: 0 for a scalar, 1 when flat.
func (n Node) Depth() int {
	if n.doc == nil {
		return 0
	}
	return int(n.token().height)
}

// Source is the value's JSON as it was received.
func (n Node) Source() string {
	switch t := n.token(); t.kind {
	case String:
		return n.doc.text[t.pos-1 : t.end+1]
	default:
		return n.doc.text[t.pos:t.end]
	}
}

// Members walks an object: names (which may repeat) and values. It is empty for
// anything else.
func (n Node) Members() iter.Seq2[string, Node] {
	return func(yield func(string, Node) bool) {
		if n.Kind() != Object {
			return
		}
		for i, end := n.i+1, n.token().next; i < end; {
			name := Node{n.doc, i}
			value := Node{n.doc, i + 1}
			if !yield(name.name(), value) {
				return
			}
			i = value.token().next
		}
	}
}

func (n Node) name() string {
	s, _ := n.Text()
	return s
}

// Member returns the last member of that name, absent if there is none.
func (n Node) Member(name string) (found Node) {
	for s, value := range n.Members() {
		if s == name {
			found = value
		}
	}
	return found
}

// Elements walks an array. It is empty for anything else.
func (n Node) Elements() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.Kind() != Array {
			return
		}
		for i, end := n.i+1, n.token().next; i < end; {
			e := Node{n.doc, i}
			if !yield(e) {
				return
			}
			i = e.token().next
		}
	}
}

// Text is what a string says, as valid UTF-8 without NUL; repaired is true when
// it was not. It is "" for anything else.
func (n Node) Text() (s string, repaired bool) {
	if n.Kind() != String {
		return "", false
	}
	t := n.token()
	s = n.doc.text[t.pos:t.end]
	if t.flags&(escaped|rewrite) == 0 {
		return s, false
	}
	b, repaired := unescape(make([]byte, 0, len(s)), s)
	return string(b), repaired
}

// Value is n as a property's value; null is None. Numbers that a float64 cannot
// hold become the text of their digits: integers exactly, others when they are
// too large. Objects and arrays are kept as compact JSON. repaired is true when
// a text in it was not valid UTF-8 without NUL.
func (n Node) Value() (v kith.Value, repaired bool) {
	switch n.Kind() {
	case True, False:
		return kith.BoolValue(n.Kind() == True), false
	case Number:
		t := n.token()
		return number(n.doc.text[t.pos:t.end], t.flags&fraction != 0), false
	case String:
		s, repaired := n.Text()
		return kith.StringValue(s), repaired
	case Array, Object:
		if n.token().flags&rewrite == 0 {
			return kith.JSONValue(n.Source()), false
		}
		s, repaired := n.compact()
		return kith.JSONValue(s), repaired
	}
	return kith.Value{}, false
}

// compact is the JSON of a container without white space, and with every
// string valid UTF-8 without NUL, escaped or not.
func (n Node) compact() (s string, repaired bool) {
	t, text := n.token(), n.doc.text
	out := make([]byte, 0, t.end-t.pos)
	var scratch []byte
	at := t.pos
	for i := n.i + 1; i < t.next; i++ {
		in := &n.doc.tape[i]
		if in.kind != String {
			continue
		}
		out = appendTight(out, text[at:in.pos-1])
		at = in.end + 1
		if in.flags&rewrite == 0 {
			out = append(out, text[in.pos-1:at]...)
			continue
		}
		var fixed bool
		scratch, fixed = unescape(scratch[:0], text[in.pos:in.end])
		repaired = repaired || fixed
		out = appendQuoted(out, scratch)
	}
	out = appendTight(out, text[at:t.end])
	return string(out), repaired
}

// appendTight appends JSON between strings without its white space.
func appendTight(dst []byte, s string) []byte {
	for i := range len(s) {
		if s[i] > ' ' {
			dst = append(dst, s[i])
		}
	}
	return dst
}
