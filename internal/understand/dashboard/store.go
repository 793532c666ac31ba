package dashboard

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "dashboard".
//
//go:embed migrations
var Migrations embed.FS

// Store keeps dashboards. All its methods may be called concurrently.
type Store struct {
	db  *db.DB
	now func() time.Time
}

func New(d *db.DB, now func() time.Time) *Store { return &Store{db: d, now: now} }

type row struct {
	bun.BaseModel `bun:"table:dashboards"`
	ID            int64 `bun:",pk,autoincrement"`
	Workspace     uint32
	Name          string
	Description   string
	Shared        string
	Cards         string
	Version       int64
	Owner         uint32
	UpdatedBy     uint32
	Created       int64
	Updated       int64
	Deleted       int64
	Origin        string
}

func (r *row) set(c *Content) error {
	shared, err := json.Marshal(c.Shared)
	if err != nil {
		return err
	}
	cards, err := json.Marshal(c.Cards)
	r.Name, r.Description, r.Shared, r.Cards = c.Name, c.Description, string(shared), string(cards)
	return err
}

func (r *row) dashboard() (Dashboard, error) {
	d := Dashboard{ID: r.ID, Content: Content{Name: r.Name, Description: r.Description}, Version: r.Version,
		Owner: Operator{ID: r.Owner}, UpdatedBy: Operator{ID: r.UpdatedBy}, Created: db.Time(r.Created), Updated: db.Time(r.Updated)}
	err := errors.Join(json.Unmarshal([]byte(r.Shared), &d.Shared), json.Unmarshal([]byte(r.Cards), &d.Cards))
	if err != nil {
		return d, fmt.Errorf("read dashboard %d: %w", r.ID, err)
	}
	return d, nil
}

// NewDashboard is what Create takes.
type NewDashboard struct {
	Workspace uint32
	Operator  uint32
	Content
	// Origin names what the program makes by itself, such as the demo's pages:
	// the same origin is made once in a workspace, even when it was deleted.
	Origin string
}

// maxDashboards bounds a workspace's.
const maxDashboards = 2000

// Create adds a dashboard.
func (s *Store) Create(ctx context.Context, n NewDashboard) (Dashboard, error) {
	if err := n.Check(); err != nil {
		return Dashboard{}, err
	}
	now := db.Micros(s.now())
	r := &row{Workspace: n.Workspace, Version: 1, Owner: n.Operator, UpdatedBy: n.Operator, Created: now, Updated: now, Origin: n.Origin}
	if err := r.set(&n.Content); err != nil {
		return Dashboard{}, err
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		count, err := s.db.NewSelect().Model((*row)(nil)).Where("workspace = ? AND deleted = 0", n.Workspace).Count(ctx)
		if err != nil {
			return err
		}
		if count >= maxDashboards {
			return &kith.Error{Code: kith.Conflict, Message: "there are too many dashboards", Hint: "delete some that nobody needs"}
		}
		_, err = s.db.NewInsert().Model(r).Exec(ctx)
		return err
	})
	if s.db.IsDuplicate(err) {
		return Dashboard{}, &kith.Error{Code: kith.Conflict, Message: "this dashboard was made already", Err: err}
	}
	if err != nil {
		return Dashboard{}, fmt.Errorf("create dashboard: %w", err)
	}
	return r.dashboard()
}

// Key names a dashboard of a workspace.
type Key struct {
	Workspace uint32
	ID        int64
}

// Get returns a dashboard that is not deleted.
func (s *Store) Get(ctx context.Context, k Key) (Dashboard, error) {
	r, err := s.find(ctx, s.db.NewSelect(), k, false)
	if err != nil {
		return Dashboard{}, err
	}
	return r.dashboard()
}

func (s *Store) find(ctx context.Context, q *bun.SelectQuery, k Key, deleted bool) (*row, error) {
	r := &row{}
	err := q.Model(r).Where("id = ? AND workspace = ?", k.ID, k.Workspace).Scan(ctx)
	if err == nil && (r.Deleted != 0) != deleted {
		err = sql.ErrNoRows
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no dashboard %d", k.ID), Hint: "it may have been deleted, or belong to another workspace", Err: err}
	}
	if err != nil {
		return nil, fmt.Errorf("find dashboard: %w", err)
	}
	return r, nil
}

// Change is what Replace takes: the content as it shall be, and the version
// that the writer had read.
type Change struct {
	Key
	Operator uint32
	Version  int64
	Content
}

// Replace writes a dashboard anew, unless somebody else has since the writer
// read it.
func (s *Store) Replace(ctx context.Context, c Change) (Dashboard, error) {
	if err := c.Check(); err != nil {
		return Dashboard{}, err
	}
	return s.change(ctx, c.Key, c.Operator, func(r *row) error {
		if r.Version != c.Version {
			return &kith.Error{Code: kith.Conflict, Field: "version", Message: fmt.Sprintf("the dashboard was changed meanwhile: it is at version %d, this change is of version %d", r.Version, c.Version),
				Hint: "read it again, or save yours as a copy"}
		}
		return r.set(&c.Content)
	})
}

// AddCard puts a card below the others, or where it says if that is free.
func (s *Store) AddCard(ctx context.Context, k Key, operator uint32, card Card) (Dashboard, error) {
	return s.change(ctx, k, operator, func(r *row) error {
		d, err := r.dashboard()
		if err != nil {
			return err
		}
		d.Cards = append(d.Cards, card)
		if err := d.Check(); err != nil {
			return err
		}
		return r.set(&d.Content)
	})
}

func (s *Store) change(ctx context.Context, k Key, operator uint32, set func(*row) error) (d Dashboard, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.find(ctx, s.db.Lock(s.db.NewSelect()), k, false)
		if err != nil {
			return err
		}
		if err := set(r); err != nil {
			return err
		}
		r.Version, r.UpdatedBy, r.Updated = r.Version+1, operator, db.Micros(s.now())
		if _, err := s.db.NewUpdate().Model(r).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("change dashboard: %w", err)
		}
		d, err = r.dashboard()
		return err
	})
	return d, err
}

// Delete takes a dashboard away; Restore brings it back.
func (s *Store) Delete(ctx context.Context, k Key) error {
	_, err := s.mark(ctx, k, false, db.Micros(s.now()))
	return err
}

// Restore undoes Delete.
func (s *Store) Restore(ctx context.Context, k Key) (Dashboard, error) {
	return s.mark(ctx, k, true, 0)
}

func (s *Store) mark(ctx context.Context, k Key, was bool, deleted int64) (d Dashboard, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.find(ctx, s.db.Lock(s.db.NewSelect()), k, was)
		if err != nil {
			return err
		}
		r.Deleted = deleted
		if _, err := s.db.NewUpdate().Model(r).Column("deleted").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("delete or restore dashboard: %w", err)
		}
		d, err = r.dashboard()
		return err
	})
	return d, err
}

// Forget takes a person's texts out of what was arranged.
func (s *Store) Forget(ctx context.Context, workspace int64, texts []string) (int64, error) {
	return s.db.Redact(ctx, "dashboards", workspace, []string{"name", "description", "shared", "cards"}, texts)
}
