package mixpanel

import (
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// event decodes what somebody did, or an id that joins another.
func (d *Decoder) event(r *reading) (flaw *wire.Flaw) {
	switch name, _ := r.event.Text(); name {
	case kith.EventIdentify:
		r.name = name
	case "$create_alias", kith.EventMerge:
		r.name = kith.EventAlias
	default:
		if r.name, flaw = wire.EventName(r.event, "event"); flaw != nil {
			return flaw
		}
	}
	if flaw := d.gather(r); flaw != nil {
		return flaw
	}
	e := &d.said
	*e = kith.Event{Name: r.name, MessageID: d.messageID(r)}
	if r.name == kith.EventAlias {
		flaw = r.joins(e)
	} else {
		flaw = d.who(r, e)
	}
	if flaw != nil {
		return flaw
	}
	if flaw := d.when(r, e); flaw != nil {
		return flaw
	}
	if r.name != kith.EventAlias {
		d.surroundings(r)
	}
	if e.Props, flaw = d.g.Closed("properties"); flaw != nil {
		return flaw
	}
	d.g.Add(*e)
	if e.Name == kith.EventAlias && !r.ofDevice {
		d.g.Add(wire.Reversed(e))
	}
	return nil
}

// gather reads the properties; of an id that joins another only what its
// surroundings say, for its properties would be traits.
func (d *Decoder) gather(r *reading) *wire.Flaw {
	if flaw := wire.Bag(r.properties, "properties"); flaw != nil {
		return flaw
	}
	d.g.Props.Begin()
	for name, v := range r.properties.Members() {
		if r.special(name, v) {
			continue
		}
		switch name {
		case "$device_id":
			r.device = v
		case "$user_id":
			r.user = v
		case "alias":
			r.alias = v
		}
		if r.name == kith.EventAlias || r.name == kith.EventIdentify && !strings.HasPrefix(name, "$") {
			continue
		}
		if flaw := d.g.Set(name, "properties", v); flaw != nil {
			return flaw
		}
	}
	return nil
}

func (d *Decoder) surroundings(r *reading) {
	if lib, _ := r.lib.Text(); lib != "" {
		d.g.FillText("$lib", library(lib))
	}
	ip, _ := r.ip.Text()
	d.g.FillText("$ip", ip)
	if ip == "" && !r.server() {
		d.g.FillText("$ip", d.g.Call.Address)
	}
}

// joins finds the two ids of an alias: the person is called by the first, but
// a device is always the one before.
func (r *reading) joins(e *kith.Event) *wire.Flaw {
	first, flaw := wire.ID(r.distinctID, "distinct_id")
	if flaw != nil {
		return flaw
	}
	second, flaw := wire.ID(r.alias, "alias")
	if flaw != nil {
		return flaw
	}
	for n := range r.ids.Elements() {
		id, flaw := wire.ID(n, "$distinct_ids")
		switch {
		case flaw != nil:
			return flaw
		case first == "":
			first = id
		case second == "":
			second = id
		}
	}
	if strings.HasPrefix(first, ofDevice) {
		first, second = second, first
	}
	r.ofDevice = strings.HasPrefix(second, ofDevice) || first == second
	switch {
	case first == "":
		return &wire.Flaw{Reason: wire.NoIdentity, Where: "distinct_id"}
	case second == "":
		return &wire.Flaw{Reason: wire.NoPreviousID, Where: "alias"}
	}
	e.UserID, e.PreviousID = strings.TrimPrefix(first, ofDevice), strings.TrimPrefix(second, ofDevice)
	return nil
}

// library names Mixpanel's own, without making the same name anew.
func library(lib string) string {
	switch lib {
	case "web":
		return "mixpanel-web"
	case "node":
		return "mixpanel-node"
	}
	return "mixpanel-" + lib
}
