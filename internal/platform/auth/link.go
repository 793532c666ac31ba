package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

const (
	linkPrefix = "kp_"
	linkLife   = 72 * time.Hour
	// linkPage is the console's page for it. The secret stands behind the #,
	// which browsers keep to themselves, so no log on the way has it.
	linkPage = "/welcome#"
)

// Link lets an operator set a password once.
type Link struct {
	Path    string    `json:"path" doc:"To be put behind the console's address; shown this once"`
	Expires time.Time `json:"expires"`
}

type linkRow struct {
	bun.BaseModel `bun:"table:operator_links"`
	OperatorID    uint32 `bun:",pk"`
	TokenHash     string
	Expires       int64
}

// newLink replaces the operator's link, if there is one.
func (a *Auth) newLink(ctx context.Context, operator uint32) (Link, error) {
	secret, end := newSecret(linkPrefix), a.options.Now().Add(linkLife)
	row := &linkRow{OperatorID: operator, TokenHash: secret.hash(), Expires: db.Micros(end)}
	_, err := a.db.NewInsert().Model(row).On("CONFLICT (operator_id) DO UPDATE").
		Set("token_hash = EXCLUDED.token_hash").Set("expires = EXCLUDED.expires").Exec(ctx)
	if err != nil {
		return Link{}, fmt.Errorf("make a link: %w", err)
	}
	return Link{Path: linkPage + secret.Reveal(), Expires: end.UTC()}, nil
}

func (a *Auth) dropLink(ctx context.Context, operator uint32) error {
	_, err := a.db.NewDelete().Model((*linkRow)(nil)).Where("operator_id = ?", operator).Exec(ctx)
	return err
}

// LinkOwner is whose link it is.
type LinkOwner struct {
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Invited    bool      `json:"invited" doc:"They never had a password"`
	Expires    time.Time `json:"expires"`
	Workspaces []string  `json:"workspaces" doc:"The names of those they belong to"`
}

// LookLink returns whose link it is.
func (a *Auth) LookLink(ctx context.Context, secret Secret) (LinkOwner, error) {
	link, row, err := a.link(ctx, secret)
	if err != nil {
		return LinkOwner{}, err
	}
	roles, err := a.roles(ctx, row.ID)
	if err != nil {
		return LinkOwner{}, err
	}
	out := LinkOwner{Email: row.Email, Name: row.Name, Invited: row.Password == "", Expires: db.Time(link.Expires), Workspaces: []string{}}
	for _, p := range a.options.Places() {
		if roles[p.ID] != "" {
			out.Workspaces = append(out.Workspaces, p.Name)
		}
	}
	return out, nil
}

// UsedLink is what UseLink takes.
type UsedLink struct {
	Secret   Secret
	Password Secret
	Name     string // stays when empty
	Language string // stays when empty
	Browser
}

// UseLink sets the password of a link's operator, ends their sessions and
// starts one. The link is used up.
func (a *Auth) UseLink(ctx context.Context, u UsedLink) (Session, error) {
	_, row, err := a.link(ctx, u.Secret)
	if err != nil {
		return Session{}, err
	}
	if err := row.apply(ProfileChange{Name: some(u.Name), Language: some(u.Language)}); err != nil {
		return Session{}, err
	}
	if err := checkPassword(u.Password); err != nil {
		return Session{}, err
	}
	if row.Password, err = a.hasher.hash(ctx, u.Password); err != nil {
		return Session{}, err
	}
	err = a.db.InTx(ctx, func(ctx context.Context) error {
		// Whoever deletes the row has the link: of two who try, one.
		res, err := a.db.NewDelete().Model((*linkRow)(nil)).Where("token_hash = ?", u.Secret.hash()).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errNoLink())
		}
		if _, err := a.db.NewUpdate().Model(row).Column("password", "name", "language").WherePK().Exec(ctx); err != nil {
			return err
		}
		return a.endSessions(ctx, row.ID, "")
	})
	if err != nil {
		return Session{}, fmt.Errorf("set the password by a link: %w", err)
	}
	a.byEmail.forget(row.Email)
	return a.start(ctx, row, u.Browser)
}

func (a *Auth) link(ctx context.Context, secret Secret) (*linkRow, *operatorRow, error) {
	link := &linkRow{}
	err := a.db.NewSelect().Model(link).Where("token_hash = ?", secret.hash()).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) || err == nil && link.Expires <= a.now() {
		return nil, nil, errNoLink()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("find link: %w", err)
	}
	row := &operatorRow{ID: link.OperatorID}
	if err := a.db.NewSelect().Model(row).WherePK().Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("find the link's operator: %w", err)
	}
	return link, row, nil
}

func errNoLink() error {
	return &kith.Error{Code: kith.NotFound, Message: "this link was used already, or is too old", Hint: "ask whoever sent it for a new one"}
}
