package wire

import (
	"strconv"
	"strings"

	"kith/internal/kith"
)

// exactDigits is how many digits every integer may have and still be exact in a
// float64.
const exactDigits = 15

// number reads a literal whose syntax the scanner has checked.
func number(s string, fractional bool) kith.Value {
	if !fractional && len(s) <= exactDigits {
		return kith.NumberValue(float64(integer(s)))
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !fractional && strconv.FormatFloat(f, 'f', 0, 64) != s {
		return kith.StringValue(s)
	}
	return kith.NumberValue(f)
}

// integer reads up to 18 digits with or without a minus.
func integer(s string) (n int64) {
	digits, negative := strings.CutPrefix(s, "-")
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
	}
	if negative {
		return -n
	}
	return n
}

// Ident is n as an id: a string as it is, a number as its digits, "" for null
// or nothing or white space. ok is false for what is neither, and for a string
// with NUL or invalid UTF-8: repairing it could make two ids one.
func (n Node) Ident() (id string, ok bool) {
	switch n.Kind() {
	case Absent, Null:
		return "", true
	case String:
		s, repaired := n.Text()
		if strings.TrimSpace(s) == "" && !repaired {
			return "", true
		}
		return s, !repaired
	case Number:
		v, _ := n.Value()
		return v.Text(), true
	}
	return "", false
}
