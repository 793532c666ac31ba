package sensors

import (
	"fmt"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

// renamed are the properties that other wires have by another name, and what
// they are called here.
var renamed = map[string]string{
	"$url": "$current_url", "$url_path": "$pathname", "$url_host": "$host", "$referrer_host": "$referring_domain", "$title": "title",
	"$utm_source": "utm_source", "$utm_medium": "utm_medium", "$utm_campaign": "utm_campaign", "$utm_content": "utm_content", "$utm_term": "utm_term",
	"$user_agent": "$raw_user_agent", "$event_session_id": "$session_id",
}

// renamedTraits are those of a person.
var renamedTraits = map[string]string{
	"$name": "name", "$first_referrer": "$initial_referrer", "$first_referrer_host": "$initial_referring_domain",
}

// renamedOnce are those that are set once: how the person came first.
var renamedOnce = map[string]string{
	"$name": "name", "$first_referrer": "$initial_referrer", "$first_referrer_host": "$initial_referring_domain",
	"$utm_source": "$initial_utm_source", "$utm_medium": "$initial_utm_medium", "$utm_campaign": "$initial_utm_campaign",
	"$utm_content": "$initial_utm_content", "$utm_term": "$initial_utm_term",
}

// forTheServer are properties that tell the server what to do with a record,
// and nothing of what happened.
func forTheServer(name string) bool {
	switch name {
	case "$is_login_id", "$project", "$token", "$time":
		return true
	}
	return false
}

// with gathers the properties.
func (d *Decoder) with(r *reading, e *kith.Event) *wire.Flaw {
	d.props.Begin()
	flaw := d.own(r)
	if flaw == nil {
		if !r.kind.own {
			d.surroundings(r)
		}
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

// own gathers the record's own. Of one about who is who only those that begin
// with $ are kept: properties that a client adds to all it sends are no traits.
func (d *Decoder) own(r *reading) *wire.Flaw {
	if r.properties.Empty() || r.properties.Source() == "[]" { // how PHP writes a map with nothing in it
		return nil
	}
	if r.properties.Kind() != wire.Object {
		return &wire.Flaw{Reason: wire.BadProperties, Where: "properties", Saw: r.properties.Source()}
	}
	names := renamed
	switch {
	case r.kind.name == kith.EventSetOnce:
		names = renamedOnce
	case r.kind.own:
		names = renamedTraits
	}
	for name, n := range r.properties.Members() {
		if name == "" || wire.Longer(name, kith.MaxPropertyName) {
			return &wire.Flaw{Reason: wire.BadPropertyName, Where: "properties", Saw: name}
		}
		if name[0] == '$' {
			if forTheServer(name) || n.Kind() == wire.String && len(n.Source()) == len(`""`) {
				continue // clients write "" for what they do not know
			}
			if to, ok := names[name]; ok {
				name = to
			}
		} else if r.kind.ids {
			continue
		} else if !regular(name) {
			d.tally.Irregular++
		}
		v, flaw := d.value(r, name, n)
		if flaw != nil {
			return flaw
		}
		d.props.Set(name, v)
	}
	return nil
}

func (d *Decoder) value(r *reading, name string, n wire.Node) (kith.Value, *wire.Flaw) {
	switch {
	case r.kind.name == kith.EventUnset:
		return kith.BoolValue(true), nil // the name says it all
	case r.kind.name == kith.EventAdd && n.Kind() != wire.Number && !n.Empty():
		return kith.Value{}, &wire.Flaw{Reason: wire.BadProperties, Where: "properties." + name, Saw: n.Source()}
	}
	v, repaired := n.Value()
	if repaired {
		d.tally.Repaired++
	}
	return v, nil
}

// surroundings adds what is known besides: the client, and whence it sends.
func (d *Decoder) surroundings(r *reading) {
	for name, v := range r.lib.Members() {
		switch name {
		case "$lib", "$lib_version", "$app_version":
			if s, repaired := v.Text(); s != "" && !repaired {
				d.props.Add(name, kith.StringValue(s))
			}
		}
	}
	if r.server { // a server's own address says nothing of the person
		return
	}
	if d.call.Address != "" {
		d.props.Add("$ip", kith.StringValue(d.call.Address))
	}
	// A browser's record does not tell which browser it is.
	if s, _ := r.lib.Member("$lib").Text(); s == "js" && d.call.UserAgent != "" {
		d.props.Add("$raw_user_agent", kith.StringValue(d.call.UserAgent))
	}
}
