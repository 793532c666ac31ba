package collect

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"kith/internal/observe/collect/wire"
)

// rudderRoutes are those that RudderStack has beside Segment's, whose wire its
// clients speak.
func (d *Door) rudderRoutes(mux *http.ServeMux) {
	handle(mux, "GET", "/sourceConfig", d.sourceConfig)
	for _, kind := range []string{"track", "page"} {
		m := d.segment(kind)
		m.query, m.thanks = pixelBody, picture
		handle(mux, "GET", "/pixel/v1/"+kind, d.pixel(m))
	}
	handle(mux, "GET", "/health", func(w http.ResponseWriter, _ *http.Request) { say(w, object{"server": "UP"}) })
	handle(mux, "GET", "/version", func(w http.ResponseWriter, _ *http.Request) { say(w, object{"Version": d.version}) })
}

func say(w http.ResponseWriter, v object) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// sourceConfig is what clients ask for before they send anything. They begin
// when the source has an id, an object as its config and a list of
// destinations; to whom else to send is not theirs to decide here, so it is
// empty. They are told not to report on themselves.
func (d *Door) sourceConfig(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w, r)
	key := writeKey(r)
	if _, err := d.source(key); err != nil {
		d.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=60")
	off := object{"enabled": false}
	say(w, object{
		"source": object{
			"id": "kith", "name": "kith", "writeKey": key, "enabled": true, "workspaceId": "kith",
			"config":       object{"statsCollection": object{"errors": off, "metrics": off}},
			"destinations": []any{},
			"dataplanes":   object{},
		},
		"updatedAt": d.now().UTC().Format("2006-01-02T15:04:05.000Z"),
	})
}

// maxPath bounds how deep a parameter of a picture's address reaches.
const maxPath = 8

// pixelBody makes an event of an address: every parameter is a member, the dots
// in its name lead into objects.
func pixelBody(query url.Values) (string, error) {
	query.Del("writeKey")
	event := object{"channel": "web"}
	for path, values := range query {
		at, names := event, strings.Split(path, ".")
		if len(names) > maxPath {
			return "", wire.Refuse(wire.BadForm, nil)
		}
		for _, name := range names[:len(names)-1] {
			inner, ok := at[name].(object)
			if !ok {
				inner = object{}
				at[name] = inner
			}
			at = inner
		}
		last := names[len(names)-1]
		if _, filled := at[last].(object); !filled {
			at[last] = values[0]
		}
	}
	body, err := json.Marshal(event)
	if err != nil {
		return "", wire.Refuse(wire.BadForm, err)
	}
	return string(body), nil
}
