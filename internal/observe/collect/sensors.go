package collect

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
	"kith/internal/platform/api"
)

// sensorsRoutes are those of Sensors Analytics. Apps and servers send to /sa;
// browsers turn the address they are given into /sa.gif and ask it for a
// picture or post to it; what is being debugged goes to /debug.
func (d *Door) sensorsRoutes(mux *http.ServeMux) {
	m := manner{wire: wires.Sensors, key: sensorsKey, refuse: d.refuseToKeep, thanks: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "0") // 200 says it all
	}}
	shown := m
	shown.thanks = picture
	for _, path := range []string{"/sa", "/sa.gif"} {
		handleAll(mux, path, map[string]http.HandlerFunc{"GET": d.pixel(shown), "POST": d.events(m)})
	}
	m.dry = func(r *http.Request) bool { return strings.EqualFold(r.Header.Get("Dry-Run"), "true") }
	m.report = checked
	handleAll(mux, "/debug", map[string]http.HandlerFunc{"GET": d.pixel(m), "POST": d.events(m)})
}

// sensorsKey is the write key of a request. The project beside it says nothing: the
// key belongs to one workspace.
func sensorsKey(r *http.Request) string {
	if key := r.URL.Query().Get("token"); key != "" {
		return key
	}
	return writeKey(r)
}

// checked says what is wrong with what was sent to be looked at. Clients for
// browsers take an empty object, and only that, for praise.
func checked(w http.ResponseWriter, got *decoded) {
	w.Header().Set("Content-Type", "application/json")
	if got.flaw != "" {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(object{"code": kith.Invalid, "message": got.flaw, "accepted": got.accepted})
		return
	}
	_, _ = w.Write([]byte("{}\n"))
}

// refuseToKeep refuses so that apps keep what they have. They delete it on any
// answer but 403, 404 and those from 500 on, so only what would never be taken,
// however often it came, may get another: a body that cannot be read, that is
// encrypted, or too large. It would else stand before all that is newer, for
// apps send the oldest first.
func (d *Door) refuseToKeep(w http.ResponseWriter, r *http.Request, err error) {
	d.counts.refuse(err)
	var refused *wire.Refused
	var said *kith.Error
	if errors.As(err, &refused) && errors.As(err, &said) {
		kept := *said
		switch {
		case said.Code == kith.Unauthorized:
			kept.Code = kith.Forbidden
		case said.Code == kith.TooMany || refused.Refusal == wire.BodyUnread:
			kept.Code, kept.Retry = kith.Unavailable, true
		}
		err = &kept
	}
	api.WriteError(w, r, &api.Later{Err: err, After: retryAfter})
}
