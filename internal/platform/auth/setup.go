package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"kith/internal/kith"
)

// Offer lets the first operator be made over HTTP.
type Offer struct {
	Code Secret // see NewSetupCode
	// Loopback: the server is reached from this machine alone, so whoever calls
	// from it need not know the code.
	Loopback bool
	// Done is called once somebody has taken the offer; may be nil.
	Done func()
}

// NewSetupCode is short enough to be typed from another screen: 60 bits, and
// guesses are held back.
func NewSetupCode() Secret {
	text := strings.ToLower(rand.Text())
	return Secret(text[:4] + "-" + text[4:8] + "-" + text[8:12])
}

// OfferSetup opens the first set-up for as long as there is no operator.
// Without an offer it stays shut.
func (a *Auth) OfferSetup(o Offer) { a.offer.Store(&o) }

// SetUp is what the first operator says of themselves and of their workspace.
type SetUp struct {
	Code      Secret `json:"code,omitempty" doc:"That the server printed at its start; not needed on its own machine"`
	Email     string `json:"email"`
	Password  Secret `json:"password"`
	Name      string `json:"name,omitempty"`
	Language  string `json:"language,omitempty" enum:"zh-CN,en" doc:"Of the operator"`
	Theme     string `json:"theme,omitempty" enum:"system,light,dark"`
	Workspace Naming `json:"workspace"`
}

// Naming is what the first workspace is called and counted in.
type Naming struct {
	Name     string `json:"name"`
	Zone     string `json:"zone"`
	Currency string `json:"currency" doc:"ISO 4217"`
	Language string `json:"language" enum:"zh-CN,en"`
}

// SetupOpen reports whether the first operator can be made now.
func (a *Auth) SetupOpen(ctx context.Context) (bool, error) {
	if a.offer.Load() == nil {
		return false, nil
	}
	n, err := a.db.NewSelect().Model((*operatorRow)(nil)).Count(ctx)
	if err != nil {
		return false, fmt.Errorf("count operators: %w", err)
	}
	return n == 0, nil
}

// SetUp makes the first operator, who owns the first workspace and gives it its
// name, and signs them in. Of several who try at once, one succeeds. near: the
// caller is on the server's own machine.
func (a *Auth) SetUp(ctx context.Context, s SetUp, b Browser, near bool) (Session, error) {
	open, err := a.SetupOpen(ctx)
	if err != nil {
		return Session{}, err
	}
	if !open {
		return Session{}, errSetUp()
	}
	offer := a.offer.Load()
	if err := a.admit(offer, s.Code, b, near); err != nil {
		return Session{}, err
	}
	row, err := a.firstOperator(ctx, s)
	if err != nil {
		return Session{}, err
	}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		var turn int
		if err := a.db.Lock(a.db.NewSelect().Table("setup_turn").Column("id")).Scan(ctx, &turn); err != nil {
			return err
		}
		if n, err := a.db.NewSelect().Model((*operatorRow)(nil)).Count(ctx); err != nil || n > 0 {
			return errors.Join(err, errSetUp())
		}
		if _, err := a.db.NewInsert().Model(row).Exec(ctx); err != nil {
			return err
		}
		workspace, err := a.options.NameFirst(ctx, s.Workspace)
		if err != nil {
			return within("workspace", err)
		}
		return a.Grant(ctx, row.ID, workspace, Owner)
	})
	if err != nil {
		return Session{}, fmt.Errorf("set up: %w", err)
	}
	if offer.Done != nil {
		offer.Done()
	}
	return a.start(ctx, row, b)
}

func (a *Auth) admit(offer *Offer, code Secret, b Browser, near bool) error {
	if offer.Loopback && near {
		return nil
	}
	left, wait := a.byAddress.take(addressKey(b.Address), a.options.Now())
	if wait > 0 {
		return tooOften(wait)
	}
	typed := Secret(strings.ToLower(strings.TrimSpace(string(code))))
	if offer.Code != "" && typed.equal(offer.Code) {
		return nil
	}
	return wrong(left, &kith.Error{Code: kith.Forbidden, Field: "code", Message: "the set-up code is not right",
		Hint: "it stands in what kith serve printed at its start, and in setup.code in the data folder"})
}

func (a *Auth) firstOperator(ctx context.Context, s SetUp) (*operatorRow, error) {
	email, err := checkEmail(s.Email)
	if err = errors.Join(err, checkPassword(s.Password)); err != nil {
		return nil, err
	}
	row := &operatorRow{Email: email, Created: a.now(), Theme: "system"}
	if row.Name, err = checkName(s.Name, email); err != nil {
		return nil, err
	}
	if err := row.apply(ProfileChange{Language: some(s.Language), Theme: some(s.Theme)}); err != nil {
		return nil, err
	}
	row.Password, err = a.hasher.hash(ctx, s.Password)
	return row, err
}

func errSetUp() error {
	return &kith.Error{Code: kith.Conflict, Message: "Kith is set up already", Hint: "sign in, or ask an owner to add you"}
}

// within says that the field at fault is a part of another.
func within(part string, err error) error {
	var e *kith.Error
	if !errors.As(err, &e) || e.Field == "" {
		return err
	}
	inner := *e
	inner.Field = part + "." + e.Field
	return &inner
}
