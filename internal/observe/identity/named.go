package identity

import "kith/internal/kith"

// named is an id that an event names, in the form it is compared by.
type named struct {
	kind Kind
	text string
}

// naming collects the ids of one event. Its lists are used again for the next.
type naming struct {
	joins  []named // the first decides whose the event is
	shared []named
}

// read collects what an event names by some rules, in their order. judge says
// whether an id may stand for a person; nil: every id may.
func (n *naming) read(e *kith.Event, b *rulebook, judge *resolving) {
	n.joins, n.shared = n.joins[:0], n.shared[:0]
	n.add(User, "user", e.UserID, b, judge)
	if len(e.IDs) > 0 || len(b.Traits) > 0 {
		n.further(e, b, judge)
	}
	// A server's library makes a fresh anonymous id up for every call. Where
	// nothing is judged the first id need not be one that is stored.
	if e.AnonymousID != "" && (!e.Server || len(n.joins) == 0 || judge == nil) {
		n.add(Anonymous, "anonymous", e.AnonymousID, b, judge)
	}
	n.machine(e, b, judge)
}

// further collects the ids that are neither the user's nor a machine's.
func (n *naming) further(e *kith.Event, b *rulebook, judge *resolving) {
	for i := range b.Types {
		t := &b.Types[i]
		if t.Kind == User || t.Kind.Weak() || t.Use == Off {
			continue
		}
		for _, id := range e.IDs {
			if id.Type == t.Name {
				n.add(t.Kind, t.Name, id.Value, b, judge)
			}
		}
		if e.Name != kith.EventIdentify && e.Name != kith.EventSet {
			continue
		}
		for _, trait := range b.Traits {
			if trait.Type != t.Name {
				continue
			}
			for _, p := range e.Props {
				if p.Name == trait.Trait && (p.Value.Kind == kith.String || p.Value.Kind == kith.Number) {
					n.add(t.Kind, t.Name, p.Value.Text(), b, judge)
				}
			}
		}
	}
}

// machine collects the ids that say on which machine, or on which visit.
func (n *naming) machine(e *kith.Event, b *rulebook, judge *resolving) {
	for _, kind := range [...]Kind{Device, Click} {
		for _, id := range e.IDs {
			if id.Type == kindNames[kind] && b.joins(kind) {
				n.add(kind, id.Type, id.Value, b, judge)
			}
		}
	}
}

func (n *naming) add(kind Kind, what, id string, b *rulebook, judge *resolving) {
	if id == "" {
		return
	}
	if b.blocks(id) || !judge.accept(what, id) {
		return
	}
	at := b.of[kind]
	if at == 0 {
		return
	}
	t := &b.Types[at-1]
	if t.Form != Exact {
		id = t.Form.apply(id)
		if !judge.accept(what, id) {
			return
		}
	}
	to := &n.joins
	if t.Use == Shared {
		to = &n.shared
	}
	for _, there := range *to {
		if there.kind == kind && there.text == id {
			return
		}
	}
	*to = append(*to, named{kind, id})
}

// user is the user id, "" when there is none that is usable.
func (n *naming) user() string {
	if len(n.joins) > 0 && n.joins[0].kind == User {
		return n.joins[0].text
	}
	return ""
}
