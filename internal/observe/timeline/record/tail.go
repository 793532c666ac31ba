package record

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"kith/internal/kith"
)

// The tail of a row is a compact JSON object of the properties without a column
// in the row's segment, keyed by name. Only this package writes it, so the
// walker below relies on there being no spaces and no duplicate names.

// appendMember adds a property to a tail that lacks its closing brace; an
// empty one is opened.
func appendMember(tail []byte, name string, v kith.Value) []byte {
	tail = append(appendQuoted(appendComma(tail), name), ':')
	return appendValue(tail, v)
}

func appendComma(tail []byte) []byte {
	if len(tail) == 0 {
		return append(tail, '{')
	}
	return append(tail, ',')
}

func appendValue(dst []byte, v kith.Value) []byte {
	switch v.Kind {
	case kith.Bool:
		return strconv.AppendBool(dst, v.Num != 0)
	case kith.Number:
		return appendNumber(dst, v.Num)
	case kith.String:
		return appendQuoted(dst, v.Str)
	}
	return append(dst, v.Str...)
}

// appendNumber writes the shortest digits that read back as the same number.
func appendNumber(dst []byte, f float64) []byte {
	format := byte('e')
	if a := max(f, -f); a == 0 || a >= 1e-6 && a < 1e15 {
		format = 'f'
	}
	return strconv.AppendFloat(dst, f, format, -1, 64)
}

func appendQuoted(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		if c < ' ' {
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		} else {
			dst = append(dst, '\\', c)
		}
		from = i + 1
	}
	return append(append(dst, s[from:]...), '"')
}

// tailWalker reads the members of a tail in order.
type tailWalker struct{ rest []byte }

func walkTail(tail []byte) tailWalker {
	if len(tail) < 2 || tail[0] != '{' {
		return tailWalker{}
	}
	return tailWalker{rest: tail[1 : len(tail)-1]}
}

// next returns the quoted name and the value as written; false at the end.
func (w *tailWalker) next() (name, value []byte, ok bool) {
	if len(w.rest) == 0 {
		return nil, nil, false
	}
	n := quotedLen(w.rest)
	name = w.rest[:n]
	rest := w.rest[n+1:]
	m := valueLen(rest)
	value = rest[:m]
	w.rest = rest[min(m+1, len(rest)):]
	return name, value, true
}

// quotedLen is the length of the JSON string that b begins with.
func quotedLen(b []byte) int {
	for i := 1; ; {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return len(b)
		}
		i += j + 1
		slashes := 0
		for k := i - 2; k > 0 && b[k] == '\\'; k-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
}

// valueLen is the length of the JSON value that b begins with.
func valueLen(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i += quotedLen(b[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// kindOf tells the kind of a value as written in a tail.
func kindOf(value []byte) kith.ValueKind {
	switch value[0] {
	case '"':
		return kith.String
	case '{', '[':
		return kith.JSON
	case 't', 'f':
		return kith.Bool
	}
	return kith.Number
}

// parseValue reads a value as written in a tail; it keeps nothing of b.
func parseValue(b []byte) kith.Value {
	switch kindOf(b) {
	case kith.String:
		return kith.StringValue(unquote(b))
	case kith.JSON:
		return kith.JSONValue(string(b))
	case kith.Bool:
		return kith.BoolValue(b[0] == 't')
	}
	f, _ := strconv.ParseFloat(string(b), 64)
	return kith.NumberValue(f)
}

// unquote undoes appendQuoted, which escapes only what it must.
func unquote(b []byte) string {
	b = b[1 : len(b)-1]
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			out = append(out, b[i])
			continue
		}
		i++
		if b[i] != 'u' {
			out = append(out, b[i])
			continue
		}
		n, _ := strconv.ParseUint(string(b[i+1:i+5]), 16, 16)
		out = utf8.AppendRune(out, rune(n))
		i += 4
	}
	return string(out)
}
