package auth

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/api"
)

// OwnCookie is the session that a request comes with.
type OwnCookie struct {
	Session string `cookie:"kith_session" hidden:"true"`
}

func profileRoutes(h huma.API, a *Auth) {
	huma.Register(h, op(Self, "update-profile", http.MethodPatch, "/api/profile", "Change one's name, language or theme"), a.httpProfile)
	huma.Register(h, op(Self, "change-password", http.MethodPost, "/api/profile/password", "Change one's password; all other sessions end"), a.httpPassword)
	huma.Register(h, op(Self, "list-sessions", http.MethodGet, "/api/profile/sessions", "List the browsers one is signed in with"), a.httpSessions)
	huma.Register(h, op(Self, "end-other-sessions", http.MethodDelete, "/api/profile/sessions", "Sign out everywhere else"), a.httpEndOthers)
	huma.Register(h, op(Self, "end-session", http.MethodDelete, "/api/profile/sessions/{session}", "Sign out somewhere"), a.httpEndSession)
}

func (a *Auth) httpProfile(ctx context.Context, in *body[ProfileChange]) (*body[Operator], error) {
	me, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	o, err := a.UpdateProfile(ctx, me, in.Body)
	return &body[Operator]{o}, err
}

func (a *Auth) httpPassword(ctx context.Context, in *struct {
	OwnCookie
	Body struct {
		Current Secret `json:"current"`
		New     Secret `json:"new"`
	}
}) (*struct{}, error) {
	me, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return nil, a.ChangePassword(ctx, PasswordChange{Operator: me, Current: in.Body.Current, New: in.Body.New,
		Session: Secret(in.Session), Address: api.From(ctx).Address})
}

func (a *Auth) httpSessions(ctx context.Context, in *OwnCookie) (*body[[]OwnSession], error) {
	me, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	list, err := a.Sessions(ctx, me, Secret(in.Session))
	return &body[[]OwnSession]{list}, err
}

func (a *Auth) httpEndOthers(ctx context.Context, in *OwnCookie) (*struct{}, error) {
	me, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return nil, a.EndOtherSessions(ctx, me, Secret(in.Session))
}

func (a *Auth) httpEndSession(ctx context.Context, in *struct {
	ID string `path:"session"`
}) (*struct{}, error) {
	me, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return nil, a.EndSession(ctx, me, in.ID)
}
