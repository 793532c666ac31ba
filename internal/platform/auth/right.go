package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kith/internal/kith"
)

// Right is something that only some roles may do in a workspace.
type Right string

const (
	View      Right = "view"      // see pages, ask questions, see who is behind a number
	Analyse   Right = "analyse"   // save insights and dashboards, export
	Query     Right = "query"     // SQL over events and people
	Operate   Right = "operate"   // import files, replay quarantine, keep the catalogue
	Integrate Right = "integrate" // sources and their write keys
	Manage    Right = "manage"    // operators, API tokens, the workspace's settings
	Own       Right = "own"       // appoint owners and admins, make further workspaces
)

// What an operation may declare beside the rights of a workspace.
const (
	Self   Right = "self"   // whoever is signed in, about what is theirs
	Anyone Right = "anyone" // nobody need be signed in
)

// Rights are the rights of a workspace, the least first.
var Rights = []Right{View, Analyse, Query, Operate, Integrate, Manage, Own}

// doing says what a right is for, to finish a sentence.
var doing = map[Right]string{
	View: "look at this workspace", Analyse: "save insights and dashboards or export", Query: "ask in SQL",
	Operate: "import, replay or keep the catalogue", Integrate: "change sources or see write keys",
	Manage: "manage operators, tokens and settings", Own: "appoint owners and admins or make workspaces",
}

// Allow refuses callers who may not do such a thing in a workspace. 0 stands
// for what belongs to no workspace yet: people who have the right in one of
// theirs may do it, API tokens may not.
func Allow(ctx context.Context, workspace uint32, right Right) error {
	c := From(ctx)
	if err := May(ctx, workspace); err != nil {
		return err
	}
	if workspace == 0 {
		return c.somewhere(right)
	}
	if role := c.RoleIn(workspace); !c.has(role, right) {
		return c.refused(role, right)
	}
	return nil
}

// somewhere refuses callers who have the right in no workspace at all.
func (c Caller) somewhere(right Right) error {
	if c.Kind == ByLocal {
		return nil
	}
	if c.Kind == ByToken {
		if c.has(c.Role, right) {
			return nil
		}
		return c.refused(c.Role, right)
	}
	best := Role("")
	for _, role := range c.Roles {
		if role.May(right) {
			return nil
		}
		if best == "" || role.rank() < best.rank() {
			best = role
		}
	}
	if best == "" {
		return errNoWorkspace()
	}
	return c.refused(best, right)
}

// has is the role's right, but that tokens never manage people and access: a
// secret that leaks must not be able to make itself permanent.
func (c Caller) has(role Role, right Right) bool {
	if c.Kind == ByLocal {
		return true
	}
	return role.May(right) && (c.Kind != ByToken || right != Manage && right != Own)
}

func (c Caller) refused(role Role, right Right) error {
	who := "your role here is " + string(role)
	if c.Kind == ByToken {
		who = "this API token's role is " + string(role)
		if role.May(right) {
			return &kith.Error{Code: kith.Forbidden, Message: "an API token cannot " + doing[right], Hint: "sign in to the console"}
		}
	}
	hint := "ask an owner or admin of the workspace for one of these roles: " + names(right)
	if right == Own {
		hint = "ask an owner of the workspace"
	}
	if can := role.can(); can != "" {
		hint += "; as " + string(role) + " you can " + can
	}
	return &kith.Error{Code: kith.Forbidden, Message: fmt.Sprintf("%s, which may not %s", who, doing[right]), Hint: hint}
}

// names lists the roles that have a right.
func names(right Right) string {
	var out []string
	for _, role := range Roles {
		if role.May(right) {
			out = append(out, string(role))
		}
	}
	return strings.Join(out, ", ")
}

// can lists what a role may do.
func (r Role) can() string {
	var out []string
	for _, right := range r.Rights() {
		out = append(out, doing[right])
	}
	return strings.Join(out, ", ")
}

func errNoWorkspace() error {
	return &kith.Error{Code: kith.Forbidden, Message: "you do not belong to any workspace", Hint: "ask an owner or admin to add you to theirs"}
}

// known reports whether an operation may declare it.
func (r Right) known() bool { return r == Self || r == Anyone || slices.Contains(Rights, r) }
