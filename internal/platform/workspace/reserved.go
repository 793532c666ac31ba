package workspace

import "slices"

// reserved are the first parts of addresses that are not workspaces: pages that
// anyone may come to, what operates the program, and what clients send events
// to or ask for.
var reserved = []string{
	"api", "assets", "gallery", "healthz", "metrics", "readyz", "setup", "unsubscribe", "welcome",
	"l",                     // links
	"v1", "beacon", "pixel", // Segment's and RudderStack's
	"array", "batch", "capture", "decide", "e", "engage", "flags", "i", "s", "static", "track", // PostHog's
	"groups", "import", // Mixpanel's
	"debug", "sa", // Sensors Analytics'
	"health", "version", // RudderStack's
}

func isReserved(slug string) bool { return slices.Contains(reserved, slug) }
