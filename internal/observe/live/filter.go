package live

import (
	"slices"

	"kith/internal/observe/quarantine"
	"kith/internal/observe/timeline"
)

// Filter says what somebody wants to see; the zero Filter is everything.
type Filter struct {
	Events  []string // of these names; none: of all
	Without []string // not of these
	Sources []uint32 // of these; none: of all
	Person  uint32   // of this one, and of those merged with it; 0: of all
	Only    Only
}

// Only narrows down by what became of events.
type Only string

const (
	Accepted    Only = "accepted"
	Quarantined Only = "quarantined"
)

func (f *Filter) name(name string) bool {
	return (len(f.Events) == 0 || slices.Contains(f.Events, name)) && !slices.Contains(f.Without, name)
}

func (f *Filter) source(id uint32) bool {
	return len(f.Sources) == 0 || slices.Contains(f.Sources, id)
}

// row reports whether an accepted event is wanted.
func (f *Filter) row(r *timeline.Row, names *timeline.Names, merges *timeline.OverrideView) bool {
	if f.Only == Quarantined || !f.source(r.Source) {
		return false
	}
	if f.Person != 0 && merges.Canonical(r.Person) != merges.Canonical(f.Person) {
		return false
	}
	return len(f.Events) == 0 && len(f.Without) == 0 || f.name(names.Events.Name(uint32(r.Code)))
}

// rejected reports whether an event in quarantine is wanted. Nobody knows of
// whom it is.
func (f *Filter) rejected(e *quarantine.Entry) bool {
	return f.Only != Accepted && f.Person == 0 && f.source(e.Source) && f.name(e.Name)
}
