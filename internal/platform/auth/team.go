package auth

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"kith/internal/platform/db"
)

// Member is an operator as one workspace sees them.
type Member struct {
	Operator uint32 `json:"operator"`
	Email    string `json:"email"`
	Name     string `json:"name"`
	Role     Role   `json:"role" enum:"owner,admin,operator,analyst,viewer"`
	// State is invited until they have set a password.
	State    string    `json:"state" enum:"active,invited,disabled"`
	Since    time.Time `json:"since" doc:"When they were added to this workspace"`
	LastSeen time.Time `json:"last_seen,omitzero" doc:"When they last signed in; absent when never"`
	Tokens   int       `json:"tokens" doc:"API tokens of this workspace that they made"`
	Others   int       `json:"others" doc:"Further workspaces that they belong to"`
}

type memberView struct {
	ID             uint32
	Email          string
	Name           string
	Password       string
	DisabledAt     int64
	Seen           int64
	Role           Role
	Since          int64
	Tokens, Others int
}

func (v *memberView) member() Member {
	m := Member{Operator: v.ID, Email: v.Email, Name: v.Name, Role: v.Role, State: "active",
		Since: db.Time(v.Since), LastSeen: db.Time(v.Seen), Tokens: v.Tokens, Others: v.Others}
	switch {
	case v.DisabledAt != 0:
		m.State = "disabled"
	case v.Password == "":
		m.State = "invited"
	}
	return m
}

// Members lists the operators of a workspace, the mightiest roles first.
func (a *Auth) Members(ctx context.Context, workspace uint32) ([]Member, error) {
	return a.members(ctx, workspace, 0)
}

// Member returns one operator of a workspace.
func (a *Auth) Member(ctx context.Context, workspace, operator uint32) (Member, error) {
	list, err := a.members(ctx, workspace, operator)
	if err == nil && len(list) == 0 {
		err = noOperator(sql.ErrNoRows, operator)
	}
	if err != nil {
		return Member{}, err
	}
	return list[0], nil
}

func (a *Auth) members(ctx context.Context, workspace, operator uint32) ([]Member, error) {
	const query = `SELECT o.id, o.email, o.name, o.password, o.disabled_at, o.seen, m.role, m.created AS since,
		(SELECT COUNT(*) FROM api_tokens t WHERE t.operator_id = o.id AND t.workspace_id = m.workspace_id) AS tokens,
		(SELECT COUNT(*) FROM memberships x WHERE x.operator_id = o.id AND x.workspace_id <> m.workspace_id) AS others
		FROM memberships m JOIN operators o ON o.id = m.operator_id
		WHERE m.workspace_id = ? AND (? = 0 OR o.id = ?)
		ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 WHEN 'operator' THEN 2 WHEN 'analyst' THEN 3 ELSE 4 END, o.id`
	var views []memberView
	if err := a.db.NewRaw(query, workspace, operator, operator).Scan(ctx, &views); err != nil {
		return nil, fmt.Errorf("list operators: %w", err)
	}
	out := make([]Member, len(views))
	for i := range views {
		out[i] = views[i].member()
	}
	return out, nil
}
