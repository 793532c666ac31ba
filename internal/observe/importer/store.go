package importer

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "importer".
//
//go:embed migrations
var Migrations embed.FS

// States of an import.
const (
	Running     = "running" // or its process ended without a word
	Interrupted = "interrupted"
	Done        = "done"
)

// Import is one file brought into a workspace through a source by a mapping.
type Import struct {
	bun.BaseModel `bun:"table:imports" json:"-"`
	Workspace     int64  `json:"-"`
	Key           string `json:"key"` // hash of the file, the mapping and the source
	Name          string `json:"name"`
	Source        int64  `json:"source"`
	State         string `json:"state"`
	Rows          int64  `json:"rows"`
	Skipped       int64  `json:"skipped"`
	Bad           int64  `json:"bad"`
	Repeated      int64  `json:"repeated"`
	Written       int64  `json:"written"`  // events; these and
	Existing      int64  `json:"existing"` // these are the first of the file, and need no second look
	Started       int64  `json:"started"`  // µs UTC
	Updated       int64  `json:"updated"`
	Finished      int64  `json:"finished"` // 0: not yet
}

// Store remembers imports.
type Store struct{ db *db.DB }

func NewStore(d *db.DB) *Store { return &Store{d} }

// Find returns an import, nil when there is none.
func (s *Store) Find(ctx context.Context, workspace int64, key string) (*Import, error) {
	var i Import
	err := s.db.NewSelect().Model(&i).Where("workspace = ? AND key = ?", workspace, key).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find an import: %w", err)
	}
	return &i, nil
}

// Save writes the import as it stands.
func (s *Store) Save(ctx context.Context, i *Import) error {
	q := s.db.NewInsert().Model(i).On("CONFLICT (workspace, key) DO UPDATE")
	for _, column := range []string{"name", "source", "state", "rows", "skipped", "bad", "repeated", "written", "existing", "started", "updated", "finished"} {
		q = q.Set("? = EXCLUDED.?", bun.Ident(column), bun.Ident(column))
	}
	if _, err := q.Exec(ctx); err != nil {
		return fmt.Errorf("save an import: %w", err)
	}
	return nil
}

// List returns a workspace's imports, the newest first.
func (s *Store) List(ctx context.Context, workspace int64, limit int) ([]Import, error) {
	var all []Import
	err := s.db.NewSelect().Model(&all).Where("workspace = ?", workspace).Order("started DESC", "key").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	return all, nil
}

// FinishedAt is the zero time while the import is not done.
func (i *Import) FinishedAt() time.Time { return db.Time(i.Finished) }
