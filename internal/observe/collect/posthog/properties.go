package posthog

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// gather reads the properties. Those of the event's own go to its list; of
// what changes persons only what its surroundings say, whose names begin with
// $, for its properties are traits.
func (d *Decoder) gather(r *reading) *wire.Flaw {
	if flaw := wire.Bag(r.properties, "properties"); flaw != nil {
		return flaw
	}
	passive := kith.Passive(r.name)
	if r.name == kith.EventIdentify {
		for name, v := range r.properties.Members() {
			if name == "$set" {
				r.own.set = v
			}
		}
		if flaw := d.set(r); flaw != nil { // before what $set and the surroundings both name
			return flaw
		}
	}
	for name, v := range r.properties.Members() {
		if len(name) > 0 && (name[0] == '$' || name == "token" || name == "distinct_id" || name == "alias") {
			if r.special(name, v) {
				continue
			}
			r.seen(name, v)
		}
		if !passive {
			if flaw := d.g.Set(name, "properties", v); flaw != nil {
				return flaw
			}
		} else if r.name == kith.EventIdentify && len(name) > 0 && name[0] == '$' {
			if flaw := d.g.Fill(name, "properties", v); flaw != nil {
				return flaw
			}
		}
	}
	return nil
}

// say adds the event, and beside it what it says of the person.
func (d *Decoder) say(r *reading, e *kith.Event) (flaw *wire.Flaw) {
	switch r.name {
	case kith.EventSet:
		d.g.Props.Drop()
		return d.person(r, e, false)
	case kith.EventGroup:
		flaw = d.group(r)
	case kith.EventAlias:
	default:
		d.surroundings(r, e)
	}
	if flaw != nil {
		d.g.Props.Drop()
		return flaw
	}
	e.Name = r.name
	if e.Props, flaw = d.g.Closed("properties"); flaw != nil {
		return flaw
	}
	d.g.Add(*e)
	if r.twoNames {
		d.g.Add(wire.Reversed(e))
	}
	return d.person(r, e, true)
}

func (d *Decoder) surroundings(r *reading, e *kith.Event) {
	if r.own.lib.Empty() {
		name, _ := r.library.Text()
		version, _ := r.libraryVersion.Text()
		d.g.FillText("$lib", name)
		d.g.FillText("$lib_version", version)
	}
	if !r.server() { // a server's own address says nothing of the person
		d.g.FillText("$ip", d.g.Call.Address)
	}
}

func (d *Decoder) group(r *reading) *wire.Flaw {
	kind, flaw := ident(r.own.groupType, "properties.$group_type")
	if flaw != nil {
		return flaw
	}
	key, flaw := ident(r.own.groupKey, "properties.$group_key")
	switch {
	case flaw != nil:
		return flaw
	case key == "":
		return &wire.Flaw{Reason: wire.NoGroupID, Where: "properties.$group_key"}
	}
	d.g.FillText("$group_id", key)
	d.g.FillText("$group_type", kind)
	return d.g.FillAll(r.own.groupSet, "properties.$group_set")
}

// change is one thing that an event may say of its person.
type change struct {
	name   string // of the event that says it in Kith
	gather func(*Decoder, *reading) *wire.Flaw
}

var changes = [...]change{
	{kith.EventSet, (*Decoder).set}, {kith.EventSetOnce, (*Decoder).setOnce}, {kith.EventUnset, (*Decoder).unset},
}

// person adds an event for each change that e says. When e is such an event
// itself the first of them has its id, and there is one in any case.
func (d *Decoder) person(r *reading, e *kith.Event, beside bool) *wire.Flaw {
	for _, c := range changes {
		if c.name == kith.EventSet && r.name == kith.EventIdentify {
			continue // its properties are these
		}
		d.g.Props.Begin()
		if flaw := c.gather(d, r); flaw != nil {
			d.g.Props.Drop()
			return flaw
		}
		if d.g.Props.Count() == 0 {
			continue
		}
		props, flaw := d.g.Closed(c.name)
		if flaw != nil {
			return flaw
		}
		more := *e
		more.Name, more.Props, more.PreviousID = c.name, props, ""
		if r.name == kith.EventIdentify {
			more.AnonymousID = e.UserID // the device is told already
		}
		if beside {
			more.MessageID = wire.Derived(e.MessageID, c.name)
		}
		beside = true
		d.g.Add(more)
	}
	if !beside {
		e.Name = kith.EventSet
		d.g.Add(*e)
	}
	return nil
}

// What an event says within its properties goes before what it says beside them.

func (d *Decoder) set(r *reading) *wire.Flaw {
	if flaw := d.g.FillAll(r.own.set, "properties.$set"); flaw != nil {
		return flaw
	}
	return d.g.FillAll(r.set, "$set")
}

func (d *Decoder) setOnce(r *reading) *wire.Flaw {
	if flaw := d.g.FillAll(r.own.setOnce, "properties.$set_once"); flaw != nil {
		return flaw
	}
	return d.g.FillAll(r.setOnce, "$set_once")
}

// unset gathers names, which a list holds or a set of properties.
func (d *Decoder) unset(r *reading) *wire.Flaw {
	if flaw := d.g.Names(r.own.unset, "properties.$unset"); flaw != nil {
		return flaw
	}
	return d.g.Names(r.unset, "$unset")
}
