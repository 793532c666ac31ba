package collect

import (
	"strings"
	"testing"

	"kith/internal/kith"
)

func TestArrivals(t *testing.T) {
	click := "abcdefghij234567klmn"
	for address, want := range map[string]string{
		"https://shop.example/?utm_source=x&kclid=" + click + "#top": click,
		"https://shop.example/?kclid=":                               "",
		"https://shop.example/?kclid=" + strings.ToUpper(click):      "",
		"https://shop.example/?kclid=" + click + "x":                 "",
		"https://shop.example/?a=kclid=" + click:                     "",
		"https://shop.example/kclid=" + click:                        "",
		"://kclid=" + click:                                          "",
	} {
		b := &kith.Batch{Events: []kith.Event{{AnonymousID: "a", Props: []kith.Property{{Name: "$current_url", Value: kith.StringValue(address)}}}}}
		arrivals(b)
		got := ""
		if ids := b.Events[0].IDs; len(ids) > 0 {
			got = ids[0].Value
		}
		if got != want {
			t.Errorf("%s: %q, not %q", address, got, want)
		}
		b.Events[0].IDs, b.Events[0].Server = nil, true
		if arrivals(b); len(b.Events[0].IDs) > 0 {
			t.Errorf("%s: a server's", address)
		}
	}
}
