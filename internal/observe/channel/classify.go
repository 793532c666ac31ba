package channel

import (
	"net/url"
	"strings"
)

// Signs are what an event says of where somebody came from.
type Signs struct {
	Source, Medium, Campaign string
	Click                    string // the name of a click id that is there, such as gclid
	Domain                   string // of the page before
	Host                     string // of the page itself
	LinkKind                 string // of a link of ours: link, partner, kol, staff, offline
	Partner                  string // whose link it is
	Scanned                  bool   // the link was a QR code
}

// Place is where somebody came from. Without signs of anywhere it is direct.
type Place struct {
	Channel  string `json:"channel"`
	Source   string `json:"source,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Medium   string `json:"medium,omitempty"`
}

// Direct is the place of a visit that says nothing of where it came from.
const Direct = "direct"

// Classifier is the tables with a workspace's rules before them. The zero
// Classifier has no rules. It may be used concurrently.
type Classifier struct {
	Rules []Rule   // the first that matches decides
	Own   []string // domains whose pages are the workspace's own
}

// Classify says where the signs point to. Signs that are only of the
// workspace's own pages are none: then ok is false, and the place direct.
func (c *Classifier) Classify(s Signs) (place Place, ok bool) {
	s.tidy()
	if s.Domain != "" && c.internal(s.Domain, s.Host) {
		s.Domain = ""
	}
	if s == (Signs{Host: s.Host}) {
		return Place{Channel: Direct}, false
	}
	for i := range c.Rules {
		if c.Rules[i].matches(&s) {
			return c.Rules[i].place(&s), true
		}
	}
	return classify(&s), true
}

func (s *Signs) tidy() {
	s.Source, s.Medium = small(s.Source), small(s.Medium)
	s.Campaign = strings.TrimSpace(s.Campaign)
	s.Domain, s.Host = DomainOf(s.Domain), DomainOf(s.Host)
	for _, none := range [...]string{"(direct)", "$direct", "(none)", "(not set)", "null", "undefined"} {
		if s.Source == none {
			s.Source = ""
		}
		if s.Medium == none {
			s.Medium = ""
		}
		if strings.EqualFold(s.Campaign, none) {
			s.Campaign = ""
		}
	}
}

func small(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// DomainOf is the host of an address or of a bare domain, in small letters,
// without www and port; "" for words that are none, such as $direct.
func DomainOf(s string) string {
	s = small(s)
	if strings.Contains(s, "://") {
		u, err := url.Parse(s)
		if err != nil {
			return ""
		}
		if u.Scheme == "android-app" {
			return u.Host // an app's name, backwards like its own domain
		}
		s = u.Host
	}
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(s, ":")
	s = strings.TrimPrefix(s, "www.")
	if !strings.Contains(s, ".") {
		return ""
	}
	return s
}

// internal reports whether a domain is the page's own, or above or below it.
func (c *Classifier) internal(domain, host string) bool {
	if host != "" && (under(domain, host) || under(host, domain) || sameSite(domain, host)) {
		return true
	}
	for _, own := range c.Own {
		if under(domain, DomainOf(own)) {
			return true
		}
	}
	return false
}

// under reports whether domain is parent or one below it.
func under(domain, parent string) bool {
	return parent != "" && (domain == parent || strings.HasSuffix(domain, "."+parent))
}

// sameSite reports whether two hosts are siblings of one site: www2.shop.example
// and pay.shop.example.
func sameSite(a, b string) bool {
	x, y := siteOf(a), siteOf(b)
	return x != "" && x == y
}

// siteOf is a host's last two labels, three where the last two are shared by
// many sites.
func siteOf(host string) string {
	labels := strings.Split(host, ".")
	n := 2
	if len(labels) >= 2 && len(labels[len(labels)-1]) == 2 && shared[labels[len(labels)-2]] {
		n = 3
	}
	if len(labels) < n {
		return ""
	}
	site := strings.Join(labels[len(labels)-n:], ".")
	if hosting[site] {
		return ""
	}
	return site
}

// classify goes by the tables. What a campaign says of itself comes before what
// a click id says, that before the page before.
func classify(s *Signs) Place {
	p := Place{Source: s.Source, Campaign: s.Campaign, Medium: s.Medium}
	site := siteFor(s.Domain)
	if site == nil {
		site = siteFor(s.Source)
	}
	if s.Source != "" {
		if named := siteNamed(s.Source); named != nil {
			site = named
			p.Source = named.name // facebook.com, fb and Facebook are one
		}
	}
	click, clicked := clickIDs[s.Click]
	if p.Source == "" {
		switch {
		case s.Partner != "":
			p.Source = small(s.Partner)
		case clicked:
			p.Source = click.source
		case site != nil:
			p.Source = site.name
		default:
			p.Source = s.Domain
		}
	}
	p.Channel = channelOf(s, site, click)
	return p
}

func channelOf(s *Signs, site *site, click clickID) string {
	switch {
	case s.Scanned, s.LinkKind == "offline":
		return QR
	case s.LinkKind == "partner", s.LinkKind == "kol", s.LinkKind == "staff":
		return Partner
	}
	if by := mediumOf(s.Medium); by != "" {
		if by == paid {
			return paidBy(site, click)
		}
		if by == social && site != nil && site.kind == video {
			return Video
		}
		return channelByMedium[by]
	}
	switch {
	case click.channel != "":
		return click.channel
	case s.LinkKind != "" && s.Source == "" && s.Medium == "":
		return Link
	case site != nil:
		return channelByKind[site.kind]
	case s.Source != "" || s.Medium != "" || s.Campaign != "":
		if by := mediumOf(s.Source); by != "" && by != paid {
			return channelByMedium[by]
		}
		return Campaign
	}
	return Referral
}

// paidBy is what paid clicks of a site are.
func paidBy(site *site, click clickID) string {
	switch {
	case site != nil && site.kind == search:
		return PaidSearch
	case site != nil && (site.kind == social || site.kind == video):
		return PaidSocial
	case click.channel != "":
		return click.channel
	}
	return Display
}
