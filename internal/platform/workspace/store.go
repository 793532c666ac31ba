package workspace

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

//go:embed migrations
var migrations embed.FS

// Store keeps workspaces and sources. Reading takes no lock and no query.
type Store struct {
	db      *db.DB
	now     func() time.Time
	loading sync.Mutex
	state   atomic.Pointer[state]
}

// Open brings the tables up to date and reads them.
func Open(ctx context.Context, d *db.DB, now func() time.Time) (*Store, error) {
	if err := d.Migrate(ctx, "workspace", migrations); err != nil {
		return nil, err
	}
	s := &Store{db: d, now: now}
	s.state.Store(&state{})
	if err := s.Refresh(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

type workspaceRow struct {
	bun.BaseModel `bun:"table:workspaces"`
	ID            uint32 `bun:",pk,autoincrement"`
	Slug          string
	Name          string
	Zone          string
	Currency      string
	Language      string
	Created       int64
}

func (r *workspaceRow) workspace() Workspace {
	return Workspace{ID: r.ID, Slug: r.Slug, Name: r.Name, Zone: r.Zone, Currency: r.Currency, Language: r.Language, Created: db.Time(r.Created)}
}

// Create adds a workspace.
func (s *Store) Create(ctx context.Context, n NewWorkspace) (Workspace, error) {
	name, err := checkName(n.Name)
	code, language := standards(n.Zone)
	code, language = cmp.Or(n.Currency, code), cmp.Or(n.Language, language)
	if err = errors.Join(err, checkSlug(n.Slug), checkZone(n.Zone), checkCurrency(code), checkLanguage(language)); err != nil {
		return Workspace{}, err
	}
	row := &workspaceRow{Slug: n.Slug, Name: name, Zone: n.Zone, Currency: code, Language: language, Created: db.Micros(s.now())}
	err = s.change(ctx, func(ctx context.Context) error {
		_, err := s.db.NewInsert().Model(row).Exec(ctx)
		return err
	})
	if s.db.IsDuplicate(err) {
		return Workspace{}, &kith.Error{Code: kith.Conflict, Field: "slug", Message: fmt.Sprintf("a workspace %q exists already", n.Slug), Hint: "choose another slug", Err: err}
	}
	if err != nil {
		return Workspace{}, fmt.Errorf("create workspace: %w", err)
	}
	return row.workspace(), nil
}

// Update changes a workspace's name, zone, currency or language.
func (s *Store) Update(ctx context.Context, id uint32, c Change) (Workspace, error) {
	row := &workspaceRow{ID: id}
	err := s.change(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(s.db.NewSelect().Model(row).WherePK()).Scan(ctx); err != nil {
			return err
		}
		if err := row.apply(c); err != nil {
			return err
		}
		_, err := s.db.NewUpdate().Model(row).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return Workspace{}, missing(err, "update workspace", "workspace", id)
	}
	return row.workspace(), nil
}

func (r *workspaceRow) apply(c Change) error {
	if c.Name != nil {
		name, err := checkName(*c.Name)
		if err != nil {
			return err
		}
		r.Name = name
	}
	for _, f := range []struct {
		to    *string
		from  *string
		check func(string) error
	}{{&r.Zone, c.Zone, checkZone}, {&r.Currency, c.Currency, checkCurrency}, {&r.Language, c.Language, checkLanguage}} {
		if f.from == nil {
			continue
		}
		if err := f.check(*f.from); err != nil {
			return err
		}
		*f.to = *f.from
	}
	return nil
}

// change runs fn in a transaction that other processes will notice and, once
// it is committed, renews what is in memory.
func (s *Store) change(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := fn(ctx); err != nil {
			return err
		}
		if _, err := s.db.Exec(ctx, "UPDATE workspace_revision SET revision = revision + 1"); err != nil {
			return err
		}
		s.db.AfterCommit(ctx, s.refreshOrWarn)
		return nil
	})
}

// missing says that there is no such row, when that is what err says.
func missing(err error, verb, noun string, id uint32) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no %s %d", noun, id), Hint: "it may be in another workspace; list them to see", Err: err}
	}
	return fmt.Errorf("%s: %w", verb, err)
}
