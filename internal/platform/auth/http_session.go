package auth

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/api"
)

// Identity is who the caller is taken for.
type Identity struct {
	Caller
	Profile     *Operator    `json:"profile,omitempty" doc:"Of an operator"`
	Memberships []Membership `json:"memberships" doc:"The workspaces that the caller may work in, the oldest first"`
	Version     string       `json:"version,omitempty" doc:"Of the server; only said to those who are signed in"`
}

// Membership is what a caller is in one workspace.
type Membership struct {
	Place
	Role   Role    `json:"role" enum:"owner,admin,operator,analyst,viewer"`
	Rights []Right `json:"rights" doc:"What operations of the API declare as x-right"`
}

// Place is a workspace as those see it who choose one.
type Place struct {
	ID       uint32 `json:"id"`
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Zone     string `json:"zone"`
	Currency string `json:"currency"`
	Language string `json:"language"`
}

type signedInNow struct {
	SetCookie *http.Cookie `header:"Set-Cookie"`
	Body      Identity
}

type cookieOnly struct {
	SetCookie *http.Cookie `header:"Set-Cookie"`
}

func sessionRoutes(h huma.API, a *Auth) {
	huma.Register(h, op(Anyone, "sign-in", http.MethodPost, "/api/session", "Sign in"), a.httpSignIn)
	huma.Register(h, op(Anyone, "who-am-i", http.MethodGet, "/api/session", "Who am I? Of kind \"\" when nobody is signed in"), a.httpIdentity)
	huma.Register(h, op(Self, "sign-out", http.MethodDelete, "/api/session", "Sign out"), a.httpSignOut)
}

func (a *Auth) httpSignIn(ctx context.Context, in *struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Email    string `json:"email"`
		Password Secret `json:"password"`
		Remember bool   `json:"remember,omitempty" doc:"For 30 days after the last use, not until the browser closes"`
	}
}) (*signedInNow, error) {
	b := Browser{Address: api.From(ctx).Address, Agent: in.Agent, Remember: in.Body.Remember}
	s, err := a.SignIn(ctx, Credentials{Email: in.Body.Email, Password: in.Body.Password, Browser: b})
	if err != nil {
		return nil, err
	}
	return a.welcome(ctx, s)
}

// welcome answers somebody who has just signed in.
func (a *Auth) welcome(ctx context.Context, s Session) (*signedInNow, error) {
	c, err := a.As(ctx, s.Operator.ID)
	if err != nil {
		return nil, err
	}
	me, err := a.Identity(ctx, c)
	return &signedInNow{SetCookie: sessionCookie(s.Token, s.Expires, api.From(ctx).HTTPS), Body: me}, err
}

func (a *Auth) httpIdentity(ctx context.Context, _ *struct{}) (*body[Identity], error) {
	me, err := a.Identity(ctx, From(ctx))
	return &body[Identity]{me}, err
}

// Identity describes a caller.
func (a *Auth) Identity(ctx context.Context, c Caller) (Identity, error) {
	me := Identity{Caller: c, Memberships: []Membership{}}
	if c.Kind == "" {
		return me, nil
	}
	me.Version = a.options.Version
	for _, p := range a.options.Places() {
		role := c.RoleIn(p.ID)
		m := Membership{Place: p, Role: role, Rights: []Right{}}
		for _, right := range Rights {
			if c.has(role, right) {
				m.Rights = append(m.Rights, right)
			}
		}
		if role != "" {
			me.Memberships = append(me.Memberships, m)
		}
	}
	if c.Operator == 0 {
		return me, nil
	}
	row := &operatorRow{ID: c.Operator}
	if err := a.db.NewSelect().Model(row).WherePK().Scan(ctx); err != nil {
		return me, noOperator(err, c.Operator)
	}
	o := row.operator()
	me.Profile = &o
	return me, nil
}

func (a *Auth) httpSignOut(ctx context.Context, in *struct {
	Session string `cookie:"kith_session"`
}) (*cookieOnly, error) {
	if err := a.SignOut(ctx, Secret(in.Session)); err != nil {
		return nil, err
	}
	return &cookieOnly{noCookie(api.From(ctx).HTTPS)}, nil
}
