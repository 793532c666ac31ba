package auth

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
)

// FreshToken is a new token with its secret, which is shown this once.
type FreshToken struct {
	Token
	Secret string `json:"secret"`
}

func tokenRoutes(h huma.API, a *Auth) {
	huma.Register(h, op(Manage, "list-tokens", http.MethodGet, "/api/workspaces/{workspace}/tokens", "List API tokens"), a.httpTokens)
	huma.Register(h, op(Manage, "create-token", http.MethodPost, "/api/workspaces/{workspace}/tokens", "Create an API token"), a.httpCreateToken)
	huma.Register(h, op(Manage, "revoke-token", http.MethodDelete, "/api/workspaces/{workspace}/tokens/{token}", "Revoke an API token"), a.httpRevokeToken)
}

func (a *Auth) httpTokens(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
}) (*body[[]Token], error) {
	if err := Allow(ctx, in.Workspace, Manage); err != nil {
		return nil, err
	}
	tokens, err := a.Tokens(ctx, in.Workspace)
	return &body[[]Token]{tokens}, err
}

func (a *Auth) httpCreateToken(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Body      struct {
		Name string `json:"name"`
		Role Role   `json:"role,omitempty" enum:"admin,operator,analyst,viewer" doc:"analyst when absent; not above one's own"`
	}
}) (*body[FreshToken], error) {
	if err := Allow(ctx, in.Workspace, Manage); err != nil {
		return nil, err
	}
	c := From(ctx)
	if mine := c.RoleIn(in.Workspace); !in.Body.Role.within(mine) {
		return nil, &kith.Error{Code: kith.Forbidden, Field: "role", Message: "a token cannot do more than you: you are " + string(mine), Hint: "choose a lower role"}
	}
	t, secret, err := a.CreateToken(ctx, NewToken{Workspace: in.Workspace, Name: in.Body.Name, Role: in.Body.Role, Operator: c.Operator})
	return &body[FreshToken]{FreshToken{t, secret.Reveal()}}, err
}

func (a *Auth) httpRevokeToken(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Token     uint32 `path:"token"`
}) (*struct{}, error) {
	if err := Allow(ctx, in.Workspace, Manage); err != nil {
		return nil, err
	}
	return nil, a.RevokeToken(ctx, in.Workspace, in.Token)
}
