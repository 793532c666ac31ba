package auth

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// ProfileChange names what UpdateProfile sets; nil fields stay.
type ProfileChange struct {
	Name     *string `json:"name,omitempty"`
	Language *string `json:"language,omitempty" enum:",zh-CN,en" doc:"Empty for the browser's"`
	Theme    *string `json:"theme,omitempty" enum:"system,light,dark"`
}

// UpdateProfile changes what an operator says of themselves.
func (a *Auth) UpdateProfile(ctx context.Context, operator uint32, c ProfileChange) (Operator, error) {
	row := &operatorRow{ID: operator}
	err := a.db.InTx(ctx, func(ctx context.Context) error {
		if err := a.db.Lock(a.db.NewSelect().Model(row).WherePK()).Scan(ctx); err != nil {
			return noOperator(err, operator)
		}
		if err := row.apply(c); err != nil {
			return err
		}
		_, err := a.db.NewUpdate().Model(row).Column("name", "language", "theme").WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return Operator{}, fmt.Errorf("change profile: %w", err)
	}
	return row.operator(), nil
}

func (r *operatorRow) apply(c ProfileChange) error {
	if c.Name != nil {
		name, err := checkName(*c.Name, "")
		if err != nil {
			return err
		}
		r.Name = name
	}
	if c.Language != nil {
		if !slices.Contains([]string{"", "zh-CN", "en"}, *c.Language) {
			return &kith.Error{Code: kith.Invalid, Field: "language", Message: fmt.Sprintf("Kith does not speak %.40q", *c.Language), Hint: "use zh-CN, en or nothing"}
		}
		r.Language = *c.Language
	}
	if c.Theme != nil {
		if !slices.Contains([]string{"system", "light", "dark"}, *c.Theme) {
			return &kith.Error{Code: kith.Invalid, Field: "theme", Message: fmt.Sprintf("there is no theme %.40q", *c.Theme), Hint: "use system, light or dark"}
		}
		r.Theme = *c.Theme
	}
	return nil
}

// checkName returns the name without surrounding space; what comes before the
// @ of the e-mail, if one is given, when it is empty.
func checkName(name, email string) (string, error) {
	if name = strings.TrimSpace(name); name == "" {
		name, _, _ = strings.Cut(email, "@")
	}
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", &kith.Error{Code: kith.Invalid, Field: "name", Message: "is empty", Hint: "write how colleagues call you"}
	case n > 80:
		return "", &kith.Error{Code: kith.Invalid, Field: "name", Message: "is longer than 80 characters", Hint: "shorten it"}
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", &kith.Error{Code: kith.Invalid, Field: "name", Message: "has characters that cannot be shown", Hint: "use letters, digits, signs and spaces"}
	}
	return name, nil
}

// PasswordChange is what ChangePassword takes.
type PasswordChange struct {
	Operator     uint32
	Current, New Secret
	Session      Secret // goes on; all others end
	Address      netip.Addr
}

// ChangePassword gives an operator another password if they know the current
// one; guessing is held back as it is at the door.
func (a *Auth) ChangePassword(ctx context.Context, c PasswordChange) error {
	row := &operatorRow{ID: c.Operator}
	if err := a.db.NewSelect().Model(row).WherePK().Scan(ctx); err != nil {
		return noOperator(err, c.Operator)
	}
	if err := checkPassword(c.New); err != nil {
		return err
	}
	left, err := a.attempt(row.Email, c.Address)
	if err != nil {
		return err
	}
	if _, err := a.authenticate(ctx, row.Email, c.Current); errors.Is(err, errWrong) {
		return wrongPassword(left)
	} else if err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, c.New)
	if err != nil {
		return err
	}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := a.db.NewUpdate().Model(row).Set("password = ?", hash).WherePK().Exec(ctx); err != nil {
			return err
		}
		return errors.Join(a.endSessions(ctx, row.ID, c.Session.hash()), a.dropLink(ctx, row.ID))
	})
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	a.byEmail.forget(row.Email)
	return nil
}

// OwnSession is a browser in which an operator is signed in.
type OwnSession struct {
	ID       string    `json:"id"`
	Current  bool      `json:"current" doc:"The one that asks"`
	Created  time.Time `json:"created"`
	Used     time.Time `json:"used" doc:"To the hour, or ten minutes when it is not remembered"`
	Expires  time.Time `json:"expires"`
	Remember bool      `json:"remember"`
	Address  string    `json:"address,omitempty" doc:"Where they signed in from"`
	Agent    string    `json:"agent,omitempty" doc:"What the browser calls itself"`
}

// sessionID tells sessions apart; it is of no use for getting in.
const sessionID = 16

// Sessions lists an operator's live sessions, the last used first.
func (a *Auth) Sessions(ctx context.Context, operator uint32, current Secret) ([]OwnSession, error) {
	var rows []sessionRow
	err := a.db.NewSelect().Model(&rows).Where("operator_id = ? AND expires > ?", operator, a.now()).Order("used DESC", "token_hash").Limit(200).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	out := make([]OwnSession, len(rows))
	for i, r := range rows {
		out[i] = OwnSession{ID: r.TokenHash[:sessionID], Current: r.TokenHash == current.hash(), Created: db.Time(r.Created), Used: db.Time(max(r.Used, r.Created)),
			Expires: db.Time(r.Expires), Remember: r.Remember != 0, Address: r.Address, Agent: r.Agent}
	}
	return out, nil
}

// EndSession ends one of an operator's sessions.
func (a *Auth) EndSession(ctx context.Context, operator uint32, id string) error {
	res, err := a.db.NewDelete().Model((*sessionRow)(nil)).Where("operator_id = ? AND SUBSTR(token_hash, 1, ?) = ?", operator, sessionID, id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return &kith.Error{Code: kith.NotFound, Message: "this session is over already", Hint: "list your sessions to see", Err: err}
	}
	return nil
}

// EndOtherSessions ends all of an operator's sessions but the current one.
func (a *Auth) EndOtherSessions(ctx context.Context, operator uint32, current Secret) error {
	return a.endSessions(ctx, operator, current.hash())
}

func (a *Auth) endSessions(ctx context.Context, operator uint32, but string) error {
	_, err := a.db.NewDelete().Model((*sessionRow)(nil)).Where("operator_id = ? AND token_hash <> ?", operator, but).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

// some is nil for an empty string.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func sortedKeys[V any](m map[uint32]V) []uint32 { return slices.Sorted(maps.Keys(m)) }
