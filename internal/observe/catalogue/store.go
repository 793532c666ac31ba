package catalogue

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"time"

	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "catalogue".
//
//go:embed migrations
var Migrations embed.FS

// Store keeps what operators know.
type Store struct {
	db  *db.DB
	now func() time.Time
}

func New(d *db.DB, now func() time.Time) *Store { return &Store{db: d, now: now} }

// Notes returns all notes of one kind, by name.
func (s *Store) Notes(ctx context.Context, workspace int64, kind Kind) (map[string]Note, error) {
	var rows []noteRow
	if err := s.db.NewSelect().Model(&rows).Where("workspace = ? AND kind = ?", workspace, kind).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the catalogue's notes: %w", err)
	}
	out := make(map[string]Note, len(rows))
	for i := range rows {
		out[rows[i].Name] = rows[i].note()
	}
	return out, nil
}

// Note returns one note; the zero Note when nothing was said.
func (s *Store) Note(ctx context.Context, workspace int64, kind Kind, name string) (Note, error) {
	row := noteRow{Workspace: workspace, Kind: kind, Name: name}
	err := s.db.NewSelect().Model(&row).WherePK().Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Note{}, nil
	}
	if err != nil {
		return Note{}, fmt.Errorf("read a note of the catalogue: %w", err)
	}
	return row.note(), nil
}

// Change changes one note in somebody's name and returns it.
func (s *Store) Change(ctx context.Context, workspace int64, kind Kind, name string, c NoteChange, by uint32) (Note, error) {
	var note Note
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		row := noteRow{Workspace: workspace, Kind: kind, Name: name}
		// There first, so that two who say something at once do not collide.
		if _, err := s.db.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
		if err := s.db.Lock(s.db.NewSelect().Model(&row).WherePK()).Scan(ctx); err != nil {
			return err
		}
		note = row.note()
		if err := note.Apply(c, s.now().UTC().Truncate(time.Microsecond)); err != nil {
			return err
		}
		note.ChangedBy = by
		row.set(note)
		_, err := s.db.NewUpdate().Model(&row).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return Note{}, fmt.Errorf("note in the catalogue: %w", err)
	}
	return note, nil
}

// Forget takes a person's texts out of the notes.
func (s *Store) Forget(ctx context.Context, workspace int64, texts []string) (int64, error) {
	return s.db.Redact(ctx, "catalogue_notes", workspace, []string{"title", "description"}, texts)
}
