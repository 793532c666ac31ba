package importer

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "importer".
//
//go:embed migrations
var Migrations embed.FS

// Store remembers imports.
type Store struct{ db *db.DB }

func NewStore(d *db.DB) *Store { return &Store{d} }

// Create gives the import its number and stores it.
func (s *Store) Create(ctx context.Context, i *Import) error {
	if i.Mapping == "" {
		i.Mapping = "{}"
	}
	for attempt := 0; ; attempt++ {
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			var last int64
			if err := s.db.NewSelect().Table("imports").ColumnExpr("COALESCE(MAX(number), 0)").Where("workspace = ?", i.Workspace).Scan(ctx, &last); err != nil {
				return err
			}
			i.Number = last + 1
			i.Origin = int64(kith.ImportOrigin) | i.Number
			_, err := s.db.NewInsert().Model(i).Exec(ctx)
			return err
		})
		if err == nil {
			return nil
		}
		if attempt == 5 || !s.db.IsDuplicate(err) { // another took the number
			return fmt.Errorf("create an import: %w", err)
		}
	}
}

// Get returns an import.
func (s *Store) Get(ctx context.Context, workspace, number int64) (*Import, error) {
	var i Import
	err := s.db.NewSelect().Model(&i).Where("workspace = ? AND number = ?", workspace, number).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &kith.Error{Code: kith.NotFound, Field: "number", Message: fmt.Sprintf("there is no import %d", number), Hint: "it may have been deleted"}
	}
	if err != nil {
		return nil, fmt.Errorf("read an import: %w", err)
	}
	return &i, nil
}

// Find returns the newest import of a key that was not taken back, nil when
// there is none.
func (s *Store) Find(ctx context.Context, workspace int64, key string) (*Import, error) {
	var all []Import
	err := s.db.NewSelect().Model(&all).Where("workspace = ? AND key = ?", workspace, key).
		Where("state NOT IN (?, ?)", Undone, Undoing).OrderExpr("number DESC").Limit(1).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find an import: %w", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return &all[0], nil
}

// Save writes the import as it stands.
func (s *Store) Save(ctx context.Context, i *Import) error {
	if _, err := s.db.NewUpdate().Model(i).Where("workspace = ? AND number = ?", i.Workspace, i.Number).Exec(ctx); err != nil {
		return fmt.Errorf("save an import: %w", err)
	}
	return nil
}

// Move puts an import into a state, if it is in one of others; false when it is
// in none of them.
func (s *Store) Move(ctx context.Context, i *Import, to State, from ...State) (bool, error) {
	n, err := s.db.Exec(ctx, "UPDATE imports SET state = ?, failure = '', updated = ? WHERE workspace = ? AND number = ? AND state IN ?",
		to, i.Updated, i.Workspace, i.Number, bun.Tuple(from))
	if err != nil {
		return false, fmt.Errorf("move an import to %s: %w", to, err)
	}
	if n == 0 {
		return false, nil
	}
	i.State, i.Failure = to, ""
	return true, nil
}

// Delete forgets an import.
func (s *Store) Delete(ctx context.Context, i *Import) error {
	if _, err := s.db.Exec(ctx, "DELETE FROM imports WHERE workspace = ? AND number = ?", i.Workspace, i.Number); err != nil {
		return fmt.Errorf("delete an import: %w", err)
	}
	return nil
}

// List returns a page of a workspace's imports, the newest first; before 0 is
// the first page.
func (s *Store) List(ctx context.Context, workspace, before int64, limit int) ([]Import, error) {
	var all []Import
	q := s.db.NewSelect().Model(&all).ExcludeColumn("guess", "checked").Where("workspace = ?", workspace).OrderExpr("number DESC").Limit(int64(limit))
	if before > 0 {
		q.Where("number < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	return all, nil
}

// In returns all workspaces' imports in some states, the oldest first.
func (s *Store) In(ctx context.Context, states ...State) ([]Import, error) {
	var all []Import
	err := s.db.NewSelect().Model(&all).Where("state IN ?", bun.Tuple(states)).Order("updated", "workspace", "number").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list imports by state: %w", err)
	}
	return all, nil
}

// Recipe is the mapping that was last used for files with a header.
type Recipe struct {
	bun.BaseModel `bun:"table:import_recipes" json:"-"`
	Workspace     int64
	Header        string
	Mapping       string
	Name          string
	Updated       int64
}

// KeepRecipe remembers a mapping for the next file with the same header.
func (s *Store) KeepRecipe(ctx context.Context, r *Recipe) error {
	_, err := s.db.NewInsert().Model(r).On("CONFLICT (workspace, header) DO UPDATE").
		Set("mapping = EXCLUDED.mapping").Set("name = EXCLUDED.name").Set("updated = EXCLUDED.updated").Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember a mapping: %w", err)
	}
	return nil
}

// Recipe returns the mapping kept for a header; nil when there is none.
func (s *Store) Recipe(ctx context.Context, workspace int64, header string) (*Recipe, error) {
	var all []Recipe
	if err := s.db.NewSelect().Model(&all).Where("workspace = ? AND header = ?", workspace, header).Scan(ctx); err != nil {
		return nil, fmt.Errorf("look for a mapping: %w", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return &all[0], nil
}
