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
	Kind     Kind   `json:"kind" enum:"operator,token,local"`
	Operator uint32 `json:"operator,omitempty" doc:"0 unless an operator"`
	Token    uint32 `json:"token,omitempty" doc:"0 unless an API token"`
	// Workspace is the only one the caller may work in; 0: in all.
	Workspace uint32 `json:"workspace,omitempty"`
}

type callerKey struct{}

// From returns who calls; the zero Caller, of no kind, when nobody proved it.
func From(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// With returns a context in which c calls: for background work in somebody's
// name, and for tests.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// May refuses callers who may not work in a workspace; 0 stands for what
// concerns all of them.
func May(ctx context.Context, workspace uint32) error {
	c := From(ctx)
	switch {
	case c.Kind == "":
		return errSignIn()
	case c.Workspace != 0 && c.Workspace != workspace:
		return &kith.Error{Code: kith.Forbidden, Message: "this API token belongs to another workspace", Hint: "use a token of this workspace, or sign in"}
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
