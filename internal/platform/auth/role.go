package auth

import (
	"fmt"
	"slices"

	"kith/internal/kith"
)

// Role is what an operator is in one workspace, and the most an API token may do.
type Role string

const (
	Owner        Role = "owner"    // everything; a workspace always has one
	Admin        Role = "admin"    // everything but appointing owners and admins
	RoleOperator Role = "operator" // runs programmes: imports, replays, keeps the catalogue
	Analyst      Role = "analyst"  // asks in SQL, exports
	Viewer       Role = "viewer"   // looks, asks questions, saves nothing
	tokenRole         = Analyst    // when a token's maker says nothing
	invitedRole       = Viewer     // when the inviter says nothing
)

// Roles are all of them, the mightiest first.
var Roles = []Role{Owner, Admin, RoleOperator, Analyst, Viewer}

// rights is the table of docs/operate.md; a test holds the two together.
var rights = map[Role][]Right{
	Owner:        {View, Analyse, Query, Operate, Integrate, Manage, Own},
	Admin:        {View, Analyse, Query, Operate, Integrate, Manage},
	RoleOperator: {View, Analyse, Operate},
	Analyst:      {View, Analyse, Query},
	Viewer:       {View},
}

// May reports whether a role has a right.
func (r Role) May(right Right) bool { return slices.Contains(rights[r], right) }

// Rights lists a role's rights; it must not be written to.
func (r Role) Rights() []Right { return rights[r] }

// within reports whether r may nothing that other may not.
func (r Role) within(other Role) bool {
	return !slices.ContainsFunc(rights[r], func(right Right) bool { return !other.May(right) })
}

// high roles are appointed and demoted by owners alone.
func (r Role) high() bool { return r == Owner || r == Admin }

// rank is 0 for the mightiest.
func (r Role) rank() int { return slices.Index(Roles, r) }

func checkRole(role Role) error {
	if slices.Contains(Roles, role) {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "role", Message: fmt.Sprintf("there is no role %.40q", string(role)), Hint: "use owner, admin, operator, analyst or viewer"}
}
