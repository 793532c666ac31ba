package people

import (
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

const (
	// interned is how many different values of a trait are looked for before
	// one is added. Beyond it a trait is taken to be nearly unique (a mail
	// address), and finding the few that are not would cost more than they do.
	interned = 1 << 16
	// longestValue is how many bytes of a value lists know. The person's page
	// shows all of it, from the record.
	longestValue = 256
)

// column is the values of one trait, numbered from 0.
type column struct {
	name     string
	personal personal
	values   []kith.Value
	codes    map[kith.Value]uint32 // of the first values
	held     int                   // cells that have the trait
}

func newColumn(name string) *column {
	return &column{name: name, personal: personalTrait(name), codes: map[kith.Value]uint32{}}
}

func (c *column) code(v kith.Value) uint32 {
	v = short(v)
	if n, ok := c.codes[v]; ok {
		return n
	}
	n := uint32(len(c.values))
	c.values = append(c.values, v)
	if len(c.codes) < interned {
		c.codes[v] = n
	}
	return n
}

// crowded reports that most values are nobody's any more.
func (c *column) crowded() bool { return len(c.values) > interned && len(c.values) > 2*c.held }

// short cuts a long value; a JSON value that is cut is a text.
func short(v kith.Value) kith.Value {
	if len(v.Str) <= longestValue {
		return v
	}
	end := longestValue
	for end > 0 && !utf8.RuneStart(v.Str[end]) {
		end--
	}
	return kith.StringValue(strings.Clone(v.Str[:end]) + "…")
}
