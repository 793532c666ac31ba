package collect

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/collect/wires"
)

// posthogRoutes are those of PostHog's clients: events, and what they ask for
// when they start. There are no flags, surveys and early features here, which
// is what the answers say.
func (d *Door) posthogRoutes(mux *http.ServeMux) {
	m := d.posthog()
	for _, path := range []string{"/e", "/i/v0/e", "/batch", "/capture"} {
		handleAll(mux, path, map[string]http.HandlerFunc{"POST": d.events(m), "GET": d.pixel(m)})
	}
	m.sort = postHogOrMixpanel
	m.thanks = thanksOfMixpanel
	for _, path := range []string{"/track", "/engage"} {
		handleAll(mux, path, map[string]http.HandlerFunc{"POST": d.events(m), "GET": d.pixel(m)})
	}
	for _, path := range []string{"/flags", "/decide"} {
		handleAll(mux, path, map[string]http.HandlerFunc{"POST": d.noFlags, "GET": d.noFlags})
	}
	handle(mux, "GET", "/array/{token}/config.js", d.postHogConfig)
	handle(mux, "GET", "/array/{token}/config", d.postHogConfig)
	for _, path := range []string{"/flags/definitions", "/api/feature_flag/local_evaluation"} {
		handle(mux, "GET", path, d.nothing(object{"flags": []any{}, "group_type_mapping": object{}, "cohorts": object{}}))
	}
	handle(mux, "GET", "/api/surveys", d.nothing(object{"surveys": []any{}}))
	handle(mux, "GET", "/api/early_access_features", d.nothing(object{"earlyAccessFeatures": []any{}}))
	handle(mux, "GET", "/api/web_experiments", d.nothing(object{"experiments": []any{}}))
}

func (d *Door) posthog() manner {
	return manner{wire: wires.PostHog, key: token, says: askedAddress, refuse: d.refuseKept, thanks: func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, `{"status":"Ok"}`)
	}}
}

// token is the write key that stands in the address.
func token(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	q := r.URL.Query()
	return cmp.Or(q.Get("token"), q.Get("api_key"))
}

// askedAddress reads what the query says: when the request was sent, and that
// the sender's address is not to be kept.
func askedAddress(r *http.Request, c *wire.Call) {
	if r.URL.RawQuery == "" {
		return
	}
	q := r.URL.Query()
	c.SentAt = cmp.Or(c.SentAt, q.Get("sent_at"), q.Get("_"))
	if q.Get("ip") == "0" {
		c.Address = ""
	}
}

// refuseKept is refuse for clients that keep what they could not send after 503
// and drop it after 429, as PostHog's in the browser does.
func (d *Door) refuseKept(w http.ResponseWriter, r *http.Request, err error) {
	var e *kith.Error
	if errors.As(err, &e) && e.Code == kith.TooMany {
		e.Code = kith.Unavailable // the error was made for this request
	}
	d.refuse(w, r, err)
}

// answer says that the events are on disk: in JSON, or with the picture that a
// page may have asked for.
func answer(w http.ResponseWriter, r *http.Request, text string) {
	if strings.Contains(r.URL.RawQuery, "img=1") {
		picture(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(text))
}

// asks finds out whose client asks for something that is not about events.
func (d *Door) asks(w http.ResponseWriter, r *http.Request, key string) error {
	if key == "" && r.Method == http.MethodPost {
		c := claim{on: &d.inFlight}
		defer c.release()
		body, err := d.receive(w, r, &c)
		if err != nil {
			return err
		}
		if key, err = d.keyIn(r, body); err != nil {
			return err
		}
	}
	_, err := d.source(key)
	return err
}

// keyIn reads the write key in a body of PostHog's.
func (d *Door) keyIn(r *http.Request, body string) (string, error) {
	var k *desk
	select {
	case k = <-d.desks:
	case <-r.Context().Done():
		return "", wire.Refuse(wire.NotStored, r.Context().Err())
	}
	defer func() {
		k.clear(wires.PostHog)
		d.desks <- k
	}()
	body, err := k.unwrap(body)
	if err != nil {
		return "", err
	}
	root, err := k.read(body)
	if err != nil {
		return "", err
	}
	return k.decoders[wires.PostHog].Key(root), nil
}

// noFlags answers which flags are on for somebody.
func (d *Door) noFlags(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w, r)
	if err := d.asks(w, r, token(r)); err != nil {
		d.refuseKept(w, r, err)
		return
	}
	q := r.URL.Query()
	out := object{"errorsWhileComputingFlags": false, "requestId": rand.Text(), "evaluatedAt": d.now().UnixMilli()}
	switch version := q.Get("v"); {
	case !strings.HasPrefix(r.URL.Path, "/decide") || version == "4":
		out["flags"] = object{}
	case version == "" || version == "1":
		out["featureFlags"] = []any{}
	default:
		out["featureFlags"], out["featureFlagPayloads"] = object{}, object{}
	}
	if strings.HasPrefix(r.URL.Path, "/decide") || q.Get("config") == "true" {
		for name, v := range postHogSettings() {
			out[name] = v
		}
	}
	reply(w, out)
}

// postHogSettings is what a browser's client goes by: send events packed, and
// ask for nothing that is not here. Surveys are not named: told that there are
// none, it fetches the program that would show them.
func postHogSettings() object {
	return object{
		"supportedCompression":  []string{"gzip", "gzip-js"},
		"hasFeatureFlags":       false, // saves a request a page
		"sessionRecording":      false,
		"heatmaps":              false,
		"capturePerformance":    false,
		"autocaptureExceptions": false,
		"autocapture_opt_out":   false,
		"siteApps":              []any{},
	}
}

// postHogConfig is what a page asks for when it loads, as a script and, where
// the script cannot be run, as JSON.
func (d *Door) postHogConfig(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w, r)
	key := r.PathValue("token")
	if err := d.asks(w, r, key); err != nil {
		d.refuseKept(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=60")
	if !strings.HasSuffix(strings.TrimSuffix(r.URL.Path, "/"), ".js") {
		reply(w, postHogSettings())
		return
	}
	name, _ := json.Marshal(key) // of a source there is; with < and > written so that no script ends
	config, _ := json.Marshal(object{"config": postHogSettings(), "siteApps": []any{}})
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, _ = w.Write([]byte("(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{})[" + string(name) + "]=" + string(config) + ";\n"))
}

// nothing answers a question about what is not here, so that a client asks
// again only in its own time.
func (d *Door) nothing(of object) http.HandlerFunc {
	const tag = `"none"`
	return func(w http.ResponseWriter, r *http.Request) {
		allowOrigin(w, r)
		if err := d.asks(w, r, token(r)); err != nil {
			d.refuseKept(w, r, err)
			return
		}
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		reply(w, of)
	}
}

func reply(w http.ResponseWriter, out object) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out)
}
