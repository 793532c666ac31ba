package auth

import (
	"context"
	"errors"
	"fmt"

	"kith/internal/kith"
)

// Disable keeps an operator out from now on; what they made stays.
func (a *Auth) Disable(ctx context.Context, workspace, operator uint32) (Member, error) {
	return a.onAccount(ctx, workspace, operator, "disable operator", func(ctx context.Context, row *operatorRow) error {
		if row.DisabledAt == 0 {
			row.DisabledAt = a.now()
		}
		if _, err := a.db.NewUpdate().Model(row).Column("disabled_at").WherePK().Exec(ctx); err != nil {
			return err
		}
		return errors.Join(a.endSessions(ctx, operator, ""), a.dropLink(ctx, operator))
	})
}

// Enable lets a disabled operator in again.
func (a *Auth) Enable(ctx context.Context, workspace, operator uint32) (Member, error) {
	return a.onAccount(ctx, workspace, operator, "enable operator", func(ctx context.Context, row *operatorRow) error {
		row.DisabledAt = 0
		_, err := a.db.NewUpdate().Model(row).Column("disabled_at").WherePK().Exec(ctx)
		return err
	})
}

// Relink makes a new link for an operator to set a password with; an earlier
// one stops working. Until it is used, the old password goes on.
func (a *Auth) Relink(ctx context.Context, workspace, operator uint32) (Member, Link, error) {
	var link Link
	m, err := a.onAccount(ctx, workspace, operator, "make a link", func(ctx context.Context, row *operatorRow) (err error) {
		if row.DisabledAt != 0 {
			return &kith.Error{Code: kith.Conflict, Message: row.Email + " is disabled", Hint: "enable them first"}
		}
		link, err = a.newLink(ctx, operator)
		return err
	})
	return m, link, err
}

// onAccount does something to an operator's whole account, in the name of
// somebody who may in each of their workspaces, and not to oneself.
func (a *Auth) onAccount(ctx context.Context, workspace, operator uint32, verb string, do func(context.Context, *operatorRow) error) (Member, error) {
	if From(ctx).Operator == operator {
		return Member{}, &kith.Error{Code: kith.Forbidden, Message: "you cannot do this to yourself", Hint: "change your password in your profile, or ask another owner or admin"}
	}
	row := &operatorRow{ID: operator}
	err := a.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := a.Member(ctx, workspace, operator); err != nil {
			return err
		}
		roles, err := a.roles(ctx, operator)
		if err != nil {
			return err
		}
		places := sortedKeys(roles) // in one order, so that two never wait for each other
		for _, w := range places {
			if _, err := a.lockTeam(ctx, w); err != nil {
				return err
			}
			if err := appoints(ctx, w, roles[w]); err != nil {
				return elsewhere(err, w == workspace)
			}
		}
		if err := a.db.NewSelect().Model(row).WherePK().Scan(ctx); err != nil {
			return noOperator(err, operator)
		}
		if err := do(ctx, row); err != nil {
			return err
		}
		for _, w := range places {
			if err := a.stillOwned(ctx, w); err != nil && row.DisabledAt != 0 {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Member{}, fmt.Errorf("%s: %w", verb, err)
	}
	return a.Member(ctx, workspace, operator)
}

// elsewhere explains a refusal that comes from another workspace.
func elsewhere(err error, here bool) error {
	if here {
		return err
	}
	return &kith.Error{Code: kith.Forbidden, Message: "they also belong to a workspace where you may not do this", Hint: "remove them from this workspace, or ask somebody who manages both", Err: err}
}
