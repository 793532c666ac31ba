package schedule

import (
	_ "embed"
	"html/template"
	"net/http"
	"strings"

	"kith/internal/kith"
	"kith/internal/platform/api"
)

//go:embed stop.html
var stopHTML string

var stopTemplate = template.Must(template.New("stop").Parse(stopHTML))

// Stop is the page that a mail's link to stop it opens. It asks before it does
// anything, as mail programs open links by themselves; a POST does it at once,
// which is how mail programs with a button of their own do it. No sign-in: the
// link is signed.
func (r *Room) Stop() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		token := q.URL.Query().Get("token")
		id, address, err := r.Store.readToken(token)
		if err != nil {
			api.WriteError(w, q, err)
			return
		}
		state := "ask"
		if q.Method == http.MethodPost {
			off := q.URL.Query().Get("back") == ""
			if err := r.Store.unsubscribe(q.Context(), id, address, off); err != nil {
				api.WriteError(w, q, err)
				return
			}
			if state = "off"; !off {
				state = "back"
			}
		} else if q.Method != http.MethodGet && q.Method != http.MethodHead {
			api.WriteError(w, q, &kith.Error{Code: kith.Invalid, Message: "this address does not take " + q.Method})
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = stopTemplate.Execute(w, map[string]any{"State": state, "Address": address, "Token": token, "Zh": !strings.HasPrefix(q.Header.Get("Accept-Language"), "en")})
	})
}
