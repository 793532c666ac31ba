package query

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "query".
//
//go:embed migrations
var Migrations embed.FS

// Store keeps saved queries of every workspace.
type Store struct {
	db  *db.DB
	now func() time.Time
}

// NewStore needs the Migrations done.
func NewStore(d *db.DB, now func() time.Time) *Store { return &Store{d, now} }

// Page asks for saved queries, the newest first.
type Page struct {
	Workspace uint32
	Before    int64 // id; 0: from the newest
	Limit     int   // 1 to 200; 0 is 50
}

// List returns a page and, when there is more, what to ask before of.
func (s *Store) List(ctx context.Context, p Page) ([]Saved, int64, error) {
	if p.Limit <= 0 {
		p.Limit = 50
	}
	p.Limit = min(p.Limit, 200)
	var rows []savedRow
	query := s.db.NewSelect().Model(&rows).Where("workspace = ?", int64(p.Workspace)).OrderExpr("id DESC").Limit(int64(p.Limit) + 1)
	if p.Before > 0 {
		query.Where("id < ?", p.Before)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, 0, fmt.Errorf("list saved queries: %w", err)
	}
	next := int64(0)
	if len(rows) > p.Limit {
		rows = rows[:p.Limit]
		next = rows[p.Limit-1].ID
	}
	out := make([]Saved, len(rows))
	for i := range rows {
		out[i] = rows[i].saved()
	}
	return out, next, nil
}

// Get returns one.
func (s *Store) Get(ctx context.Context, workspace uint32, id int64) (Saved, error) {
	row := &savedRow{}
	err := s.db.NewSelect().Model(row).Where("workspace = ? AND id = ?", int64(workspace), id).Scan(ctx)
	if err != nil {
		return Saved{}, missing(err, "read saved query", id)
	}
	return row.saved(), nil
}

// Create keeps a query.
func (s *Store) Create(ctx context.Context, workspace, owner uint32, d Draft) (Saved, error) {
	d, err := d.clean()
	if err != nil {
		return Saved{}, err
	}
	now := db.Micros(s.now())
	row := &savedRow{Workspace: int64(workspace), Owner: int64(owner), Revision: 1, Created: now, Updated: now}
	row.say(d)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := s.db.NewSelect().Model((*savedRow)(nil)).Where("workspace = ?", int64(workspace)).Count(ctx)
		if err != nil {
			return err
		}
		if n >= maxSaved {
			return &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("there are %d saved queries already", n), Hint: "delete some that nobody needs"}
		}
		_, err = s.db.NewInsert().Model(row).Exec(ctx)
		return err
	})
	if err != nil {
		return Saved{}, fmt.Errorf("save a query: %w", err)
	}
	return row.saved(), nil
}

// Update changes a query, unless it is no longer at the revision that the
// change was made from.
func (s *Store) Update(ctx context.Context, workspace uint32, id, revision int64, d Draft) (Saved, error) {
	d, err := d.clean()
	if err != nil {
		return Saved{}, err
	}
	row := &savedRow{}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(s.db.NewSelect().Model(row).Where("workspace = ? AND id = ?", int64(workspace), id)).Scan(ctx); err != nil {
			return err
		}
		if row.Revision != revision {
			return &kith.Error{Code: kith.Conflict, Field: "revision", Message: "somebody else has changed this query meanwhile", Hint: "save yours under another name, or load theirs"}
		}
		row.say(d)
		row.Revision++
		row.Updated = db.Micros(s.now())
		_, err := s.db.NewUpdate().Model(row).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return Saved{}, missing(err, "change a saved query", id)
	}
	return row.saved(), nil
}

// Delete forgets a query.
func (s *Store) Delete(ctx context.Context, workspace uint32, id int64) error {
	res, err := s.db.NewDelete().Model((*savedRow)(nil)).Where("workspace = ? AND id = ?", int64(workspace), id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete saved query: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return missing(errors.Join(sql.ErrNoRows, err), "delete saved query", id)
	}
	return nil
}

func missing(err error, verb string, id int64) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no saved query %d", id), Hint: "somebody may have deleted it, or it is of another workspace", Err: err}
	}
	return fmt.Errorf("%s: %w", verb, err)
}

// Forget takes a person's texts out of what was saved.
func (s *Store) Forget(ctx context.Context, workspace int64, texts []string) (int64, error) {
	return s.db.Redact(ctx, "saved_queries", workspace, []string{"name", "description", "sql_text", "chart"}, texts)
}
