package collect

import (
	"net/http"

	"kith/internal/observe/collect/wires"
)

// types are the routes for one event, and what it then is.
var types = map[string]string{
	"t": "track", "p": "page", "i": "identify", "g": "group", "a": "alias", "s": "screen",
	"track": "track", "page": "page", "screen": "screen", "identify": "identify", "group": "group", "alias": "alias",
}

// segmentRoutes are those of the Segment tracking API.
func (d *Door) segmentRoutes(mux *http.ServeMux) {
	for _, path := range []string{"/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"} {
		handle(mux, "POST", path, d.events(d.segment("")))
	}
	for path, kind := range types {
		handle(mux, "POST", "/v1/"+path, d.events(d.segment(kind)))
	}
	for _, kind := range []string{"track", "page"} {
		m := d.segment(kind)
		m.thanks = picture
		handle(mux, "GET", "/v1/pixel/"+kind, d.pixel(m))
	}
	handle(mux, "POST", "/v1/merge", d.events(d.segment("merge")))
	handle(mux, "GET", "/v1/projects/{writeKey}/settings", d.settings)
	handle(mux, "POST", "/v1/m", func(w http.ResponseWriter, r *http.Request) { // what a client says of itself
		allowOrigin(w, r)
		thank(w, r)
	})
	// Dittofeed's addresses, for what Segment's clients send.
	for _, kind := range []string{"identify", "track", "page", "screen", "group", "alias"} {
		handle(mux, "POST", "/api/public/apps/"+kind, d.events(d.segment(kind)))
	}
	handle(mux, "POST", "/api/public/apps/batch", d.events(d.segment("")))
}

func (d *Door) segment(kind string) manner {
	return manner{wire: wires.Segment, kind: kind, key: writeKey, refuse: d.refuse, thanks: thank}
}

func thank(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"success":true}` + "\n"))
}
