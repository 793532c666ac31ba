package auth

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/api"
)

type body[T any] struct{ Body T }

// Identity is who the caller is taken for.
type Identity struct {
	Caller
	Profile *Operator `json:"profile,omitempty" doc:"Of an operator"`
}

type cookieOnly struct {
	SetCookie *http.Cookie `header:"Set-Cookie"`
}

type signedIn struct {
	SetCookie *http.Cookie `header:"Set-Cookie"`
	Body      Identity
}

// NewToken is a fresh token with its secret, which is shown this once.
type NewToken struct {
	Token
	Secret string `json:"secret"`
}

// Routes registers the operations on sessions and tokens.
func Routes(h huma.API, a *Auth) {
	anyone := op("sign-in", http.MethodPost, "/api/session", "Sign in")
	anyone.Security = []map[string][]string{}
	huma.Register(h, anyone, a.httpSignIn)
	huma.Register(h, op("who-am-i", http.MethodGet, "/api/session", "Who am I?"), a.httpIdentity)
	huma.Register(h, op("sign-out", http.MethodDelete, "/api/session", "Sign out"), a.httpSignOut)
	huma.Register(h, op("list-tokens", http.MethodGet, "/api/workspaces/{workspace}/tokens", "List API tokens"), a.httpTokens)
	huma.Register(h, op("create-token", http.MethodPost, "/api/workspaces/{workspace}/tokens", "Create an API token"), a.httpCreateToken)
	huma.Register(h, op("revoke-token", http.MethodDelete, "/api/workspaces/{workspace}/tokens/{token}", "Revoke an API token"), a.httpRevokeToken)
}

func op(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"access"}}
}

func (a *Auth) httpSignIn(ctx context.Context, in *struct {
	Body struct {
		Email    string `json:"email"`
		Password Secret `json:"password"`
	}
}) (*signedIn, error) {
	call := api.From(ctx)
	s, err := a.SignIn(ctx, Credentials{Email: in.Body.Email, Password: in.Body.Password, Address: call.Address})
	if err != nil {
		return nil, err
	}
	me := Identity{Caller: Caller{Kind: ByOperator, Operator: s.Operator.ID}, Profile: &s.Operator}
	return &signedIn{SetCookie: sessionCookie(s.Token, s.Expires, call.HTTPS), Body: me}, nil
}

func (a *Auth) httpIdentity(ctx context.Context, _ *struct{}) (*body[Identity], error) {
	me := Identity{Caller: From(ctx)}
	if me.Operator == 0 {
		return &body[Identity]{me}, nil
	}
	row := &operatorRow{ID: me.Operator}
	if err := a.db.NewSelect().Model(row).WherePK().Scan(ctx); err != nil {
		return nil, err
	}
	o := row.operator()
	me.Profile = &o
	return &body[Identity]{me}, nil
}

func (a *Auth) httpSignOut(ctx context.Context, in *struct {
	Session string `cookie:"kith_session"`
}) (*cookieOnly, error) {
	if err := a.SignOut(ctx, Secret(in.Session)); err != nil {
		return nil, err
	}
	return &cookieOnly{sessionCookie("", time.Time{}, api.From(ctx).HTTPS)}, nil
}

func (a *Auth) httpTokens(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
}) (*body[[]Token], error) {
	if err := May(ctx, in.Workspace); err != nil {
		return nil, err
	}
	tokens, err := a.Tokens(ctx, in.Workspace)
	return &body[[]Token]{tokens}, err
}

func (a *Auth) httpCreateToken(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Body      struct {
		Name string `json:"name"`
	}
}) (*body[NewToken], error) {
	if err := person(ctx); err != nil {
		return nil, err
	}
	t, secret, err := a.CreateToken(ctx, in.Workspace, in.Body.Name, From(ctx).Operator)
	return &body[NewToken]{NewToken{t, secret.Reveal()}}, err
}

func (a *Auth) httpRevokeToken(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Token     uint32 `path:"token"`
}) (*struct{}, error) {
	if err := person(ctx); err != nil {
		return nil, err
	}
	return nil, a.RevokeToken(ctx, in.Workspace, in.Token)
}
