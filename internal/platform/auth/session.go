package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

const (
	sessionLife = 30 * 24 * time.Hour // without use
	sessionStep = time.Hour           // how often use is written down
)

// Session is a signed-in browser.
type Session struct {
	Token    Secret
	Expires  time.Time
	Operator Operator
}

type sessionRow struct {
	bun.BaseModel `bun:"table:operator_sessions"`
	TokenHash     string `bun:",pk"`
	OperatorID    uint32
	Created       int64
	Expires       int64
}

// Credentials are what someone signs in with, and from where.
type Credentials struct {
	Email    string
	Password Secret
	Address  netip.Addr
}

// SignIn starts a session. An unknown e-mail and a wrong password get the same
// answer after the same time; too many attempts of an address or for an e-mail
// get kith.TooMany.
func (a *Auth) SignIn(ctx context.Context, c Credentials) (Session, error) {
	email := strings.ToLower(strings.TrimSpace(c.Email))
	if len(email) > 254 || len(c.Password) > 4*maxPassword {
		return Session{}, wrongCredentials()
	}
	now := a.options.Now()
	// In this order: an address that is held back must not go on using up the
	// attempts of somebody's e-mail.
	if wait := a.byAddress.take(addressKey(c.Address), now); wait > 0 {
		return Session{}, tooOften(wait)
	}
	if wait := a.byEmail.take(email, now); wait > 0 {
		return Session{}, tooOften(wait)
	}
	row, err := a.authenticate(ctx, email, c.Password)
	if err != nil {
		return Session{}, err
	}
	a.byEmail.forget(email)
	s := Session{Token: newSecret("ks_"), Expires: now.Add(sessionLife), Operator: row.operator()}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := a.db.NewDelete().Model((*sessionRow)(nil)).Where("expires <= ?", db.Micros(now)).Exec(ctx); err != nil {
			return err
		}
		_, err := a.db.NewInsert().Model(&sessionRow{
			TokenHash: s.Token.hash(), OperatorID: row.ID, Created: db.Micros(now), Expires: db.Micros(s.Expires),
		}).Exec(ctx)
		return err
	})
	if err != nil {
		return Session{}, fmt.Errorf("start session: %w", err)
	}
	return s, nil
}

func (a *Auth) authenticate(ctx context.Context, email string, password Secret) (*operatorRow, error) {
	row, err := a.operatorByEmail(ctx, email)
	unknown := errors.Is(err, sql.ErrNoRows)
	if err != nil && !unknown {
		return nil, fmt.Errorf("find operator: %w", err)
	}
	hash := row.Password
	if unknown {
		hash = a.decoy
	}
	ok, stale, err := a.hasher.verify(ctx, hash, password)
	if err != nil {
		return nil, fmt.Errorf("check password: %w", err)
	}
	if unknown || !ok {
		return nil, wrongCredentials()
	}
	if stale {
		a.renewHash(ctx, row, password)
	}
	return row, nil
}

// renewHash makes the hash anew at today's cost. If it cannot, signing in
// still works, and the next time tries again.
func (a *Auth) renewHash(ctx context.Context, row *operatorRow, password Secret) {
	hash, err := a.hasher.hash(ctx, password)
	if err == nil {
		_, err = a.db.NewUpdate().Model(row).Set("password = ?", hash).WherePK().Where("password = ?", row.Password).Exec(ctx)
	}
	if err != nil {
		slog.WarnContext(ctx, "a password hash could not be renewed", "operator", row.ID, "err", err)
	}
}

func wrongCredentials() error {
	return &kith.Error{Code: kith.Unauthorized, Message: "e-mail or password is wrong", Hint: "check both and try again"}
}

// SignOut ends a session; ending one that is over is no error.
func (a *Auth) SignOut(ctx context.Context, token Secret) error {
	if _, err := a.db.NewDelete().Model((*sessionRow)(nil)).Where("token_hash = ?", token.hash()).Exec(ctx); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// session returns the operator of a live session. Its end moves on with use;
// renewed is the new end when it was just moved, else zero.
func (a *Auth) session(ctx context.Context, token Secret) (operator uint32, renewed time.Time, err error) {
	row := &sessionRow{}
	err = a.db.NewSelect().Model(row).Where("token_hash = ?", token.hash()).Scan(ctx)
	now := a.options.Now()
	if errors.Is(err, sql.ErrNoRows) || err == nil && row.Expires <= db.Micros(now) {
		return 0, time.Time{}, errSignIn()
	}
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("find session: %w", err)
	}
	end := now.Add(sessionLife)
	if end.Sub(db.Time(row.Expires)) < sessionStep {
		return row.OperatorID, time.Time{}, nil
	}
	if _, err := a.db.NewUpdate().Model(row).Set("expires = ?", db.Micros(end)).Where("token_hash = ?", row.TokenHash).Exec(ctx); err != nil {
		return 0, time.Time{}, fmt.Errorf("prolong session: %w", err)
	}
	return row.OperatorID, end, nil
}

func errSignIn() error {
	return &kith.Error{Code: kith.Unauthorized, Message: "you are not signed in", Hint: "sign in, or send Authorization: Bearer with an API token"}
}
