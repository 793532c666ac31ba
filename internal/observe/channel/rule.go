package channel

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
)

// Rule sends arrivals that pass all of its tests to a channel. A test that is
// empty is passed by all; a star stands for any text.
type Rule struct {
	Source      string `json:"source,omitempty" maxLength:"200" doc:"What utm_source must be; * is any text" example:"spring-*"`
	Medium      string `json:"medium,omitempty" maxLength:"200" doc:"What utm_medium must be"`
	Campaign    string `json:"campaign,omitempty" maxLength:"200" doc:"What utm_campaign must be"`
	Domain      string `json:"domain,omitempty" maxLength:"200" doc:"The domain of the page before, or one above it"`
	Channel     string `json:"channel" enum:"paid_search,organic_search,paid_social,organic_social,display,video,mail,sms,push,partner,qr,link,referral,campaign,direct"`
	NamedSource string `json:"named_source,omitempty" maxLength:"200" doc:"What to call the source; as it comes when absent"`
}

func (r *Rule) matches(s *Signs) bool {
	return like(r.Source, s.Source) && like(r.Medium, s.Medium) && like(r.Campaign, strings.ToLower(s.Campaign)) && (r.Domain == "" || s.Domain != "" && under(s.Domain, DomainOf(r.Domain)))
}

func (r *Rule) place(s *Signs) Place {
	p := classify(s)
	p.Channel = r.Channel
	if r.NamedSource != "" {
		p.Source = r.NamedSource
	}
	return p
}

// like compares with a pattern in which stars stand for any text, without
// regard to case. An empty pattern is passed by all.
func like(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	parts := strings.Split(small(pattern), "*")
	if len(parts) == 1 {
		return parts[0] == text
	}
	last := len(parts) - 1
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, parts[last])
}

// MaxRules is how many rules a workspace has at most.
const MaxRules = 200

func checkRules(rules []Rule, own []string) error {
	bad := func(field, message, hint string) error {
		return &kith.Error{Code: kith.Invalid, Field: field, Message: message, Hint: hint}
	}
	if len(rules) > MaxRules || len(own) > MaxRules {
		return bad("rules", fmt.Sprintf("%d rules and %d domains; at most %d each", len(rules), len(own), MaxRules), "use * to cover several with one")
	}
	for i, r := range rules {
		at := fmt.Sprintf("rules[%d]", i)
		if r.Source == "" && r.Medium == "" && r.Campaign == "" && r.Domain == "" {
			return bad(at, "the rule tests nothing and would catch every arrival", "give a source, a medium, a campaign or a domain")
		}
		if !slices.Contains(Channels, r.Channel) {
			return bad(at+".channel", fmt.Sprintf("there is no channel %.40q", r.Channel), "use one of "+strings.Join(Channels, ", "))
		}
		for _, text := range [...]string{r.Source, r.Medium, r.Campaign, r.Domain, r.NamedSource} {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || utf8.RuneCountInString(text) > 200 {
				return bad(at, "a text of the rule is too long or cannot be shown", "use at most 200 characters")
			}
		}
		if r.Domain != "" && DomainOf(r.Domain) == "" {
			return bad(at+".domain", fmt.Sprintf("%.80q is no domain", r.Domain), "write it as in an address: news.example.com")
		}
	}
	for i, d := range own {
		if DomainOf(d) == "" {
			return bad(fmt.Sprintf("own[%d]", i), fmt.Sprintf("%.80q is no domain", d), "write it as in an address: shop.example.com")
		}
	}
	return nil
}
