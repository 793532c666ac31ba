package auth

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"kith/internal/kith"
)

// Who may do what to whom: those who manage a workspace add, change and remove
// its operators, analysts and viewers; owners and admins are its owners' to
// appoint and demote. What touches the whole account (disabling it, a link
// that sets its password) needs this in every workspace that it belongs to:
// an admin of one must not get into another by somebody else's account.

// Invitation is what Invite takes.
type Invitation struct {
	Workspace uint32
	Email     string
	Name      string // what comes before the @ when empty
	Role      Role   // viewer when empty
}

// Invite adds an operator to a workspace. Somebody new gets a link to set their
// password with; the link is empty for those who have one already.
func (a *Auth) Invite(ctx context.Context, n Invitation) (Member, Link, error) {
	role := cmp.Or(n.Role, invitedRole)
	email, err := checkEmail(n.Email)
	if err = errors.Join(err, checkRole(role)); err != nil {
		return Member{}, Link{}, err
	}
	name, err := checkName(n.Name, email)
	if err != nil {
		return Member{}, Link{}, err
	}
	if err := appoints(ctx, n.Workspace, role); err != nil {
		return Member{}, Link{}, err
	}
	var link Link
	row := &operatorRow{Email: email, Name: name, Created: a.now(), Theme: "system"}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		known, err := a.operatorByEmail(ctx, email)
		switch {
		case err == nil:
			row = known
		case !errors.Is(err, sql.ErrNoRows):
			return err
		default:
			if _, err := a.db.NewInsert().Model(row).Exec(ctx); err != nil {
				return err
			}
		}
		if row.DisabledAt != 0 {
			return &kith.Error{Code: kith.Conflict, Field: "operator", Message: email + " is disabled", Hint: "enable them in a workspace that they belong to, then add them here"}
		}
		member := &memberRow{OperatorID: row.ID, WorkspaceID: n.Workspace, Role: role, Created: a.now()}
		if _, err := a.db.NewInsert().Model(member).Exec(ctx); err != nil {
			return err
		}
		if row.Password == "" {
			link, err = a.newLink(ctx, row.ID)
		}
		return err
	})
	if a.db.IsDuplicate(err) {
		return Member{}, Link{}, &kith.Error{Code: kith.Conflict, Field: "email", Message: email + " belongs to this workspace already", Hint: "change their role in the list", Err: err}
	}
	if err != nil {
		return Member{}, Link{}, fmt.Errorf("invite: %w", err)
	}
	m, err := a.Member(ctx, n.Workspace, row.ID)
	return m, link, err
}

// SetRole changes what an operator is in a workspace.
func (a *Auth) SetRole(ctx context.Context, workspace, operator uint32, role Role) (Member, error) {
	if err := checkRole(role); err != nil {
		return Member{}, err
	}
	err := a.onMember(ctx, workspace, operator, "change role", func(ctx context.Context, now Role) error {
		if err := appoints(ctx, workspace, now, role); err != nil {
			return err
		}
		return a.Grant(ctx, operator, workspace, role)
	})
	if err != nil {
		return Member{}, err
	}
	return a.Member(ctx, workspace, operator)
}

// Remove takes an operator out of a workspace. Their account stays, and so do
// the API tokens that they made.
func (a *Auth) Remove(ctx context.Context, workspace, operator uint32) error {
	return a.onMember(ctx, workspace, operator, "remove operator", func(ctx context.Context, now Role) error {
		if err := appoints(ctx, workspace, now); err != nil {
			return err
		}
		_, err := a.db.NewDelete().Model((*memberRow)(nil)).Where("workspace_id = ? AND operator_id = ?", workspace, operator).Exec(ctx)
		return err
	})
}

// onMember does something to an operator of a workspace, one at a time in each
// workspace, and takes it back when nobody is left who owns it.
func (a *Auth) onMember(ctx context.Context, workspace, operator uint32, verb string, do func(ctx context.Context, now Role) error) error {
	err := a.db.InTx(ctx, func(ctx context.Context) error {
		rows, err := a.lockTeam(ctx, workspace)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.OperatorID == operator {
				if err := do(ctx, r.Role); err != nil {
					return err
				}
				return a.stillOwned(ctx, workspace)
			}
		}
		return noOperator(sql.ErrNoRows, operator)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", verb, err)
	}
	return nil
}

func (a *Auth) lockTeam(ctx context.Context, workspace uint32) ([]memberRow, error) {
	var rows []memberRow
	err := a.db.Lock(a.db.NewSelect().Model(&rows).Where("workspace_id = ?", workspace).Order("operator_id")).Scan(ctx)
	return rows, err
}

// stillOwned refuses what would leave a workspace without an owner who can
// sign in.
func (a *Auth) stillOwned(ctx context.Context, workspace uint32) error {
	var n int
	err := a.db.NewRaw(`SELECT COUNT(*) FROM memberships m JOIN operators o ON o.id = m.operator_id
		WHERE m.workspace_id = ? AND m.role = 'owner' AND o.disabled_at = 0 AND o.password <> ''`, workspace).Scan(ctx, &n)
	if err != nil || n > 0 {
		return err
	}
	return &kith.Error{Code: kith.Conflict, Message: "this is the workspace's last owner", Hint: "make somebody else an owner first"}
}

// appoints refuses callers who may not give or take one of these roles.
func appoints(ctx context.Context, workspace uint32, roles ...Role) error {
	right := Manage
	for _, role := range roles {
		if role.high() {
			right = Own
		}
	}
	return Allow(ctx, workspace, right)
}
