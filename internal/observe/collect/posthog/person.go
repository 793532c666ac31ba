package posthog

import (
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// everybody is the distinct_id of all who are counted without cookies.
const everybody = "$posthog_cookieless"

// who finds the ids of the person, and whether a server speaks of them.
func (d *Decoder) who(r *reading, e *kith.Event) *wire.Flaw {
	id, where, flaw := r.distinct()
	switch {
	case flaw != nil:
		return flaw
	case id == "" || id == everybody:
		return &wire.Flaw{Reason: wire.NoIdentity, Where: where, Saw: id}
	}
	switch r.name {
	case kith.EventIdentify:
		e.UserID = id
		if e.AnonymousID, flaw = ident(r.own.anonymous, "properties.$anon_distinct_id"); flaw != nil {
			return flaw
		}
		if e.AnonymousID == id || e.AnonymousID == everybody {
			e.AnonymousID = ""
		}
	case kith.EventAlias:
		if flaw := r.alias(id, e); flaw != nil {
			return flaw
		}
	default:
		if device, sure := r.says(id); sure && !device {
			e.UserID = id
		} else {
			e.AnonymousID = id
		}
	}
	if e.UserID != "" && e.AnonymousID == "" && r.name != kith.EventAlias {
		e.AnonymousID = id // who cannot tell says it so
	}
	// A server that names both ids means it: it does not invent one.
	e.Server = r.server() && (e.UserID == "" || e.AnonymousID == "")
	return nil
}

// distinct finds the distinct_id and where it stands.
func (r *reading) distinct() (id, where string, flaw *wire.Flaw) {
	for _, at := range [...]struct {
		where string
		n     wire.Node
	}{{"distinct_id", r.distinctID}, {"$distinct_id", r.dollarID}, {"properties.distinct_id", r.own.distinctID}} {
		if id, flaw = ident(at.n, at.where); id != "" || flaw != nil {
			return id, at.where, flaw
		}
	}
	return "", "distinct_id", nil
}

// ident is an id as PostHog takes them: what is no text is written as one, and
// what is too long is cut.
func ident(n wire.Node, where string) (string, *wire.Flaw) {
	s, ok := n.Ident()
	if !ok {
		v, repaired := n.Value()
		if n.Kind() == wire.String || repaired { // repairing could make two ids one
			return "", &wire.Flaw{Reason: wire.BadID, Where: where, Saw: n.Source()}
		}
		s = v.Text()
	}
	return wire.Shorten(s, kith.MaxIDLen), nil
}

// alias names the person by the user, and the other id as the one before.
func (r *reading) alias(id string, e *kith.Event) *wire.Flaw {
	other, flaw := ident(r.own.alias, "properties.alias")
	switch {
	case flaw != nil:
		return flaw
	case other == "":
		return &wire.Flaw{Reason: wire.NoPreviousID, Where: "properties.alias"}
	}
	device, sure := r.says(id)
	if !sure {
		device = madeUp(id) && !madeUp(other)
	}
	if device {
		id, other = other, id
	}
	e.UserID, e.PreviousID = id, other
	r.twoNames = !device && !madeUp(other) && id != other
	return nil
}

// says is what the client itself says of its distinct_id.
func (r *reading) says(id string) (device, sure bool) {
	own := &r.own
	switch own.identified.Kind() {
	case wire.True:
		return false, true
	case wire.False:
		return true, true
	}
	if user, ok := own.user.Ident(); ok && user == id {
		return false, true
	}
	return true, !own.device.Empty() && !r.server()
}

// server reports whether a server sent the event.
func (r *reading) server() bool {
	if !r.own.server.Empty() {
		return r.own.server.Kind() == wire.True
	}
	name, ours := strings.CutPrefix(r.client(), "posthog-")
	switch name {
	case "node", "go", "python", "ruby", "php", "java", "server", "elixir", "rs", "rust", "dotnet", "edge", "convex":
		return ours
	}
	return false
}

// client is the name of the client that sent it.
func (r *reading) client() string {
	lib := r.own.lib
	if lib.Empty() {
		lib = r.library
	}
	name, _ := lib.Text()
	return name
}

// madeUp reports whether an id is of a form that PostHog's browsers and apps
// make up for a device.
func madeUp(id string) bool {
	return uuid7(id) || fiveNumbers(id)
}

// uuid7 knows 01a21522-c233-7bf8-9cf3-a8a7871427ed by its version.
func uuid7(s string) bool {
	if len(s) != 36 || s[14] != '7' || strings.IndexByte("89abAB", s[19]) < 0 {
		return false
	}
	for i := range len(s) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (s[i] == '-') || !dash && !hexadecimal(s[i]) {
			return false
		}
	}
	return true
}

// fiveNumbers knows 17c1e1a8e9d1a2-0c9d2e4a8a8a8a-1f3a6253-1fa400-17c1e1a8e9e5c8,
// of which the first and the last begin with the time.
func fiveNumbers(s string) bool {
	if len(s) < 40 || len(s) > 80 {
		return false
	}
	parts := 1
	for i := range len(s) {
		if s[i] == '-' {
			parts++
		} else if !hexadecimal(s[i]) {
			return false
		}
	}
	first, last := strings.IndexByte(s, '-'), strings.LastIndexByte(s, '-')
	return parts == 5 && first >= 12 && len(s)-last > 12 && s[:7] == s[last+1:last+8]
}

func hexadecimal(c byte) bool { return c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'f' }
