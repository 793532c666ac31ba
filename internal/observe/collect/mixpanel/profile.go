package mixpanel

import (
	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// operations are what changes a profile, with the event that says it in Kith.
var operations = [...]struct{ said, event string }{
	{"$set", kith.EventSet}, {"$set_once", kith.EventSetOnce}, {"$add", kith.EventAdd},
	{"$append", kith.EventAppend}, {"$union", kith.EventAppend}, {"$unset", kith.EventUnset},
}

// traits are the names that Mixpanel writes with $, and Kith without.
var traits = map[string]string{
	"$email": "email", "$phone": "phone", "$name": "name", "$first_name": "firstName", "$last_name": "lastName",
	"$avatar": "avatar", "$created": "createdAt",
}

func trait(name string) string {
	if to, ok := traits[name]; ok {
		return to
	}
	return name
}

// profile decodes what is known of a person, an event for each operation.
func (d *Decoder) profile(r *reading) *wire.Flaw {
	d.g.Props.Begin()
	if r.refused != "" {
		return &wire.Flaw{Reason: wire.UnsupportedChange, Where: r.refused}
	}
	e := kith.Event{MessageID: d.messageID(r)}
	if flaw := d.who(r, &e); flaw != nil {
		return flaw
	}
	if flaw := d.when(r, &e); flaw != nil {
		return flaw
	}
	first := true
	for i, op := range operations {
		if r.ops[i].Empty() {
			continue
		}
		d.g.Props.Begin()
		r.name = op.event
		if flaw := d.change(r.ops[i], op.said); flaw != nil {
			return flaw
		}
		props, flaw := d.g.Closed(op.said)
		if flaw != nil {
			return flaw
		}
		said := e
		said.Name, said.Props = op.event, props
		if !first {
			said.MessageID = wire.Derived(e.MessageID, op.said)
		}
		first = false
		d.g.Add(said)
	}
	return nil
}

// change gathers the traits of one operation.
func (d *Decoder) change(from wire.Node, said string) *wire.Flaw {
	if said == "$unset" {
		return d.unset(from)
	}
	if flaw := wire.Bag(from, said); flaw != nil {
		return flaw
	}
	for name, v := range from.Members() {
		if said == "$add" && v.Kind() != wire.Number && !v.Empty() {
			return &wire.Flaw{Reason: wire.BadProperties, Where: said + "." + name, Saw: v.Source()}
		}
		if flaw := d.g.Set(trait(name), said, v); flaw != nil {
			return flaw
		}
	}
	return nil
}

func (d *Decoder) unset(from wire.Node) *wire.Flaw {
	if from.Kind() != wire.Array {
		return d.g.Names(from, "$unset")
	}
	for n := range from.Elements() {
		s, _ := n.Text()
		if flaw := d.g.Name(trait(s), "$unset"); flaw != nil {
			return flaw
		}
	}
	return nil
}

// group decodes what is known of a group.
func (d *Decoder) group(r *reading) *wire.Flaw {
	d.g.Props.Begin()
	r.name = kith.EventGroup
	kind, flaw := wire.ID(r.groupKey, "$group_key")
	if flaw != nil {
		return flaw
	}
	id, flaw := wire.ID(r.groupID, "$group_id")
	switch {
	case flaw != nil:
		return flaw
	case id == "":
		return &wire.Flaw{Reason: wire.NoGroupID, Where: "$group_id"}
	case r.refused != "":
		return &wire.Flaw{Reason: wire.UnsupportedChange, Where: r.refused}
	}
	d.g.FillText("$group_id", id)
	d.g.FillText("$group_type", kind)
	for i, op := range operations {
		switch {
		case r.ops[i].Empty():
		case op.event != kith.EventSet && op.event != kith.EventSetOnce:
			return &wire.Flaw{Reason: wire.UnsupportedChange, Where: op.said}
		default:
			if flaw := d.g.FillAll(r.ops[i], op.said); flaw != nil {
				return flaw
			}
		}
	}
	e := kith.Event{Name: r.name, MessageID: d.messageID(r), AnonymousID: wire.Shorten("$"+kind+"_"+id, kith.MaxIDLen)}
	if flaw := d.when(r, &e); flaw != nil {
		return flaw
	}
	if e.Props, flaw = d.g.Closed("$set"); flaw != nil {
		return flaw
	}
	d.g.Add(e)
	return nil
}
