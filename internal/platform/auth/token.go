package auth

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

const tokenPrefix = "kt_"

// Token is an API token, without its secret.
type Token struct {
	ID        uint32    `json:"id"`
	Workspace uint32    `json:"workspace"`
	Name      string    `json:"name"`
	Role      Role      `json:"role" enum:"admin,operator,analyst,viewer" doc:"The most it may do; tokens never manage operators, tokens or settings"`
	Ending    string    `json:"ending" doc:"The last characters of the secret, to tell tokens apart"`
	Operator  uint32    `json:"operator,omitempty" doc:"Who made it"`
	Created   time.Time `json:"created"`
	LastUsed  time.Time `json:"last_used,omitzero" doc:"To the minute"`
}

type tokenRow struct {
	bun.BaseModel `bun:"table:api_tokens"`
	ID            uint32 `bun:",pk,autoincrement"`
	WorkspaceID   uint32
	Name          string
	Role          Role
	TokenHash     string
	Ending        string
	OperatorID    uint32
	Created       int64
	LastUsed      int64
}

func (r *tokenRow) token() Token {
	return Token{
		ID: r.ID, Workspace: r.WorkspaceID, Name: r.Name, Role: r.Role, Ending: r.Ending, Operator: r.OperatorID,
		Created: db.Time(r.Created), LastUsed: db.Time(r.LastUsed),
	}
}

// NewToken is what CreateToken takes. Without a role the token is an analyst.
type NewToken struct {
	Workspace uint32
	Name      string
	Role      Role
	Operator  uint32 // who makes it
}

// CreateToken makes a token for a workspace. Its secret is returned here and
// never again.
func (a *Auth) CreateToken(ctx context.Context, n NewToken) (Token, Secret, error) {
	name, role, workspace := n.Name, cmp.Or(n.Role, tokenRole), n.Workspace
	if err := checkRole(role); err != nil {
		return Token{}, "", err
	}
	if role == Owner {
		return Token{}, "", &kith.Error{Code: kith.Invalid, Field: "role", Message: "an API token cannot be an owner", Hint: "use admin, operator, analyst or viewer"}
	}
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 80 {
		return Token{}, "", &kith.Error{Code: kith.Invalid, Field: "name", Message: fmt.Sprintf("has %d characters", n), Hint: "name the program that will use the token, in at most 80"}
	}
	if !a.options.WorkspaceExists(workspace) {
		return Token{}, "", &kith.Error{Code: kith.NotFound, Field: "workspace", Message: fmt.Sprintf("there is no workspace %d", workspace), Hint: "list the workspaces to see"}
	}
	secret := newSecret(tokenPrefix)
	row := &tokenRow{
		WorkspaceID: workspace, Name: name, Role: role, TokenHash: secret.hash(), Ending: string(secret[len(secret)-4:]),
		OperatorID: n.Operator, Created: a.now(),
	}
	if _, err := a.db.NewInsert().Model(row).Exec(ctx); err != nil {
		return Token{}, "", fmt.Errorf("create token: %w", err)
	}
	return row.token(), secret, nil
}

// Tokens returns the tokens of a workspace, the newest first.
func (a *Auth) Tokens(ctx context.Context, workspace uint32) ([]Token, error) {
	var rows []tokenRow
	if err := a.db.NewSelect().Model(&rows).Where("workspace_id = ?", workspace).Order("id DESC").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	out := make([]Token, len(rows))
	for i := range rows {
		out[i] = rows[i].token()
	}
	return out, nil
}

// RevokeToken makes a token of a workspace useless from now on.
func (a *Auth) RevokeToken(ctx context.Context, workspace, id uint32) error {
	res, err := a.db.NewDelete().Model((*tokenRow)(nil)).Where("id = ? AND workspace_id = ?", id, workspace).Exec(ctx)
	if err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no token %d in this workspace", id), Hint: "it may be revoked already", Err: err}
	}
	return nil
}

// tokenCaller returns who holds a secret, and notes the use once a minute.
func (a *Auth) tokenCaller(ctx context.Context, secret Secret) (Caller, error) {
	row := &tokenRow{}
	err := a.db.NewSelect().Model(row).Where("token_hash = ?", secret.hash()).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Caller{}, &kith.Error{Code: kith.Unauthorized, Message: "this API token is not known", Hint: "it may have been revoked; make a new one in the console"}
	}
	if err != nil {
		return Caller{}, fmt.Errorf("find token: %w", err)
	}
	if now := a.now(); now-row.LastUsed >= time.Minute.Microseconds() {
		if _, err := a.db.NewUpdate().Model(row).Set("last_used = ?", now).WherePK().Exec(ctx); err != nil {
			return Caller{}, fmt.Errorf("note the token's use: %w", err)
		}
	}
	return Caller{Kind: ByToken, Token: row.ID, Workspace: row.WorkspaceID, Role: row.Role}, nil
}
