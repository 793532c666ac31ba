package kith

import (
	"math"
	"strconv"
)

// ValueKind says which field of a [Value] holds.
type ValueKind uint8

const (
	None   ValueKind = iota // absent; never stored
	Bool                    // Num is 0 or 1
	Number                  // Num, always finite
	String                  // Str, valid UTF-8 without NUL
	JSON                    // Str is a valid, compact JSON array or object
)

// Value is a property's value. It is comparable, so it can key a map.
//
// An integer literal that a float64 cannot hold exactly (an order number of 20
// digits) is kept as a String of its digits rather than rounded.
type Value struct {
	Kind ValueKind
	Num  float64
	Str  string
}

func BoolValue(b bool) Value {
	if b {
		return Value{Kind: Bool, Num: 1}
	}
	return Value{Kind: Bool}
}

// NumberValue returns None for NaN and infinities: JSON has neither.
func NumberValue(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	if f == 0 {
		f = 0 // -0 and 0 are one value
	}
	return Value{Kind: Number, Num: f}
}

func StringValue(s string) Value { return Value{Kind: String, Str: s} }
func JSONValue(s string) Value   { return Value{Kind: JSON, Str: s} }

// Text is the value as a person reads it: true, 12.5, iOS, ["a","b"].
func (v Value) Text() string {
	switch v.Kind {
	case Bool:
		return strconv.FormatBool(v.Num != 0)
	case Number:
		return strconv.FormatFloat(v.Num, 'f', -1, 64)
	case String, JSON:
		return v.Str
	}
	return ""
}

// Property is one named value of an event.
type Property struct {
	Name  string
	Value Value
}
