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
	"kith/internal/platform/api"
	"kith/internal/platform/db"
)

// How long a session lives without use, and how often use is written down.
const (
	rememberedLife = 30 * 24 * time.Hour
	rememberedStep = time.Hour
	plainLife      = 12 * time.Hour
	plainStep      = 10 * time.Minute
)

// Session is a signed-in browser.
type Session struct {
	Token    Secret
	Expires  time.Time // zero: when the browser closes, 12 h after its last use at most
	Operator Operator
}

type sessionRow struct {
	bun.BaseModel `bun:"table:operator_sessions"`
	TokenHash     string `bun:",pk"`
	OperatorID    uint32
	Created       int64
	Expires       int64
	Remember      int
	Used          int64
	Address       string
	Agent         string
}

func (r *sessionRow) life() (life, step time.Duration) {
	if r.Remember != 0 {
		return rememberedLife, rememberedStep
	}
	return plainLife, plainStep
}

// Browser is where someone signs in from.
type Browser struct {
	Address  netip.Addr
	Agent    string
	Remember bool // for 30 days after the last use
}

// Credentials are what someone signs in with, and from where.
type Credentials struct {
	Email    string
	Password Secret
	Browser
}

// SignIn starts a session. An unknown e-mail and a wrong password get the same
// answer after the same time, which says how many tries are left; too many
// attempts of an address or for an e-mail get kith.TooMany.
func (a *Auth) SignIn(ctx context.Context, c Credentials) (Session, error) {
	email := strings.ToLower(strings.TrimSpace(c.Email))
	if len(email) > 254 || len(c.Password) > 4*maxPassword {
		return Session{}, wrongCredentials(0)
	}
	left, err := a.attempt(email, c.Address)
	if err != nil {
		return Session{}, err
	}
	row, err := a.authenticate(ctx, email, c.Password)
	if errors.Is(err, errWrong) {
		return Session{}, wrongCredentials(left)
	}
	if err != nil {
		return Session{}, err
	}
	a.byEmail.forget(email)
	return a.start(ctx, row, c.Browser)
}

// attempt uses up a try of an address and of an e-mail, and returns how many
// are left of the scarcer. In this order: an address that is held back must
// not go on using up the attempts of somebody's e-mail.
func (a *Auth) attempt(email string, address netip.Addr) (left int, err error) {
	now := a.options.Now()
	ofAddress, wait := a.byAddress.take(addressKey(address), now)
	if wait > 0 {
		return 0, tooOften(wait)
	}
	ofEmail, wait := a.byEmail.take(email, now)
	if wait > 0 {
		return 0, tooOften(wait)
	}
	return min(ofAddress, ofEmail), nil
}

// start begins a session of an operator who proved who they are.
func (a *Auth) start(ctx context.Context, o *operatorRow, b Browser) (Session, error) {
	now := a.options.Now()
	row := &sessionRow{OperatorID: o.ID, Created: db.Micros(now), Used: db.Micros(now), Agent: cut(b.Agent, 300)}
	if b.Remember {
		row.Remember = 1
	}
	if b.Address.IsValid() {
		row.Address = b.Address.String()
	}
	life, _ := row.life()
	s := Session{Token: newSecret("ks_"), Operator: o.operator()}
	row.TokenHash, row.Expires = s.Token.hash(), db.Micros(now.Add(life))
	if b.Remember {
		s.Expires = now.Add(life)
	}
	err := a.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := a.db.NewDelete().Model((*sessionRow)(nil)).Where("expires <= ?", db.Micros(now)).Exec(ctx); err != nil {
			return err
		}
		if _, err := a.db.NewUpdate().Model(o).Set("seen = ?", db.Micros(now)).WherePK().Exec(ctx); err != nil {
			return err
		}
		_, err := a.db.NewInsert().Model(row).Exec(ctx)
		return err
	})
	if err != nil {
		return Session{}, fmt.Errorf("start session: %w", err)
	}
	return s, nil
}

// errWrong is authenticate's only answer to whoever is not let in.
var errWrong = errors.New("e-mail or password is wrong")

// authenticate treats those who have no password yet, or are disabled, as if
// they were not there.
func (a *Auth) authenticate(ctx context.Context, email string, password Secret) (*operatorRow, error) {
	row, err := a.operatorByEmail(ctx, email)
	unknown := errors.Is(err, sql.ErrNoRows)
	if err != nil && !unknown {
		return nil, fmt.Errorf("find operator: %w", err)
	}
	hash := row.Password
	if unknown = unknown || hash == "" || row.DisabledAt != 0; unknown {
		hash = a.decoy
	}
	ok, stale, err := a.hasher.verify(ctx, hash, password)
	if err != nil {
		return nil, fmt.Errorf("check password: %w", err)
	}
	if unknown || !ok {
		return nil, errWrong
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

func wrongCredentials(left int) error {
	return wrong(left, &kith.Error{Code: kith.Unauthorized, Message: "e-mail or password is wrong", Hint: "check both and try again"})
}

func wrongPassword(left int) error {
	return wrong(left, &kith.Error{Code: kith.Invalid, Field: "current", Message: "this is not your password", Hint: "try again"})
}

// wrong tells somebody who guessed wrong how often they may go on.
func wrong(left int, e *kith.Error) error {
	switch left {
	case 0:
		e.Hint += "; the next try must wait"
	case 1:
		e.Hint += "; one try is left before a wait"
	default:
		e.Hint += fmt.Sprintf("; %d tries are left before a wait", left)
	}
	return &api.Left{Tries: left, Err: e}
}

// SignOut ends a session; ending one that is over is no error.
func (a *Auth) SignOut(ctx context.Context, token Secret) error {
	if _, err := a.db.NewDelete().Model((*sessionRow)(nil)).Where("token_hash = ?", token.hash()).Exec(ctx); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// session returns the operator of a live session. Its end moves on with use;
// renewed is the new end when it was just moved and the browser must know it,
// else zero.
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
	life, step := row.life()
	end := now.Add(life)
	if end.Sub(db.Time(row.Expires)) < step {
		return row.OperatorID, time.Time{}, nil
	}
	if _, err := a.db.NewUpdate().Model(row).Set("expires = ?", db.Micros(end)).Set("used = ?", db.Micros(now)).Where("token_hash = ?", row.TokenHash).Exec(ctx); err != nil {
		return 0, time.Time{}, fmt.Errorf("prolong session: %w", err)
	}
	if row.Remember == 0 {
		end = time.Time{}
	}
	return row.OperatorID, end, nil
}

func errSignIn() error {
	return &kith.Error{Code: kith.Unauthorized, Message: "you are not signed in", Hint: "sign in, or send Authorization: Bearer with an API token"}
}

// cut keeps the first n bytes at most, of whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return strings.ToValidUTF8(s, "")
	}
	return strings.ToValidUTF8(s[:n], "")
}
