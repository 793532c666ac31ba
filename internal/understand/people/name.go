package people

import (
	"slices"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/identity"
)

// nameTraits are the traits that people are called by, the best first. They are
// compared without regard to case, _ and -.
var nameTraits = []string{"nickname", "昵称", "displayname", "name", "姓名", "名字", "fullname", "username", "用户名", "screenname"}

func plainName(trait string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(trait))
}

// namer finds what persons call themselves; made once for many of them.
type namer struct {
	traits      *Traits
	slots       []int // of the name traits there are, the best first
	first, last int   // of a given and a family name; -1: nobody has one
}

func (t *Traits) namer() *namer {
	n := &namer{traits: t, first: -1, last: -1}
	for _, name := range nameTraits {
		for i, c := range t.slots {
			if plainName(c.name) == name {
				n.slots = append(n.slots, i)
			}
		}
	}
	for i, c := range t.slots {
		switch plainName(c.name) {
		case "firstname", "givenname":
			n.first = i
		case "lastname", "familyname", "surname":
			n.last = i
		}
	}
	return n
}

// name is "" when no trait says it.
func (n *namer) name(cells []cell) string {
	for _, slot := range n.slots {
		if v := n.traits.value(cells, slot); v.Kind == kith.String && strings.TrimSpace(v.Str) != "" {
			return v.Str
		}
	}
	var first, last string
	if n.first >= 0 {
		first = n.traits.value(cells, n.first).Str
	}
	if n.last >= 0 {
		last = n.traits.value(cells, n.last).Str
	}
	if han(first) || han(last) {
		return last + first
	}
	return strings.TrimSpace(first + " " + last)
}

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}

// Named says where a display name is from.
type Named string

const (
	NamedByTrait     Named = "trait"     // the person's own word
	NamedByUserID    Named = "user_id"   // the id that the customer's system gave, or another that says who it is
	NamedByAnonymous Named = "anonymous" // the end of a device's id
)

// displayName is what a person is called on every page: by a trait, else by the
// user id, else by the end of an anonymous id.
func displayName(name string, ids []identity.ID, masked bool) (string, Named) {
	if name != "" {
		return name, NamedByTrait
	}
	for _, id := range ids {
		if id.Kind == identity.User {
			return maskID(id.ID, masked), NamedByUserID
		}
	}
	if len(ids) > 0 {
		id := ids[0].ID
		if !ids[0].Kind.Weak() {
			return maskID(id, masked), NamedByUserID
		}
		if r := []rune(id); len(r) > 6 {
			id = string(r[len(r)-6:])
		}
		return id, NamedByAnonymous
	}
	return "", NamedByAnonymous
}

// byImportance orders a person's ids: user ids before those that say who it is,
// and these before devices.
func byImportance(ids []identity.ID) {
	tier := func(k identity.Kind) int {
		switch {
		case k == identity.User:
			return 0
		case k.Weak():
			return 2
		}
		return 1
	}
	slices.SortStableFunc(ids, func(a, b identity.ID) int { return tier(a.Kind) - tier(b.Kind) })
}
