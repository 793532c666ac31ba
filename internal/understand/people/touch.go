package people

import (
	"strings"

	"kith/internal/observe/timeline"
)

// touchProps tell where a person came from, as the clients say it: campaign
// parameters, the page before, and the channel that an app was installed by.
var touchProps = []string{"utm_source", "utm_medium", "utm_campaign", "$referring_domain", "channel"}

// firstTouch is the first event that says where the person came from, and
// lastTouch the last; -1 when none does.
func (v *view) firstTouch(h *timeline.View) int {
	for i := range h.Codes {
		if v.isTouch(h, i) {
			return i
		}
	}
	return -1
}

func (v *view) lastTouch(h *timeline.View) int {
	for i := len(h.Codes) - 1; i >= 0; i-- {
		if v.isTouch(h, i) {
			return i
		}
	}
	return -1
}

func (v *view) isTouch(h *timeline.View, i int) bool {
	for _, p := range touchProps {
		if v.col(h, p).At(i) != 0 {
			return true
		}
	}
	return false
}

// Touch is where a person came from.
type Touch struct {
	Label    string `json:"label" doc:"In short: the source and campaign, else the site before, else the channel"`
	Source   string `json:"utm_source,omitempty"`
	Medium   string `json:"utm_medium,omitempty"`
	Campaign string `json:"utm_campaign,omitempty"`
	Domain   string `json:"referring_domain,omitempty"`
	Channel  string `json:"channel,omitempty"`
}

// touch reads event i of a history.
func (v *view) touch(h *timeline.View, i int) Touch {
	text := func(prop string) string { return v.text(h, prop, i) }
	t := Touch{Source: text("utm_source"), Medium: text("utm_medium"), Campaign: text("utm_campaign"), Domain: text("$referring_domain"), Channel: text("channel")}
	t.Label = t.label()
	return t
}

func (t *Touch) label() string {
	switch {
	case t.Source != "" && t.Campaign != "":
		return t.Source + " · " + t.Campaign
	case t.Source != "":
		return t.Source
	case t.Campaign != "":
		return t.Campaign
	case t.Domain != "" && !strings.HasPrefix(t.Domain, "$"):
		return t.Domain
	case t.Channel != "":
		return t.Channel
	}
	return t.Domain
}
