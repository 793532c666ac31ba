package auth

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Operator is a person who uses the console.
type Operator struct {
	ID      uint32    `json:"id"`
	Email   string    `json:"email"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	// Language is empty when the browser's is meant.
	Language string `json:"language" enum:",zh-CN,en"`
	Theme    string `json:"theme" enum:"system,light,dark"`
}

type operatorRow struct {
	bun.BaseModel `bun:"table:operators"`
	ID            uint32 `bun:",pk,autoincrement"`
	Email         string
	Name          string
	Password      string
	Created       int64
	Adopt         int   // see Adopt
	DisabledAt    int64 // 0: may sign in
	Seen          int64 // last sign-in
	Language      string
	Theme         string
}

func (r *operatorRow) operator() Operator {
	return Operator{ID: r.ID, Email: r.Email, Name: r.Name, Created: db.Time(r.Created), Language: r.Language, Theme: r.Theme}
}

// EnsureOperator makes an operator unless there is one with this e-mail
// already, whose name and password then stay as they are. Whoever is new owns
// the workspaces that the next start finds; see Adopt and Grant.
func (a *Auth) EnsureOperator(ctx context.Context, email string, password Secret, name string) (Operator, error) {
	row, _, err := a.ensure(ctx, email, password, name, 1)
	if err != nil {
		return Operator{}, err
	}
	return row.operator(), nil
}

// NewOperator is what AddOperator takes.
type NewOperator struct {
	Email      string
	Password   Secret
	Name       string
	Role       Role     // owner when empty and they are new
	Workspaces []uint32 // where they get the role; when empty, those that the next start finds, as owner
}

// AddOperator makes an operator with a role in workspaces. Of one who is there
// already only the roles change, and these only when a role is named.
func (a *Auth) AddOperator(ctx context.Context, n NewOperator) (Operator, error) {
	if n.Role != "" {
		if err := checkRole(n.Role); err != nil {
			return Operator{}, err
		}
	}
	adopt := 0
	if len(n.Workspaces) == 0 {
		adopt = 1
	}
	row, fresh, err := a.ensure(ctx, n.Email, n.Password, n.Name, adopt)
	if err != nil {
		return Operator{}, err
	}
	if !fresh && n.Role == "" {
		return row.operator(), nil
	}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		for _, w := range n.Workspaces {
			if _, err := a.lockTeam(ctx, w); err != nil {
				return err
			}
			if err := a.Grant(ctx, row.ID, w, cmp.Or(n.Role, Owner)); err != nil {
				return err
			}
			if err := a.stillOwned(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && fresh {
		_, undo := a.db.NewDelete().Model(row).WherePK().Exec(ctx)
		err = errors.Join(err, undo)
	}
	if err != nil {
		return Operator{}, fmt.Errorf("add operator: %w", err)
	}
	return row.operator(), nil
}

func (a *Auth) ensure(ctx context.Context, email string, password Secret, name string, adopt int) (row *operatorRow, fresh bool, err error) {
	if email, err = checkEmail(email); err != nil {
		return nil, false, err
	}
	row, err = a.operatorByEmail(ctx, email)
	if err == nil {
		return row, false, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, false, fmt.Errorf("find operator: %w", err)
	}
	if err := checkPassword(password); err != nil {
		return nil, false, err
	}
	if name, err = checkName(name, email); err != nil {
		return nil, false, err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return nil, false, err
	}
	row = &operatorRow{Email: email, Name: name, Password: hash, Created: a.now(), Theme: "system", Adopt: adopt}
	_, err = a.db.NewInsert().Model(row).Exec(ctx)
	if a.db.IsDuplicate(err) { // another process was quicker
		row, err = a.operatorByEmail(ctx, email)
		return row, false, err
	}
	if err != nil {
		return nil, false, fmt.Errorf("create operator: %w", err)
	}
	return row, true, nil
}

// SetPassword gives an operator a new password and ends all their sessions.
func (a *Auth) SetPassword(ctx context.Context, email string, password Secret) error {
	email, err := checkEmail(email)
	if err != nil {
		return err
	}
	if err := checkPassword(password); err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		row, err := a.operatorByEmail(ctx, email)
		if err != nil {
			return err
		}
		if _, err := a.db.NewUpdate().Model(row).Set("password = ?", hash).WherePK().Exec(ctx); err != nil {
			return err
		}
		_, err = a.db.NewDelete().Model((*sessionRow)(nil)).Where("operator_id = ?", row.ID).Exec(ctx)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return &kith.Error{Code: kith.NotFound, Field: "email", Message: fmt.Sprintf("there is no operator %s", email), Hint: "check the spelling", Err: err}
	}
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	a.byEmail.forget(email)
	return nil
}

// Operators returns all operators, the first one first.
func (a *Auth) Operators(ctx context.Context) ([]Operator, error) {
	var rows []operatorRow
	if err := a.db.NewSelect().Model(&rows).Order("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list operators: %w", err)
	}
	out := make([]Operator, len(rows))
	for i := range rows {
		out[i] = rows[i].operator()
	}
	return out, nil
}

func (a *Auth) operatorByEmail(ctx context.Context, email string) (*operatorRow, error) {
	row := &operatorRow{}
	return row, a.db.NewSelect().Model(row).Where("email = ?", email).Scan(ctx)
}

// checkEmail returns the address in the one form that is stored.
func checkEmail(email string) (string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 254 {
		return "", &kith.Error{Code: kith.Invalid, Field: "email", Message: "is not an e-mail address", Hint: "write it as name@example.com", Err: err}
	}
	return email, nil
}

// noOperator says that there is no such operator, when that is what err says.
func noOperator(err error, id uint32) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no operator %d here", id), Hint: "list the workspace's operators to see", Err: err}
	}
	return fmt.Errorf("find operator: %w", err)
}
