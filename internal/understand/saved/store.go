package saved

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

// Migrations are the room's tables, for db.Migrate under the name "saved".
//
//go:embed migrations
var Migrations embed.FS

// kept is how long a deleted insight can be restored.
const kept = 30 * 24 * time.Hour

// most is how many insights a workspace holds.
const most = 10_000

// Store reads and writes insights. All its methods may be called concurrently.
type Store struct {
	db  *db.DB
	now func() time.Time
}

func New(d *db.DB, now func() time.Time) *Store { return &Store{d, now} }

// Who is the caller and where: marks are the operator's own.
type Who struct {
	Workspace int64
	Operator  int64 // 0: a program, which has no marks
}

// Create keeps a question.
func (s *Store) Create(ctx context.Context, who Who, d Draft) (Insight, error) {
	now := db.Micros(s.now())
	r := &row{Workspace: who.Workspace, Owner: who.Operator, ChangedBy: who.Operator, Version: 1, Created: now, Changed: now}
	if err := errors.Join(r.setName(d.Name), r.setDescription(d.Description), r.setView(d.View)); err != nil {
		return Insight{}, err
	}
	if err := r.setQuestion(&d.Question); err != nil {
		return Insight{}, err
	}
	r.fold()
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := s.db.NewSelect().Model((*row)(nil)).Where("workspace = ?", who.Workspace).Count(ctx)
		if err != nil {
			return err
		}
		if n >= most {
			return &kith.Error{Code: kith.TooLarge, Message: fmt.Sprintf("this workspace has %d insights already", n), Hint: "delete some that nobody opens"}
		}
		_, err = s.db.NewInsert().Model(r).Exec(ctx)
		return err
	})
	if err != nil {
		return Insight{}, fmt.Errorf("create insight: %w", err)
	}
	return r.insight()
}

// Get returns one insight with the caller's marks.
func (s *Store) Get(ctx context.Context, who Who, id int64) (Insight, error) {
	r := &row{}
	err := s.marked(s.db.NewSelect().Model(r), who).Where("i.id = ? AND i.deleted = 0", id).Scan(ctx)
	if err != nil {
		return Insight{}, missing(err, "read insight", id)
	}
	return r.insight()
}

// Update changes an insight. A change since the caller's version is a conflict.
func (s *Store) Update(ctx context.Context, who Who, id int64, c Change) (Insight, error) {
	err := s.edit(ctx, who, id, func(r *row) error {
		if r.Version != c.Version {
			return &kith.Error{Code: kith.Conflict, Field: "version",
				Message: fmt.Sprintf("it was changed at %s, after you opened it", db.Time(r.Changed).Format(time.RFC3339)),
				Hint:    "look at the newer one, or save yours as another"}
		}
		if c.Name != nil {
			if err := r.setName(*c.Name); err != nil {
				return err
			}
		}
		if c.Description != nil {
			if err := r.setDescription(*c.Description); err != nil {
				return err
			}
		}
		if c.Question != nil {
			if err := r.setQuestion(c.Question); err != nil {
				return err
			}
		}
		if c.View != nil {
			if err := r.setView(*c.View); err != nil {
				return err
			}
		}
		r.fold()
		r.Changed, r.ChangedBy = db.Micros(s.now()), who.Operator
		r.Version++
		return nil
	}, 0)
	if err != nil {
		return Insight{}, err
	}
	return s.Get(ctx, who, id)
}

// Delete takes an insight away, and for good those that were taken away long ago.
func (s *Store) Delete(ctx context.Context, who Who, id int64) error {
	err := s.edit(ctx, who, id, func(r *row) error {
		r.Deleted = db.Micros(s.now())
		return nil
	}, 0)
	if err != nil {
		return err
	}
	old := db.Micros(s.now().Add(-kept))
	if _, err := s.db.Exec(ctx, "DELETE FROM insight_marks WHERE insight IN (SELECT id FROM insights WHERE deleted > 0 AND deleted < ?)", old); err != nil {
		return fmt.Errorf("forget deleted insights: %w", err)
	}
	if _, err := s.db.Exec(ctx, "DELETE FROM insights WHERE deleted > 0 AND deleted < ?", old); err != nil {
		return fmt.Errorf("forget deleted insights: %w", err)
	}
	return nil
}

// Restore brings a deleted insight back.
func (s *Store) Restore(ctx context.Context, who Who, id int64) (Insight, error) {
	if err := s.edit(ctx, who, id, func(r *row) error { r.Deleted = 0; return nil }, 1); err != nil {
		return Insight{}, err
	}
	return s.Get(ctx, who, id)
}

// edit changes a row that is there (or, with deleted 1, was taken away).
func (s *Store) edit(ctx context.Context, who Who, id int64, set func(*row) error, deleted int) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		r := &row{}
		q := s.db.NewSelect().Model(r).Where("workspace = ? AND id = ?", who.Workspace, id)
		if deleted == 1 {
			q.Where("deleted > 0")
		} else {
			q.Where("deleted = 0")
		}
		if err := s.db.Lock(q).Scan(ctx); err != nil {
			return err
		}
		if err := set(r); err != nil {
			return err
		}
		_, err := s.db.NewUpdate().Model(r).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return missing(err, "change insight", id)
	}
	return nil
}

// missing says that there is no such insight, when that is what err says.
func missing(err error, verb string, id int64) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no insight %d", id), Hint: "it may have been deleted, or be in another workspace", Err: err}
	}
	return fmt.Errorf("%s: %w", verb, err)
}

// Forget takes a person's texts out of what was saved.
func (s *Store) Forget(ctx context.Context, workspace int64, texts []string) (int64, error) {
	return s.db.Redact(ctx, "insights", workspace, []string{"name", "folded", "description", "question", "view"}, texts)
}
