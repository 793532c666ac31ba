package record

import (
	"math"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// coder turns a property's values, as they are stored, into the codes of a
// dictionary. It remembers what it has seen in bounded tables, so that a value
// seen before costs neither an allocation nor the dictionary's lock.
type coder struct {
	dict    *timeline.Dict
	bools   [2]uint32
	numbers map[uint64]uint32
	near    []nearNumber
	strings textCodes
	objects textCodes
	tokens  textCodes // of the tail: the JSON of a value of any kind
}

const (
	nearSize     = 1 << 10
	maxCodesKept = 1 << 16
)

// nearNumber is a place in a direct-mapped table; code 0: free.
type nearNumber struct {
	bits uint64
	code uint32
}

// nearText is the same for strings of up to 12 bytes.
type nearText struct {
	text text
	code uint32
}

type textCodes struct {
	near  []nearText
	codes map[string]uint32
}

func newCoder(dict *timeline.Dict) *coder { return &coder{dict: dict} }

func (c *coder) bool(b bool) uint32 {
	i := 0
	if b {
		i = 1
	}
	if c.bools[i] == 0 {
		c.bools[i] = c.dict.Code(kith.BoolValue(b))
	}
	return c.bools[i]
}

func (c *coder) number(f float64) uint32 {
	if c.near == nil {
		c.near, c.numbers = make([]nearNumber, nearSize), map[uint64]uint32{}
	}
	bits := math.Float64bits(f)
	at := &c.near[place(bits)]
	if at.bits == bits && at.code != 0 {
		return at.code
	}
	code, ok := c.numbers[bits]
	if !ok {
		code = c.dict.Code(kith.NumberValue(f))
		if len(c.numbers) < maxCodesKept {
			c.numbers[bits] = code
		}
	}
	at.bits, at.code = bits, code
	return code
}

// text codes a value of a text column of the kind, String or JSON.
func (c *coder) text(kind kith.ValueKind, t *text) uint32 {
	codes := &c.strings
	if kind == kith.JSON {
		codes = &c.objects
	}
	if t.len() > inPlace {
		return codes.bytes(c.dict, kind, t.bytes())
	}
	if codes.near == nil {
		codes.near = make([]nearText, nearSize)
	}
	at := &codes.near[place(t.head^t.rest*0x9e3779b97f4a7c15)]
	if at.text == *t && at.code != 0 {
		return at.code
	}
	at.text, at.code = *t, codes.bytes(c.dict, kind, t.bytes())
	return at.code
}

// token codes a value as written in a tail.
func (c *coder) token(value []byte) uint32 { return c.tokens.bytes(c.dict, kith.None, value) }

// bytes codes text of a kind, or for None a value as written in a tail.
func (t *textCodes) bytes(dict *timeline.Dict, kind kith.ValueKind, b []byte) uint32 {
	if code, ok := t.codes[string(b)]; ok {
		return code
	}
	var v kith.Value
	if kind == kith.None {
		v = parseValue(b)
	} else {
		v = kith.Value{Kind: kind, Str: string(b)}
	}
	code := dict.Code(v)
	if t.codes == nil {
		t.codes = map[string]uint32{}
	}
	if len(t.codes) < maxCodesKept && len(b) <= 1<<10 {
		t.codes[string(b)] = code
	}
	return code
}

func place(x uint64) uint64 { return x * 0xff51afd7ed558ccd >> 54 }
