package people

import (
	"strconv"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/identity"
)

// textMatch finds a text in ids and traits.
type textMatch struct {
	ids   map[uint32]bool // canonical persons by an id; true: it is exactly the text
	slots [][]fit         // by slot, then value
}

type fit uint8

const (
	misses fit = iota
	contains
	equals
)

func fitOf(text, part string) fit {
	switch {
	case len(text) < len(part):
		return misses
	case len(text) == len(part) && strings.EqualFold(text, part):
		return equals
	case strings.Contains(text, part), strings.Contains(strings.ToLower(text), part):
		return contains
	}
	return misses
}

// textMatch compiles a text; nil when there is none. The traits' lock must be held.
func (v *view) textMatch(text string) *textMatch {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return nil
	}
	m := &textMatch{ids: map[uint32]bool{}, slots: make([][]fit, len(v.traits.slots))}
	v.space.Histories.EachID(func(_ identity.Kind, id string, person uint32) bool {
		f := fitOf(id, text)
		if f == contains && v.space.Masked && personalText(id) != harmless {
			f = misses
		}
		if f != misses {
			c := v.overrides.Canonical(person)
			m.ids[c] = m.ids[c] || f == equals
		}
		return true
	})
	if n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 10, 32); err == nil && text[0] == '#' {
		m.ids[v.overrides.Canonical(uint32(n))] = true // a person's number
	}
	for slot, c := range v.traits.slots {
		fits := make([]fit, len(c.values))
		for i, x := range c.values {
			if x.Kind == kith.Bool {
				continue
			}
			fits[i] = fitOf(x.Text(), text)
			if fits[i] == contains && v.space.Masked && c.personal != harmless {
				fits[i] = misses
			}
		}
		m.slots[slot] = fits
	}
	return m
}

func (m *textMatch) passes(s *subject) (fits, exact bool) {
	if exact, fits = m.ids[s.person]; exact {
		return true, true
	}
	for _, c := range s.cells() {
		switch m.slots[c.slot()][c.value] {
		case equals:
			return true, true
		case contains:
			fits = true
		}
	}
	return fits, false
}
