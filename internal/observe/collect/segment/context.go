package segment

import (
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
)

type rename struct{ from, to string }

// fields are the members of a context, sections those of the objects in it,
// with the property each becomes. Nothing else of a context is kept.
var (
	fields = []rename{
		{"ip", "$ip"}, {"locale", "$browser_language"}, {"timezone", "$timezone"}, {"userAgent", "$raw_user_agent"},
	}
	sections = []struct {
		name    string
		members []rename
	}{
		{"page", []rename{{"url", "$current_url"}, {"path", "$pathname"}, {"referrer", "$referrer"}, {"title", "title"}, {"search", "search"}}},
		{"os", []rename{{"name", "$os"}, {"version", "$os_version"}}},
		{"device", []rename{{"type", "$device_type"}}},
		{"app", []rename{{"version", "$app_version"}}},
		{"library", []rename{{"name", "$lib"}, {"version", "$lib_version"}}},
		{"screen", []rename{{"width", "$screen_width"}, {"height", "$screen_height"}}},
		{"campaign", []rename{{"source", "utm_source"}, {"medium", "utm_medium"}, {"name", "utm_campaign"}, {"content", "utm_content"}, {"term", "utm_term"}}},
	}
)

// context adds what the event's surroundings tell. To events whose properties
// are traits it adds only names that begin with $: the title of a page is not
// the title of a person.
func (d *Decoder) context(r *reading, e *kith.Event) {
	passive := kith.Passive(e.Name)
	for name, v := range r.context.Members() {
		switch name {
		case "sessionId":
			d.id("$session_id", v)
		case "groupId":
			d.id("$group_id", v)
		case "externalIds":
			e.IDs = externalIDs(v)
		case "page":
			if referrer := v.Member("referrer"); !referrer.Empty() {
				s, _ := referrer.Text()
				d.text("$referring_domain", domain(s))
			}
			d.section(name, v, passive)
		default:
			if to := find(fields, name); to != "" {
				d.scalar(to, v)
				continue
			}
			d.section(name, v, passive)
		}
	}
	d.text("$lib", d.library.name)
	d.text("$lib_version", d.library.version)
	if !e.Server { // a server's own address says nothing of the person
		d.text("$ip", d.call.Address)
	}
}

// externalIDs are further ids of the person, each {type, id, collection}. Those
// of other collections than users are of groups or things; what cannot be an id
// is passed over, as the event is good without it.
func externalIDs(n wire.Node) (ids []kith.ID) {
	if n.Kind() != wire.Array {
		return nil
	}
	for one := range n.Elements() {
		if one.Kind() != wire.Object || len(ids) == kith.MaxIDs {
			continue
		}
		if of := one.Member("collection"); !of.Empty() {
			if s, _ := of.Text(); s != "users" {
				continue
			}
		}
		typ, _ := one.Member("type").Text()
		id, ok := one.Member("id").Ident()
		if ok && typ != "" && id != "" && !wire.Longer(typ, kith.MaxIDLen) && !wire.Longer(id, kith.MaxIDLen) {
			ids = append(ids, kith.ID{Type: typ, Value: id})
		}
	}
	return ids
}

func (d *Decoder) section(name string, v wire.Node, passive bool) {
	for i := range sections {
		if sections[i].name != name {
			continue
		}
		for from, v := range v.Members() {
			if to := find(sections[i].members, from); to != "" && (!passive || to[0] == '$') {
				d.scalar(to, v)
			}
		}
		return
	}
}

func find(list []rename, name string) string {
	for i := range list {
		if list[i].from == name {
			return list[i].to
		}
	}
	return ""
}

func (d *Decoder) text(name, s string) {
	if s != "" {
		d.props.Add(name, kith.StringValue(s))
	}
}

// id adds an id, as text whether it was a number or not.
func (d *Decoder) id(name string, n wire.Node) {
	if s, ok := n.Ident(); ok && !wire.Longer(s, kith.MaxIDLen) {
		d.text(name, s)
	}
}

// domain is the host of a URL, without its port. RudderStack writes $direct for
// a visit that came from nowhere; that stays.
func domain(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		if strings.HasPrefix(url, "$") {
			return url
		}
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, ']') {
		rest = rest[:i]
	}
	return strings.ToLower(rest)
}

// server reports whether a server sent the event: it says so, or its library
// is one made for servers.
func (d *Decoder) server(r *reading) bool {
	if s, _ := r.channel.Text(); s == "server" {
		return true
	}
	if s, _ := r.context.Member("channel").Text(); s == "server" {
		return true
	}
	name := d.library.name
	if n := r.context.Member("library").Member("name"); !n.Empty() {
		name, _ = n.Text()
	}
	return forServers(name)
}

// forServers knows @segment/analytics-node, analytics-go, rudder-sdk-node,
// rudder-analytics-python and so on by what they have in common.
func forServers(library string) bool {
	name := library[strings.LastIndexByte(library, '/')+1:]
	if !strings.HasPrefix(name, "analytics-") && !strings.HasPrefix(name, "rudder") {
		return false
	}
	switch name[strings.LastIndexByte(name, '-')+1:] {
	case "node", "go", "python", "ruby", "php", "java", "net", "rust":
		return true
	}
	return false
}
