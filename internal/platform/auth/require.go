package auth

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
)

const cookieName = "kith_session"

// openRoutes are open to all: there one proves who one is, or learns that one
// is nobody yet.
var openRoutes = []string{
	"POST /api/session", "GET /api/session", "GET /api/setup", "POST /api/setup",
	"POST /api/links/look", "POST /api/links/use",
}

// Require lets requests through whose caller is known, by session cookie or
// bearer token, and puts the [Caller] into their context. public lists further
// requests that anyone may make, as "GET /path".
//
// A request that changes something and is not made with a bearer token must
// come from our own pages, or from no page at all: a browser sends the cookie
// along whichever site asks it to.
func (a *Auth) Require(next http.Handler, public ...string) http.Handler {
	open := map[string]bool{}
	for _, p := range append(public, openRoutes...) {
		open[p] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := a.identify(w, r)
		if kith.CodeOf(err) == kith.Unauthorized && open[r.Method+" "+r.URL.Path] && r.Header.Get("Authorization") == "" {
			err = nil // as nobody; a token that is sent must be good
		}
		if err == nil && (c.Kind == "" || c.Kind == ByOperator) {
			err = a.sameOrigin(r)
		}
		if err != nil {
			api.WriteError(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "private, no-store")
		next.ServeHTTP(w, r.WithContext(With(r.Context(), c)))
	})
}

func (a *Auth) sameOrigin(r *http.Request) error {
	if err := a.origins.Check(r); err != nil {
		return &kith.Error{Code: kith.Forbidden, Message: "this request comes from another site", Hint: "use the console's own pages, or an API token", Err: err}
	}
	return nil
}

// identify returns an Unauthorized error when the caller proves nothing. A
// bearer token goes before a cookie.
func (a *Auth) identify(w http.ResponseWriter, r *http.Request) (Caller, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return a.bearer(r, header)
	}
	cookie, err := r.Cookie(cookieName)
	if errors.Is(err, http.ErrNoCookie) {
		return Caller{}, errSignIn()
	}
	token := Secret(cookie.Value)
	operator, renewed, err := a.session(r.Context(), token)
	if err != nil {
		return Caller{}, err
	}
	if !renewed.IsZero() {
		http.SetCookie(w, sessionCookie(token, renewed, api.From(r.Context()).HTTPS))
	}
	roles, err := a.roles(r.Context(), operator)
	return Caller{Kind: ByOperator, Operator: operator, Roles: roles}, err
}

func (a *Auth) bearer(r *http.Request, header string) (Caller, error) {
	scheme, value, _ := strings.Cut(header, " ")
	secret := Secret(strings.TrimSpace(value))
	switch {
	case !strings.EqualFold(scheme, "bearer"):
	case strings.HasPrefix(string(secret), tokenPrefix):
		return a.tokenCaller(r.Context(), secret)
	case a.options.Local.secret != "" && secret.equal(a.options.Local.secret):
		return Caller{Kind: ByLocal}, nil
	case strings.HasPrefix(string(secret), localPrefix):
		return Caller{}, &kith.Error{Code: kith.Unauthorized, Message: "this local token is of an earlier run of the server", Hint: "read it again from the data folder"}
	}
	return Caller{}, &kith.Error{Code: kith.Unauthorized, Message: "the Authorization header is not understood", Hint: "send Authorization: Bearer and an API token, which begins with " + tokenPrefix}
}

// sessionCookie holds a token until expires, or until the browser closes when
// that is zero. Lax lets a link from a mail open the console signed in.
func sessionCookie(token Secret, expires time.Time, https bool) *http.Cookie {
	return &http.Cookie{
		Name: cookieName, Value: token.Reveal(), Path: "/", Expires: expires,
		HttpOnly: true, Secure: https, SameSite: http.SameSiteLaxMode,
	}
}

// noCookie removes the browser's.
func noCookie(https bool) *http.Cookie {
	c := sessionCookie("", time.Time{}, https)
	c.MaxAge = -1
	return c
}
