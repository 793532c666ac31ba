package identity

import "unsafe"

// persons is what the rules need to know of each raw person, by number; [0]
// is unused. Only the resolving goroutine touches it.
type persons []person

type person struct {
	into uint32 // the person it was merged into; 0: none, it is canonical
	// Of a canonical person, with all that was merged into it:
	ids   uint16
	user  bool // it has a user id
	apart bool // a member of it was taken apart from somebody
}

// further counts, of canonical persons who have ids of other kinds than user
// and anonymous, how many they have of each.
type further map[uint32]*[kinds]uint8

const furtherBytes = int64(unsafe.Sizeof([kinds]uint8{})) + 32

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

// count takes in one more id of a canonical person.
func (d *Directory) count(kind Kind, canonical uint32) {
	c := &d.persons[canonical]
	if c.ids < ^uint16(0) {
		c.ids++
	}
	c.user = c.user || kind == User
	if kind <= User {
		return
	}
	of := d.further[canonical]
	if of == nil {
		of = new([kinds]uint8)
		if d.further == nil {
			d.further = further{}
		}
		d.further[canonical] = of
	}
	if of[kind] < ^uint8(0) {
		of[kind]++
	}
}

// unite makes one of two canonical persons.
func (d *Directory) unite(from, into uint32) {
	f, t := &d.persons[from], &d.persons[into]
	t.ids = uint16(min(int(t.ids)+int(f.ids), int(^uint16(0))))
	t.user, t.apart = t.user || f.user, t.apart || f.apart
	*f = person{into: into}
	if of := d.further[from]; of != nil {
		delete(d.further, from)
		if to := d.further[into]; to == nil {
			d.further[into] = of
		} else {
			for k := range to {
				to[k] = uint8(min(int(to[k])+int(of[k]), int(^uint8(0))))
			}
		}
	}
}

// recount counts the ids of some persons anew, whose members stand for them.
func (d *Directory) recount(canonicals ...uint32) {
	var one [2]uint32
	for i, c := range canonicals {
		d.persons[c] = person{}
		delete(d.further, c)
		one[i] = c
	}
	d.table.Load().arena.walk(func(ref uint64, kind Kind, _ string, raw uint32) {
		if c := d.persons.canonical(raw); (c == one[0] || c == one[1]) && !d.stale[ref] {
			d.count(kind, c)
		}
	})
	for _, pair := range d.apart {
		for _, raw := range [2]uint32{pair.From, pair.Into} {
			d.persons[d.persons.canonical(raw)].apart = true
		}
	}
}

// strong tells whether a canonical person has an id that says who it is.
func (d *Directory) strong(canonical uint32) bool {
	if d.persons[canonical].user {
		return true
	}
	of := d.further[canonical]
	if of == nil {
		return false
	}
	for k, n := range of {
		if n > 0 && !Kind(k).Weak() && d.rules.joins(Kind(k)) {
			return true
		}
	}
	return false
}

// separated tells whether members of two canonical persons were taken apart.
func (d *Directory) separated(a, b uint32) bool {
	if !d.persons[a].apart || !d.persons[b].apart {
		return false
	}
	for _, pair := range d.apart {
		x, y := d.persons.canonical(pair.From), d.persons.canonical(pair.Into)
		if x == a && y == b || x == b && y == a {
			return true
		}
	}
	return false
}
