package auth

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"kith/internal/kith"
)

type memberRow struct {
	bun.BaseModel `bun:"table:memberships"`
	OperatorID    uint32 `bun:",pk"`
	WorkspaceID   uint32 `bun:",pk"`
	Role          Role
	Created       int64
}

// As returns the caller that an operator is now, with their roles: for work
// in their name when they are not there.
func (a *Auth) As(ctx context.Context, operator uint32) (Caller, error) {
	row := &operatorRow{ID: operator}
	if err := a.db.NewSelect().Model(row).WherePK().Scan(ctx); err != nil {
		return Caller{}, noOperator(err, operator)
	}
	if row.DisabledAt != 0 {
		return Caller{}, &kith.Error{Code: kith.Forbidden, Message: fmt.Sprintf("operator %d is disabled", operator), Hint: "an owner or admin can enable them"}
	}
	roles, err := a.roles(ctx, operator)
	return Caller{Kind: ByOperator, Operator: operator, Roles: roles}, err
}

func (a *Auth) roles(ctx context.Context, operator uint32) (map[uint32]Role, error) {
	var rows []memberRow
	if err := a.db.NewSelect().Model(&rows).Where("operator_id = ?", operator).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read memberships: %w", err)
	}
	out := make(map[uint32]Role, len(rows))
	for _, r := range rows {
		out[r.WorkspaceID] = r.Role
	}
	return out, nil
}

// Grant makes an operator a member of a workspace with a role, or changes it.
// It asks nobody for leave: it is for the program itself.
func (a *Auth) Grant(ctx context.Context, operator, workspace uint32, role Role) error {
	if err := checkRole(role); err != nil {
		return err
	}
	row := &memberRow{OperatorID: operator, WorkspaceID: workspace, Role: role, Created: a.now()}
	_, err := a.db.NewInsert().Model(row).On("CONFLICT (operator_id, workspace_id) DO UPDATE").Set("role = EXCLUDED.role").Exec(ctx)
	if err != nil {
		return fmt.Errorf("make operator %d a member: %w", operator, err)
	}
	return nil
}

// Made gives a new workspace its owners: the operator who calls, or, when the
// machine made it, those who own the oldest workspace.
func (a *Auth) Made(ctx context.Context, workspace uint32) error {
	if c := From(ctx); c.Operator != 0 {
		return a.Grant(ctx, c.Operator, workspace, Owner)
	}
	_, err := a.db.Exec(ctx, `INSERT INTO memberships (operator_id, workspace_id, role, created)
		SELECT operator_id, ?, 'owner', ? FROM memberships
		WHERE role = 'owner' AND workspace_id = (SELECT MIN(workspace_id) FROM memberships WHERE workspace_id <> ?)
		ON CONFLICT (operator_id, workspace_id) DO NOTHING`, workspace, a.now(), workspace)
	if err != nil {
		return fmt.Errorf("give the workspace its owners: %w", err)
	}
	return nil
}

// Adopt makes operators of the time before roles, and those who were added
// before there was a workspace, owners of the workspaces there are.
func (a *Auth) Adopt(ctx context.Context, workspaces []uint32) error {
	if len(workspaces) == 0 {
		return nil
	}
	return a.db.InTx(ctx, func(ctx context.Context) error {
		var rows []operatorRow
		if err := a.db.NewSelect().Model(&rows).Where("adopt <> 0").Scan(ctx); err != nil {
			return fmt.Errorf("find operators without workspaces: %w", err)
		}
		for _, row := range rows {
			for _, w := range workspaces {
				if err := a.Grant(ctx, row.ID, w, Owner); err != nil {
					return err
				}
			}
		}
		_, err := a.db.Exec(ctx, "UPDATE operators SET adopt = 0 WHERE adopt <> 0")
		return err
	})
}
