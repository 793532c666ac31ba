package importer

import (
	"strconv"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// Types that a mapping may give a property; "" lets each value decide.
const (
	text     = "text"
	number   = "number"
	boolean  = "boolean"
	jsonType = "json"
)

// plainDigits is how many digits a decimal may have and still be exact.
const plainDigits = 15

var tens = [plainDigits + 1]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// plainNumber reads a decimal that says nothing but a number: what has leading
// zeros, an exponent or more digits than a float64 holds may be an id.
func plainNumber(s string) (float64, bool) {
	digits, negative := strings.CutPrefix(s, "-")
	if digits == "" || len(digits) > plainDigits+1 || len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		return 0, false
	}
	mantissa, point := int64(0), -1
	for i := range len(digits) {
		switch c := digits[i]; {
		case c-'0' <= 9:
			mantissa = mantissa*10 + int64(c-'0')
		case c == '.' && point < 0 && i > 0 && i < len(digits)-1:
			point = i
		default:
			return 0, false
		}
	}
	if point < 0 && len(digits) > plainDigits {
		return 0, false
	}
	f := float64(mantissa)
	if point >= 0 {
		f /= tens[len(digits)-1-point] // both exact, so the quotient is the nearest
	}
	if negative {
		f = -f
	}
	return f, true
}

// guessed is the value that a CSV's text stands for when no type is given.
func guessed(s string) kith.Value {
	switch s {
	case "":
		return kith.Value{}
	case "true", "TRUE", "True":
		return kith.BoolValue(true)
	case "false", "FALSE", "False":
		return kith.BoolValue(false)
	}
	if f, ok := plainNumber(s); ok {
		return kith.NumberValue(f)
	}
	return kith.StringValue(s)
}

// typed is a cell as a property of the given type. doc is used for JSON.
func typed(v kith.Value, as string, doc *wire.Doc) (kith.Value, Reason) {
	if v.Kind == kith.None {
		return v, ""
	}
	switch as {
	case text:
		return kith.StringValue(v.Text()), ""
	case number:
		return asNumber(v)
	case boolean:
		return asBoolean(v)
	case jsonType:
		if v.Kind != kith.String {
			return v, ""
		}
		if blank(v) {
			return kith.Value{}, ""
		}
		if doc.Scan(v.Str) != nil || doc.Root().Depth() > wire.MaxDepth {
			return v, BadJSONCell
		}
		out, _ := doc.Root().Value()
		return out, ""
	}
	return v, ""
}

func asNumber(v kith.Value) (kith.Value, Reason) {
	if v.Kind == kith.Number || blank(v) {
		return numberOrNone(v), ""
	}
	s := strings.TrimSpace(v.Text())
	s = strings.TrimLeft(s, "¥￥$€£ ")
	s = strings.ReplaceAll(s, ",", "")
	if f, ok := looseNumber(s); ok {
		return kith.NumberValue(f), ""
	}
	return v, BadNumber
}

func numberOrNone(v kith.Value) kith.Value {
	if v.Kind == kith.Number {
		return v
	}
	return kith.Value{}
}

func asBoolean(v kith.Value) (kith.Value, Reason) {
	if v.Kind == kith.Bool {
		return v, ""
	}
	switch strings.ToLower(strings.TrimSpace(v.Text())) {
	case "":
		return kith.Value{}, ""
	case "true", "1", "yes", "y", "t", "是":
		return kith.BoolValue(true), ""
	case "false", "0", "no", "n", "f", "否":
		return kith.BoolValue(false), ""
	}
	return v, BadBoolean
}

// looseNumber also takes leading zeros and exponents: the operator has said
// that this is a number.
func looseNumber(s string) (float64, bool) {
	if f, ok := plainNumber(s); ok {
		return f, true
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && kith.NumberValue(f).Kind == kith.Number && strings.Trim(s, "0123456789.+-eE") == ""
}
