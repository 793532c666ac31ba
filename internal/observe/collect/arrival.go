package collect

import (
	"net/url"
	"slices"
	"strings"

	"kith/internal/kith"
)

// arrivals finds the events of people who came by one of our links, and gives
// them the click's id: so the click becomes theirs. A server speaks of others'
// addresses, and joins nothing by them.
func arrivals(b *kith.Batch) {
	for i := range b.Events {
		e := &b.Events[i]
		if e.Server || len(e.IDs) >= kith.MaxIDs {
			continue
		}
		for _, p := range e.Props {
			if p.Name == "$current_url" && p.Value.Kind == kith.String {
				if click := clickIn(p.Value.Str); click != "" {
					e.IDs = append(slices.Clip(e.IDs), kith.ID{Type: kith.ClickID, Value: click})
				}
				break
			}
		}
	}
}

// clickIn returns the click's id in an address, "" when it has none.
func clickIn(address string) string {
	const mark = kith.ClickParameter + "="
	if !strings.Contains(address, mark) {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	click := u.Query().Get(kith.ClickParameter)
	if len(click) != clickLength || strings.Trim(click, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return "" // not one of ours
	}
	return click
}

// clickLength is how long the ids of clicks are: 100 bits in base 32.
const clickLength = 20
