package identity

// persons is what the rules need to know of each raw person, by number; [0]
// is unused. Only the resolving goroutine touches it.
type persons []person

type person struct {
	into uint32 // the person it was merged into; 0: none, it is canonical
	// Of a canonical person, with all that was merged into it:
	ids  uint16
	user bool // it has a user id
}

func (p persons) canonical(raw uint32) uint32 {
	for p[raw].into != 0 {
		raw = p[raw].into
	}
	return raw
}

// cover grows the list so that raw is a valid index.
func (p persons) cover(raw uint32) persons {
	for int(raw) >= len(p) {
		p = append(p, person{})
	}
	return p
}

// bind counts one more id of raw's canonical person.
func (p persons) bind(kind Kind, raw uint32) {
	c := &p[p.canonical(raw)]
	if c.ids < ^uint16(0) {
		c.ids++
	}
	c.user = c.user || kind == User
}

// merge joins two canonical persons.
func (p persons) merge(from, into uint32) {
	f, t := &p[from], &p[into]
	t.ids = uint16(min(int(t.ids)+int(f.ids), int(^uint16(0))))
	t.user = t.user || f.user
	*f = person{into: into}
}
