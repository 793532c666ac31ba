package channel

// names are the properties that a sign is read from, the first that is there.
var names = struct{ source, medium, campaign, domain, host []string }{
	source:   []string{"utm_source", "$utm_source", "$initial_utm_source", "$latest_utm_source"},
	medium:   []string{"utm_medium", "$utm_medium", "$initial_utm_medium", "$latest_utm_medium"},
	campaign: []string{"utm_campaign", "$utm_campaign", "$initial_utm_campaign", "$latest_utm_campaign"},
	domain:   []string{"$referring_domain", "$referrer_host", "$referrer", "$initial_referring_domain", "$initial_referrer", "$latest_referrer_host", "$latest_referrer"},
	host:     []string{"$host"},
}

const (
	linkKind    = "$link_kind"
	linkPartner = "$link_partner"
	linkScanned = "$link_scanned"
)

// Properties are the names of all properties that signs are read from.
var Properties = func() []string {
	out := append([]string{}, names.source...)
	for _, list := range [][]string{names.medium, names.campaign, names.domain, names.host, {linkKind, linkPartner, linkScanned}, clickOrder} {
		out = append(out, list...)
	}
	return out
}()

// Read takes the signs from an event, whose properties value gives as text, ""
// for one that is not there.
func Read(value func(property string) string) Signs {
	first := func(list []string) string {
		for _, name := range list {
			if v := value(name); v != "" {
				return v
			}
		}
		return ""
	}
	s := Signs{Source: first(names.source), Medium: first(names.medium), Campaign: first(names.campaign), Domain: first(names.domain), Host: first(names.host),
		LinkKind: value(linkKind), Partner: value(linkPartner), Scanned: value(linkScanned) == "true"}
	for _, name := range clickOrder {
		if value(name) != "" {
			s.Click = name
			break
		}
	}
	return s
}

// IsClick reports whether a property is a click id, of which it only matters
// that it is there.
func IsClick(property string) bool { _, ok := clickIDs[property]; return ok }
