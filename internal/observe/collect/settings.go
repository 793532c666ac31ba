package collect

import (
	"encoding/json"
	"net/http"

	"kith/internal/platform/api"
)

type object = map[string]any

// settings is what the browser's client asks for when a page loads: where to
// send, and that everything may be sent. Its source's page need only name this
// server as the place the settings come from.
func (d *Door) settings(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w, r)
	key := r.PathValue("writeKey")
	if _, err := d.source(key); err != nil {
		d.refuse(w, r, err)
		return
	}
	protocol := "http"
	if r.TLS != nil || api.From(r.Context()).HTTPS {
		protocol = "https"
	}
	everything := object{"enabled": true, "integrations": object{}}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=60") // it names the host that was asked
	_ = json.NewEncoder(w).Encode(object{
		"integrations": object{"Segment.io": object{"apiKey": key, "apiHost": r.Host + "/v1", "protocol": protocol}},
		"plan": object{
			"track":    object{"__default": everything},
			"identify": object{"__default": object{"enabled": true}},
			"group":    object{"__default": object{"enabled": true}},
		},
		"edgeFunction":              object{},
		"middlewareSettings":        object{},
		"enabledMiddleware":         object{},
		"metrics":                   object{"sampleRate": 0}, // else the client reports on itself
		"legacyVideoPluginsEnabled": false,
		"remotePlugins":             []any{},
	})
}
