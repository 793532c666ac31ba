package segment

import (
	"fmt"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// with gathers the properties. What the event itself says goes before what its
// context says.
func (d *Decoder) with(r *reading, e *kith.Event) *wire.Flaw {
	d.props.Begin()
	flaw := d.own(r)
	if flaw == nil {
		d.context(r, e)
		if n := d.props.Count(); n > kith.MaxProperties {
			flaw = &wire.Flaw{Reason: wire.TooManyProperties, Where: "properties", Saw: fmt.Sprint(n)}
		}
	}
	if flaw != nil {
		d.props.Drop()
		return flaw
	}
	e.Props = d.props.List()
	return nil
}

// own gathers what belongs to the type of event.
func (d *Decoder) own(r *reading) *wire.Flaw {
	switch r.kind {
	case "identify":
		if flaw := d.put(r.traits, "traits", d.props.Set); flaw != nil {
			return flaw
		}
		// RudderStack's browser client sends the traits here.
		return d.put(r.context.Member("traits"), "context.traits", d.props.Add)
	case "set", "set_once":
		return d.put(r.traits, "traits", d.props.Set)
	case "consent":
		return d.put(r.properties, "properties", d.props.Set)
	case "group":
		return d.group(r)
	case "alias":
		return nil
	}
	if flaw := d.put(r.properties, "properties", d.props.Set); flaw != nil {
		return flaw
	}
	if r.kind != "track" {
		d.scalar("name", r.name)
		d.scalar("category", r.category)
	}
	return nil
}

func (d *Decoder) group(r *reading) *wire.Flaw {
	if flaw := d.put(r.traits, "traits", d.props.Set); flaw != nil {
		return flaw
	}
	id, flaw := wire.ID(r.groupID, "groupId")
	switch {
	case flaw != nil:
		return flaw
	case id == "":
		return &wire.Flaw{Reason: wire.NoGroupID, Where: "groupId"}
	}
	d.props.Set("$group_id", kith.StringValue(id))
	return nil
}

// put gathers the members of an object with set.
func (d *Decoder) put(from wire.Node, where string, set func(string, kith.Value)) *wire.Flaw {
	if flaw := wire.Bag(from, where); flaw != nil {
		return flaw
	}
	for name, n := range from.Members() {
		if name == "" || wire.Longer(name, kith.MaxPropertyName) {
			return &wire.Flaw{Reason: wire.BadPropertyName, Where: where, Saw: name}
		}
		v, repaired := n.Value()
		d.repaired(repaired)
		set(name, v)
	}
	return nil
}

// scalar adds a value that is neither empty nor a container.
func (d *Decoder) scalar(name string, n wire.Node) {
	switch n.Kind() {
	case wire.String, wire.Number, wire.True, wire.False:
		v, repaired := n.Value()
		d.repaired(repaired)
		if v.Kind != kith.String || v.Str != "" {
			d.props.Add(name, v)
		}
	}
}
