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
	handle(mux, "GET", "/v1/projects/{writeKey}/settings", d.settings)
}

func (d *Door) segment(kind string) manner {
	return manner{wire: wires.Segment, kind: kind, key: writeKey, refuse: d.refuse, thanks: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"success":true}` + "\n"))
	}}
}
