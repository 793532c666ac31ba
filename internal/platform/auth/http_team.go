package auth

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// OfMember is the part of a request that says which operator of which
// workspace it is about. It is exported because huma passes over embedded types
// that are not.
type OfMember struct {
	Workspace uint32 `path:"workspace"`
	Operator  uint32 `path:"operator"`
}

// Invited is an operator who was added. The link is there when they have no
// password yet.
type Invited struct {
	Member Member `json:"member"`
	Link   *Link  `json:"link,omitempty"`
}

func teamRoutes(h huma.API, a *Auth) {
	const all, one = "/api/workspaces/{workspace}/operators", "/api/workspaces/{workspace}/operators/{operator}"
	huma.Register(h, op(View, "list-operators", http.MethodGet, all, "List the operators of a workspace"), a.httpMembers)
	huma.Register(h, op(Manage, "invite-operator", http.MethodPost, all, "Add an operator to a workspace"), a.httpInvite)
	huma.Register(h, op(Manage, "set-operator-role", http.MethodPatch, one, "Change an operator's role"), a.httpSetRole)
	huma.Register(h, op(Manage, "remove-operator", http.MethodDelete, one, "Take an operator out of a workspace"), a.httpRemove)
	huma.Register(h, op(Manage, "disable-operator", http.MethodPost, one+"/disable", "Keep an operator out of Kith"), a.onMemberHTTP(a.Disable))
	huma.Register(h, op(Manage, "enable-operator", http.MethodPost, one+"/enable", "Let an operator in again"), a.onMemberHTTP(a.Enable))
	huma.Register(h, op(Manage, "link-operator", http.MethodPost, one+"/link", "Make a link with which an operator sets a password, once"), a.httpRelink)
}

func (a *Auth) httpMembers(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
}) (*body[[]Member], error) {
	if err := Allow(ctx, in.Workspace, View); err != nil {
		return nil, err
	}
	list, err := a.Members(ctx, in.Workspace)
	return &body[[]Member]{list}, err
}

func (a *Auth) httpInvite(ctx context.Context, in *struct {
	Workspace uint32 `path:"workspace"`
	Body      struct {
		Email string `json:"email"`
		Name  string `json:"name,omitempty" doc:"They may change it"`
		Role  Role   `json:"role,omitempty" enum:"owner,admin,operator,analyst,viewer" doc:"viewer when absent"`
	}
}) (*body[Invited], error) {
	m, link, err := a.Invite(ctx, Invitation{Workspace: in.Workspace, Email: in.Body.Email, Name: in.Body.Name, Role: in.Body.Role})
	return &body[Invited]{invited(m, link)}, err
}

func invited(m Member, link Link) Invited {
	if link.Path == "" {
		return Invited{Member: m}
	}
	return Invited{Member: m, Link: &link}
}

func (a *Auth) httpSetRole(ctx context.Context, in *struct {
	OfMember
	Body struct {
		Role Role `json:"role" enum:"owner,admin,operator,analyst,viewer"`
	}
}) (*body[Member], error) {
	m, err := a.SetRole(ctx, in.Workspace, in.Operator, in.Body.Role)
	return &body[Member]{m}, err
}

func (a *Auth) httpRemove(ctx context.Context, in *OfMember) (*struct{}, error) {
	return nil, a.Remove(ctx, in.Workspace, in.Operator)
}

func (a *Auth) onMemberHTTP(do func(ctx context.Context, workspace, operator uint32) (Member, error)) func(context.Context, *OfMember) (*body[Member], error) {
	return func(ctx context.Context, in *OfMember) (*body[Member], error) {
		m, err := do(ctx, in.Workspace, in.Operator)
		return &body[Member]{m}, err
	}
}

func (a *Auth) httpRelink(ctx context.Context, in *OfMember) (*body[Invited], error) {
	m, link, err := a.Relink(ctx, in.Workspace, in.Operator)
	return &body[Invited]{invited(m, link)}, err
}
