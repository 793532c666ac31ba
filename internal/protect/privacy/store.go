package privacy

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "privacy".
//
//go:embed migrations
var Migrations embed.FS

// Store keeps requests and graves.
type Store struct {
	db  *db.DB
	now func() time.Time
}

func NewStore(d *db.DB, now func() time.Time) *Store { return &Store{d, now} }

func (s *Store) create(ctx context.Context, r *row) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := s.db.NewSelect().Model((*row)(nil)).Where("workspace = ? AND person = ? AND state <> ?", r.Workspace, r.Person, Done).Count(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			return &kith.Error{Code: kith.Conflict, Field: "person", Message: "this person is being erased already", Hint: "see the request that was made first"}
		}
		_, err = s.db.NewInsert().Model(r).Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("create a request: %w", err)
	}
	return nil
}

func (s *Store) get(ctx context.Context, workspace, id int64) (*row, error) {
	r := &row{}
	err := s.db.NewSelect().Model(r).Where("workspace = ? AND id = ?", workspace, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &kith.Error{Code: kith.NotFound, Field: "request", Message: fmt.Sprintf("there is no request %d", id)}
	}
	if err != nil {
		return nil, fmt.Errorf("read a request: %w", err)
	}
	return r, nil
}

// list returns a page, the newest first, and where the next begins; 0: nowhere.
func (s *Store) list(ctx context.Context, workspace, before int64, limit int) ([]row, int64, error) {
	var rows []row
	q := s.db.NewSelect().Model(&rows).Where("workspace = ?", workspace).OrderExpr("id DESC").Limit(int64(limit) + 1)
	if before > 0 {
		q.Where("id < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, 0, fmt.Errorf("list requests: %w", err)
	}
	if len(rows) <= limit {
		return rows, 0, nil
	}
	rows = rows[:limit]
	return rows, rows[limit-1].ID, nil
}

// leaseFor is how long a worker that says nothing more keeps a request.
const leaseFor = 30 * time.Second

// take gives a worker the oldest request that nobody works on; nil: none.
func (s *Store) take(ctx context.Context, holder string) (*row, error) {
	var found *row
	now := s.now()
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		found = nil
		r := &row{}
		q := s.db.NewSelect().Model(r).Where("state <> ? AND (held_until < ? OR holder = ?)", Done, db.Micros(now), holder).OrderExpr("id").Limit(1)
		if err := s.db.LockFree(q).Scan(ctx); err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			return err
		}
		if r.Started == 0 {
			r.Started = db.Micros(now)
		}
		r.State, r.Holder, r.HeldUntil = Running, holder, db.Micros(now.Add(leaseFor))
		found = r
		_, err := s.db.NewUpdate().Model(r).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("take a request: %w", err)
	}
	return found, nil
}

// hold prolongs the lease.
func (s *Store) hold(ctx context.Context, r *row, until time.Time) error {
	n, err := s.db.Exec(ctx, "UPDATE privacy_requests SET held_until = ? WHERE id = ? AND holder = ?", db.Micros(until), r.ID, r.Holder)
	if err == nil && n != 1 {
		err = &kith.Error{Code: kith.Conflict, Message: "another worker has taken the request"}
	}
	return err
}

// save writes all of a request but its lease.
func (s *Store) save(ctx context.Context, r *row) error {
	res, err := s.db.NewUpdate().Model(r).ExcludeColumn("held_until").Where("id = ? AND holder = ?", r.ID, r.Holder).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save a request: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, &kith.Error{Code: kith.Conflict, Message: "another worker has taken the request"})
	}
	return nil
}

// salt is the workspace's, made when it is first asked for.
func (s *Store) salt(ctx context.Context, workspace int64) ([]byte, error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails
	if _, err := s.db.Exec(ctx, "INSERT INTO privacy_salts (workspace, salt) VALUES (?, ?) ON CONFLICT DO NOTHING", workspace, hex.EncodeToString(fresh)); err != nil {
		return nil, fmt.Errorf("make a salt: %w", err)
	}
	var text string
	if err := s.db.NewSelect().Table("privacy_salts").Column("salt").Where("workspace = ?", workspace).Scan(ctx, &text); err != nil {
		return nil, fmt.Errorf("read the salt: %w", err)
	}
	return hex.DecodeString(text)
}

// Graves reads the ids that a workspace refuses. Those whose time is over are
// there for a while longer: a log that is read again must meet what it met.
func (s *Store) Graves(ctx context.Context, workspace int64) (*ingest.Graves, error) {
	salt, err := s.salt(ctx, workspace)
	if err != nil {
		return nil, err
	}
	graves := ingest.NewGraves(salt)
	rows, err := s.db.NewSelect().Table("privacy_graves").Column("grave", "until").
		Where("workspace = ? AND until > ?", workspace, db.Micros(s.now().Add(-7*24*time.Hour))).Rows(ctx)
	if err != nil {
		return nil, fmt.Errorf("read refused ids: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		var until int64
		if err := rows.Scan(&text, &until); err != nil {
			return nil, fmt.Errorf("read refused ids: %w", err)
		}
		var grave ingest.Grave
		if n, err := hex.Decode(grave[:], []byte(text)); err != nil || n != len(grave) {
			return nil, fmt.Errorf("a refused id is damaged: %w", err)
		}
		graves.Add(grave, until)
	}
	return graves, rows.Err()
}

// bury keeps what a request is about and refuses its ids, at once or not at all.
func (s *Store) bury(ctx context.Context, r *row, members []uint32, texts, ids []string) error {
	salt, err := s.salt(ctx, r.Workspace)
	if err != nil {
		return err
	}
	hash := ingest.NewGraves(salt)
	list, err := json.Marshal(members)
	if err != nil {
		return err
	}
	if r.Sealed, err = seal(r.SealedBy, texts); err != nil {
		return err
	}
	r.Members = string(list)
	until := db.Micros(s.now().AddDate(0, 0, int(r.RefuseDays)))
	return s.db.InTx(ctx, func(ctx context.Context) error {
		for _, id := range ids {
			grave := hash.Of(id)
			if _, err := s.db.Exec(ctx, `INSERT INTO privacy_graves (workspace, grave, until) VALUES (?, ?, ?)
				ON CONFLICT (workspace, grave) DO UPDATE SET until = excluded.until`, r.Workspace, hex.EncodeToString(grave[:]), until); err != nil {
				return fmt.Errorf("refuse an id: %w", err)
			}
		}
		return s.save(ctx, r)
	})
}
