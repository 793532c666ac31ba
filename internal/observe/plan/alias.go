package plan

import (
	"maps"
	"slices"
)

// builtIn is what the clients that people have call the same thing. A sent name
// is always what is kept; this is only how it may be asked for.
var builtIn = Aliases{
	Events: map[string][]string{
		"$pageview":            {"page", "$mp_web_page_view"},
		"$pageleave":           {"$WebPageLeave"},
		"$autocapture":         {"$mp_click", "$WebClick"},
		"$screen":              {"$AppViewScreen"},
		"Application Opened":   {"$AppStart", "$ae_session"},
		"$feature_flag_called": {"$experiment_started"},
		"Order Completed":      {"order_paid", "$purchase"},
	},
	Properties: map[string][]string{
		"$current_url":      {"$url"},
		"$pathname":         {"$url_path"},
		"$referring_domain": {"$referrer_host"},
		"title":             {"$title"},
	},
}

// BuiltIn is the table that every workspace begins with.
func BuiltIn() Aliases { return Aliases{}.over(builtIn) }

// over puts a over below: by canonical name, and a sent name that a claims is
// of no other.
func (a Aliases) over(below Aliases) Aliases {
	return Aliases{Events: overlay(a.Events, below.Events), Properties: overlay(a.Properties, below.Properties)}
}

func overlay(own, below map[string][]string) map[string][]string {
	claimed := map[string]bool{}
	for canonical, sent := range own {
		claimed[canonical] = true
		for _, s := range sent {
			claimed[s] = true
		}
	}
	out := map[string][]string{}
	for canonical, sent := range below {
		if !claimed[canonical] {
			if left := slices.DeleteFunc(slices.Clone(sent), func(s string) bool { return claimed[s] }); len(left) > 0 {
				out[canonical] = left
			}
		}
	}
	maps.Copy(out, own)
	maps.DeleteFunc(out, func(_ string, sent []string) bool { return len(sent) == 0 })
	return out
}
