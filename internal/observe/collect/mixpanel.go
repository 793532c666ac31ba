package collect

import (
	"net/http"

	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

// mixpanelRoutes are those of Mixpanel's clients that they do not share with
// PostHog's, whose routes have /track and /engage.
func (d *Door) mixpanelRoutes(mux *http.ServeMux) {
	m := manner{wire: wires.Mixpanel, key: token, says: askedAddress, refuse: d.refuseKept, thanks: thanksOfMixpanel}
	handleAll(mux, "/groups", map[string]http.HandlerFunc{"POST": d.events(m), "GET": d.pixel(m)})
	m.thanks = func(w http.ResponseWriter, r *http.Request) { answer(w, r, `{"code":200,"status":"OK"}`) }
	m.key = d.importer
	handle(mux, "POST", "/import", d.events(m))
}

// importer is the write key of an import: the user that signs in, if it is one;
// those that Mixpanel has for it say nothing here, but the events name the key.
func (d *Door) importer(r *http.Request) string {
	key := writeKey(r)
	if _, known := d.sources.Lookup(key); known {
		return key
	}
	return token(r)
}

// thanksOfMixpanel answers as its clients expect: they compare.
func thanksOfMixpanel(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("verbose") == "1" {
		answer(w, r, `{"status":1,"error":null}`)
		return
	}
	answer(w, r, "1")
}

// postHogOrMixpanel tells who sent a body to an address that both have, by
// its first event: Mixpanel's write the key into the properties or $token, and
// everything else about an event into the properties too.
func postHogOrMixpanel(body wire.Node) string {
	event := body
	for e := range body.Elements() {
		event = e
		break
	}
	var own wire.Node
	for name, v := range event.Members() {
		switch name {
		case "api_key", "token", "batch", "uuid", "distinct_id", "timestamp", "offset", "sent_at":
			return wires.PostHog
		case "$token":
			return wires.Mixpanel
		case "properties":
			own = v
		}
	}
	for name := range own.Members() {
		switch name {
		case "mp_lib", "mp_sent_by_lib_version":
			return wires.Mixpanel
		case "$lib":
			return wires.PostHog
		}
	}
	if own.Empty() {
		return wires.PostHog
	}
	return wires.Mixpanel
}
