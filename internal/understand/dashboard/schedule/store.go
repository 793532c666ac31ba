package schedule

import (
	"context"
	"crypto/rand"
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

// Migrations are the room's tables, for db.Migrate under the name "schedule".
//
//go:embed migrations
var Migrations embed.FS

// Store keeps schedules and what became of their occurrences.
type Store struct {
	db  *db.DB
	now func() time.Time
	key []byte // signs unsubscribe links
}

// Open reads the key that links are signed with, or makes it. The tables are
// there already.
func Open(ctx context.Context, d *db.DB, now func() time.Time) (*Store, error) {
	s := &Store{db: d, now: now}
	if _, err := d.Exec(ctx, "INSERT INTO schedule_key (id, key) VALUES (1, ?) ON CONFLICT DO NOTHING", rand.Text()+rand.Text()); err != nil {
		return nil, fmt.Errorf("make the key of unsubscribe links: %w", err)
	}
	var key string
	if err := d.NewSelect().TableExpr("schedule_key").Column("key").Scan(ctx, &key); err != nil {
		return nil, fmt.Errorf("read the key of unsubscribe links: %w", err)
	}
	s.key = []byte(key)
	return s, nil
}

type row struct {
	bun.BaseModel `bun:"table:schedules"`
	ID            int64 `bun:",pk,autoincrement"`
	Workspace     uint32
	Dashboard     int64
	Plan          string
	Owner         uint32
	Created       int64
	Updated       int64
	Since         int64
	Deleted       int64
}

func (r *row) schedule() (Schedule, error) {
	s := Schedule{ID: r.ID, Workspace: r.Workspace, Dashboard: r.Dashboard, Owner: r.Owner, Created: db.Time(r.Created), Updated: db.Time(r.Updated), Since: db.Time(r.Since)}
	if err := json.Unmarshal([]byte(r.Plan), &s.Plan); err != nil {
		return s, fmt.Errorf("read schedule %d: %w", r.ID, err)
	}
	return s, nil
}

// maxSchedules bounds those of a dashboard.
const maxSchedules = 20

// NewSchedule is what Create takes.
type NewSchedule struct {
	Workspace uint32
	Dashboard int64
	Operator  uint32
	Plan
}

// Create begins a schedule: its first occurrence is the next.
func (s *Store) Create(ctx context.Context, n NewSchedule) (Schedule, error) {
	if err := n.check(); err != nil {
		return Schedule{}, err
	}
	text, err := json.Marshal(n.Plan)
	if err != nil {
		return Schedule{}, err
	}
	now := db.Micros(s.now())
	r := &row{Workspace: n.Workspace, Dashboard: n.Dashboard, Plan: string(text), Owner: n.Operator, Created: now, Updated: now, Since: now}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		count, err := s.db.NewSelect().Model((*row)(nil)).Where("dashboard = ? AND deleted = 0", n.Dashboard).Count(ctx)
		if err != nil {
			return err
		}
		if count >= maxSchedules {
			return &kith.Error{Code: kith.Conflict, Message: "this dashboard has too many schedules", Hint: "change one of them, or delete one"}
		}
		_, err = s.db.NewInsert().Model(r).Exec(ctx)
		return err
	})
	if err != nil {
		return Schedule{}, fmt.Errorf("create schedule: %w", err)
	}
	return r.schedule()
}

// Key names a schedule of a dashboard.
type Key struct {
	Workspace uint32
	Dashboard int64
	ID        int64
}

// Get returns a schedule.
func (s *Store) Get(ctx context.Context, k Key) (Schedule, error) {
	r, err := s.find(ctx, s.db.NewSelect(), k)
	if err != nil {
		return Schedule{}, err
	}
	return r.schedule()
}

func (s *Store) find(ctx context.Context, q *bun.SelectQuery, k Key) (*row, error) {
	r := &row{}
	err := q.Model(r).Where("id = ? AND workspace = ? AND dashboard = ? AND deleted = 0", k.ID, k.Workspace, k.Dashboard).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &kith.Error{Code: kith.NotFound, Message: fmt.Sprintf("there is no schedule %d", k.ID), Hint: "it may have been deleted", Err: err}
	}
	if err != nil {
		return nil, fmt.Errorf("find schedule: %w", err)
	}
	return r, nil
}

// Replace writes a schedule anew. What was due before the change and not sent,
// because it was paused or had another hour, is not made up for.
func (s *Store) Replace(ctx context.Context, k Key, p Plan) (out Schedule, err error) {
	if err := p.check(); err != nil {
		return Schedule{}, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return Schedule{}, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.find(ctx, s.db.Lock(s.db.NewSelect()), k)
		if err != nil {
			return err
		}
		r.Plan, r.Updated = string(text), db.Micros(s.now())
		r.Since = r.Updated
		if _, err := s.db.NewUpdate().Model(r).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("change schedule: %w", err)
		}
		out, err = r.schedule()
		return err
	})
	return out, err
}

// Delete ends a schedule; what of it is still waiting is not sent.
func (s *Store) Delete(ctx context.Context, k Key) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.find(ctx, s.db.Lock(s.db.NewSelect()), k)
		if err != nil {
			return err
		}
		r.Deleted = db.Micros(s.now())
		if _, err := s.db.NewUpdate().Model(r).Column("deleted").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("delete schedule: %w", err)
		}
		_, err = s.db.Exec(ctx, "UPDATE schedule_deliveries SET state = ?, reason = ?, updated = ? WHERE schedule = ? AND state = ?", Skipped, "the schedule was deleted", r.Deleted, k.ID, Waiting)
		return err
	})
}

// Of lists a dashboard's schedules, the oldest first.
func (s *Store) Of(ctx context.Context, workspace uint32, dashboard int64) ([]Schedule, error) {
	return s.list(ctx, s.db.NewSelect().Where("workspace = ? AND dashboard = ? AND deleted = 0", workspace, dashboard))
}

// All lists the schedules of all workspaces.
func (s *Store) All(ctx context.Context) ([]Schedule, error) {
	return s.list(ctx, s.db.NewSelect().Where("deleted = 0"))
}

func (s *Store) list(ctx context.Context, q *bun.SelectQuery) ([]Schedule, error) {
	var rows []row
	if err := q.Model(&rows).Order("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list schedules: %w", err)
	}
	out := make([]Schedule, 0, len(rows))
	for i := range rows {
		one, err := rows[i].schedule()
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// byID returns a schedule wherever it belongs to, unless it was deleted.
func (s *Store) byID(ctx context.Context, id int64) (Schedule, error) {
	r := &row{}
	err := s.db.NewSelect().Model(r).Where("id = ? AND deleted = 0", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Schedule{}, &kith.Error{Code: kith.NotFound, Message: "the schedule was deleted", Err: err}
	}
	if err != nil {
		return Schedule{}, fmt.Errorf("find schedule: %w", err)
	}
	return r.schedule()
}
