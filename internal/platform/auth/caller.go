package auth

import (
	"context"

	"kith/internal/kith"
)

// Kind is how a caller proved who they are.
type Kind string

const (
	ByOperator Kind = "operator" // a session cookie
	ByToken    Kind = "token"    // an API token
	ByLocal    Kind = "local"    // the command line on this machine
)

// Caller is who makes a request.
type Caller struct {
	Kind     Kind   `json:"kind" enum:",operator,token,local" doc:"Empty when nobody is signed in"`
	Operator uint32 `json:"operator,omitempty" doc:"0 unless an operator"`
	Token    uint32 `json:"token,omitempty" doc:"0 unless an API token"`
	// Workspace is the only one the caller may work in; 0: in those of Roles.
	Workspace uint32 `json:"workspace,omitempty"`
	Role      Role   `json:"role,omitempty" doc:"Of an API token"`
	// Roles are an operator's, by workspace.
	Roles map[uint32]Role `json:"-"`
}

type callerKey struct{}

// From returns who calls; the zero Caller, of no kind, when nobody proved it.
func From(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// With returns a context in which c calls: for background work in somebody's
// name (see [Auth.As]), and for tests.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// RoleIn returns what the caller is in a workspace; empty when nothing.
func (c Caller) RoleIn(workspace uint32) Role {
	switch {
	case c.Kind == ByLocal:
		return Owner
	case c.Kind == ByToken && c.Workspace == workspace:
		return c.Role
	}
	return c.Roles[workspace]
}

// May refuses callers who do not belong to a workspace; 0 stands for what
// concerns all of them. What they may do there, [Allow] says.
func May(ctx context.Context, workspace uint32) error {
	c := From(ctx)
	switch {
	case c.Kind == "":
		return errSignIn()
	case c.Workspace != 0 && c.Workspace != workspace:
		return &kith.Error{Code: kith.Forbidden, Message: "this API token belongs to another workspace", Hint: "use a token of this workspace, or sign in"}
	case c.Kind == ByOperator && workspace != 0 && c.Roles[workspace] == "":
		return &kith.Error{Code: kith.Forbidden, Message: "you do not belong to this workspace", Hint: "ask one of its owners or admins to add you, or choose one of yours"}
	}
	return nil
}

// person refuses API tokens, where only people may act.
func person(ctx context.Context) error {
	switch From(ctx).Kind {
	case "":
		return errSignIn()
	case ByToken:
		return &kith.Error{Code: kith.Forbidden, Message: "an API token cannot do this", Hint: "sign in to the console"}
	}
	return nil
}

// signedIn returns the operator who calls, where only one can: the command
// line has no profile.
func signedIn(ctx context.Context) (uint32, error) {
	if err := person(ctx); err != nil {
		return 0, err
	}
	c := From(ctx)
	if c.Operator == 0 {
		return 0, &kith.Error{Code: kith.Forbidden, Message: "the command line is nobody in particular", Hint: "sign in to the console"}
	}
	return c.Operator, nil
}
